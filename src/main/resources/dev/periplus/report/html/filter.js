// Conditions on rows, with the fields and operators of -Y: label==ssh and server.port!=22.

/** Index of each field in a row, by name; HtmlRow writes the rows and lists their fields. */
const ROW = {};

/** Fields of conditions, by name: kind, and the values in a row, or in its record if the row lacks them. */
const FIELDS = {};

function describeRows({ fields, record_fields: inRecord, metadata, aliases }) {
  fields.forEach(([name, kind], i) => {
    ROW[name] = i;
    FIELDS[name] = { kind, values: (row) => list(row[i]) };
  });
  ROW.section = fields.length;
  ROW.why = fields.length + 1;
  inRecord.forEach(([name, kind]) => (FIELDS[name] = recordField(name, kind)));
  metadata.forEach((name) => (FIELDS[name] = recordField(name)));
  Object.entries(aliases).forEach(([alias, names]) => {
    const same = names.map((name) => FIELDS[name]).filter(Boolean);
    if (same.length > 0) {
      FIELDS[alias] = aliasField(alias, same);
    }
  });
}

/** Another name of fields; one that begins with a transport is a field of its flows only. */
function aliasField(alias, same) {
  const transport = /^(tcp|udp|sctp)\./.exec(alias)?.[1];
  return {
    kind: same[0].kind,
    transport,
    inRecord: same.some((field) => field.inRecord),
    values: (row, record) => transport && row[ROW.transport] !== transport
      ? [] : same.flatMap((field) => field.values(row, record)),
  };
}

function list(value) {
  return value === null || value === undefined ? [] : [value].flat();
}

/** A field of records, or of their metadata such as tls.sni. */
function recordField(name, kind = "text") {
  const [group, ...rest] = name.split(".");
  const member = (object, key) => Object.entries(object ?? {}).find(([one]) => one.toLowerCase() === key)?.[1];
  const within = (object) => (rest.length === 0 ? member(object, group) : member(member(object, group), rest.join(".")));
  return { kind, inRecord: true, values: (_, record) => list(within(record) ?? within(record.metadata)) };
}

function fieldNamed(name) {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : null;
}

/** Rows of flows that speak a protocol, as its name alone says. */
function speaks(word) {
  const names = ["protocols", "label", "application", "transport"];
  return (row) => names.some((name) => list(row[ROW[name]]).some((value) => String(value).toLowerCase() === word));
}

const SIGNS = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "{", "}", ","];
const COMPARING = ["==", "!=", "<=", ">=", "<", ">", "in", "contains"];

/** Other spellings of operators. */
const SAME = {
  "&&": "and", "||": "or", "!": "not", eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=",
};

/** The operator that a token is, in its usual spelling; any other word in lower case. */
function operator(token) {
  const word = token.text.toLowerCase();
  return token.quoted ? null : Object.hasOwn(SAME, word) ? SAME[word] : word;
}

const UNITS = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60, m: 60, h: 3600, d: 86400 };

/** Seconds of 1.5, 500ms or 1h30m; NaN for anything else. */
function seconds(text) {
  if (/^\d{1,15}(\.\d{1,9})?$/.test(text)) {
    return Number(text);
  }
  const parts = [...text.toLowerCase().matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ns|us|ms|s|min|m|h|d)/gy)];
  const read = parts.reduce((length, [part]) => length + part.length, 0);
  return read === 0 || read < text.length ? NaN
    : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit], 0);
}

const DEEPEST = 64;

/** An invalid condition, with the column of the error, from 1. */
class FilterError extends Error {
  constructor(column, message) {
    super(message);
    this.column = column;
  }
}

/** A predicate on rows and, if asksRecords, their records; text without operators matches rows that have all its words. */
function rowFilter(source) {
  if (/==|!=|<|>|&&|\|\||\s(contains|eq|ne|lt|le|gt|ge)\s|\sin\s*\{/i.test(source)) {
    const parser = new FilterParser(source);
    return { fits: parser.parse(), asksRecords: parser.asksRecords };
  }
  const words = source.toLowerCase().split(/\s+/).filter(Boolean);
  return { fits: (row) => words.every((word) => haystack(row).includes(word)), asksRecords: false };
}

const SEARCHED = ["flow", "transport", "application", "registered.name", "standing", "unknown_because", "protocols", "why", "capture"];

/** Everything that a row shows; computed on first use. */
function haystack(row) {
  const shown = (name) => list(row[ROW[name]]).join(" ");
  const side = (name) => shown(name + ".ip") + ":" + shown(name + ".port");
  row.haystack ??= [side("client"), side("server"), row[ROW.label] ?? "unknown", ...SEARCHED.map(shown)].join("\n").toLowerCase();
  return row.haystack;
}

function fieldNames() {
  return Object.keys(FIELDS).join(", ");
}

class FilterParser {
  constructor(source) {
    this.tokens = [];
    this.at = 0;
    this.depth = 0;
    this.asksRecords = false;
    let i = 0;
    while (i < source.length) {
      i = /\s/.test(source[i]) ? i + 1 : this.token(source, i);
    }
    this.tokens.push({ text: "", column: source.length + 1, quoted: false });
  }

  token(source, from) {
    if (source[from] === '"') {
      const end = source.indexOf('"', from + 1);
      if (end < 0) {
        throw new FilterError(from + 1, "missing closing quote");
      }
      this.tokens.push({ text: source.slice(from + 1, end), column: from + 1, quoted: true });
      return end + 1;
    }
    const sign = SIGNS.find((one) => source.startsWith(one, from));
    const word = sign ?? /^[\p{L}\p{Nd}.:/_*+-]+/u.exec(source.slice(from))?.[0];
    if (!word) {
      throw new FilterError(from + 1, "unexpected '" + printable(source[from]) + "'" + (source[from] === "=" ? "; use ==" : ""));
    }
    this.tokens.push({ text: word, column: from + 1, quoted: false });
    return from + word.length;
  }

  peek() {
    return this.tokens[this.at];
  }

  next() {
    return this.tokens[Math.min(this.at++, this.tokens.length - 1)];
  }

  accept(word) {
    const is = operator(this.peek()) === word;
    this.at += is ? 1 : 0;
    return is;
  }

  expect(word) {
    if (!this.accept(word)) {
      throw new FilterError(this.peek().column, "expected '" + word + "'");
    }
  }

  parse() {
    const all = this.either();
    if (this.at < this.tokens.length - 1) {
      throw new FilterError(this.peek().column, "expected 'and' or 'or' before '" + this.peek().text + "'");
    }
    return all;
  }

  either() {
    const some = [this.both()];
    while (this.accept("or")) {
      some.push(this.both());
    }
    return some.length === 1 ? some[0] : (row, record) => some.some((one) => one(row, record));
  }

  both() {
    const all = [this.one()];
    while (this.accept("and")) {
      all.push(this.one());
    }
    return all.length === 1 ? all[0] : (row, record) => all.every((one) => one(row, record));
  }

  one() {
    if (++this.depth > DEEPEST) {
      throw new FilterError(this.peek().column, "nested too deeply");
    }
    let condition;
    if (this.accept("not")) {
      const inner = this.one();
      condition = (row, record) => !inner(row, record);
    } else if (this.accept("(")) {
      condition = this.either();
      this.expect(")");
    } else {
      condition = this.term();
    }
    this.depth--;
    return condition;
  }

  term() {
    const name = this.peek();
    const after = this.tokens[Math.min(this.at + 1, this.tokens.length - 1)];
    const word = /^[\p{L}\p{Nd}.:/_*+-]+$/u.test(name.text) ? operator(name) : null;
    if (word && !fieldNamed(word) && !word.includes(".") && !COMPARING.includes(operator(after))) {
      this.next();
      return speaks(word);
    }
    const field = this.field();
    if (this.accept("in")) {
      return this.among(field);
    }
    if (this.accept("contains")) {
      const part = this.value(field, true).toLowerCase();
      return (row, record) => field.values(row, record).some((value) => String(value).toLowerCase().includes(part));
    }
    if (this.accept("==")) {
      return this.equal(field);
    }
    if (this.accept("!=")) {
      const equal = this.equal(field);
      return (row, record) => (!field.transport || field.values(row, record).length > 0) && !equal(row, record);
    }
    const sign = ["<=", ">=", "<", ">"].find((one) => this.accept(one));
    return sign ? this.compared(field, sign) : (row, record) => field.values(row, record).length > 0;
  }

  field() {
    const name = this.next();
    const field = name.quoted ? null : fieldNamed(name.text.toLowerCase());
    if (!field) {
      throw new FilterError(name.column, name.text === "" || SIGNS.includes(name.text)
        ? "expected a field"
        : "unknown field '" + name.text + "'; fields are " + fieldNames());
    }
    this.asksRecords ||= Boolean(field.inRecord);
    return field;
  }

  among(field) {
    this.expect("{");
    const some = [this.equal(field)];
    while (this.accept(",") || (this.peek().text !== "" && !SIGNS.includes(this.peek().text))) {
      some.push(this.equal(field));
    }
    this.expect("}");
    return (row, record) => some.some((one) => one(row, record));
  }

  value(field, part = false) {
    const value = this.next();
    if (!value.quoted && (value.text === "" || SIGNS.includes(value.text))) {
      throw new FilterError(value.column, "expected a value");
    }
    if (!part && field.kind === "number" && !/^\d{1,15}(\.\d{1,9})?(\.\.\d{1,15}(\.\d{1,9})?)?$/.test(value.text)) {
      throw new FilterError(value.column, "this field takes a number");
    }
    if (!part && field.kind === "duration" && Number.isNaN(seconds(value.text))) {
      throw new FilterError(value.column, "this field takes a duration such as 1.5, 500ms, 90s, 5m or 1h30m");
    }
    if (!part && field.kind === "time" && Number.isNaN(micros(value.text))) {
      throw new FilterError(value.column, "this field takes a time in UTC such as 2026-03-02T09:00:00Z");
    }
    if (!part && field.kind === "address" && !network(value.text)) {
      throw new FilterError(value.column, "this field takes an address or a network");
    }
    return value.text;
  }

  equal(field) {
    const value = this.value(field);
    let fits;
    if (field.kind === "number") {
      const [least, most = least] = value.split("..").map(Number);
      fits = (one) => one >= least && one <= most;
    } else if (field.kind === "duration") {
      const wanted = seconds(value);
      fits = (one) => one === wanted;
    } else if (field.kind === "time") {
      const wanted = micros(value);
      fits = (one) => micros(one) === wanted;
    } else if (field.kind === "address") {
      const { bits, length } = network(value);
      fits = (one) => addressBits(one)?.startsWith(bits.slice(0, length)) && addressBits(one).length === bits.length;
    } else {
      fits = (one) => String(one).toLowerCase() === value.toLowerCase();
    }
    return (row, record) => field.values(row, record).some(fits);
  }

  compared(field, sign) {
    if (!["number", "duration", "time"].includes(field.kind)) {
      throw new FilterError(this.peek().column, "'" + sign + "' compares numbers, times and durations only");
    }
    const read = field.kind === "time" ? micros : Number;
    const limit = (field.kind === "time" ? micros : seconds)(this.value(field));
    const holds = {
      "<=": (one) => one <= limit, ">=": (one) => one >= limit, "<": (one) => one < limit, ">": (one) => one > limit,
    }[sign];
    return (row, record) => field.values(row, record).map(read).some(holds);
  }
}

/** Microseconds since the epoch, of such a number or of a time in UTC; NaN if it is neither. */
function micros(time) {
  const text = typeof time === "number" ? null
    : /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?Z?$/.exec(time);
  return text ? Date.parse(text[1] + "T" + text[2] + "Z") * 1000 + Math.floor(Number("0." + (text[3] ?? "0")) * 1e6)
    : typeof time === "number" ? time : NaN;
}

const knownBits = new Map();

function isStation(address) {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address);
}

/** An address as text of 32, 48 (stations) or 128 binary digits, which sorts like addresses; null if it is none. */
function addressBits(address) {
  let bits = knownBits.get(address);
  if (bits === undefined) {
    bits = isStation(address) ? stationBits(address) : address.includes(":") ? ipv6Bits(address) : ipv4Bits(address);
    knownBits.set(address, bits);
  }
  return bits;
}

function stationBits(address) {
  return address.split(":").map((octet) => parseInt(octet, 16).toString(2).padStart(8, "0")).join("");
}

function ipv4Bits(address) {
  const parts = address.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
    ? parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("")
    : null;
}

function ipv6Bits(address) {
  const halves = address.split("::");
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - groups.flat().length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)
      || !groups.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) {
    return null;
  }
  const all = halves.length === 2 ? [...groups[0], ...Array(missing).fill("0"), ...groups[1]] : groups[0];
  return all.map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

function network(value) {
  const [address, length, more] = value.split("/");
  const bits = addressBits(address);
  const valid = bits && more === undefined
    && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits.length));
  return valid ? { bits, length: length === undefined ? bits.length : Number(length) } : null;
}

/** A condition that a field has this value, or null if the filter cannot express it. */
function condition(field, value) {
  const text = String(value);
  if (/^[\p{L}\p{Nd}.:/_*-]+$/u.test(text)) {
    return field + "==" + text;
  }
  return text.includes('"') || printable(text) !== text ? null : field + '=="' + text + '"';
}
