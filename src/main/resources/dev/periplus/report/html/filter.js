// Conditions on rows, as those of -Y: label==ssh and server.port!=22. Rows are the arrays that HtmlRow writes.

const ROW = {
  number: 0, start: 1, duration: 2, transport: 3, clientIp: 4, clientPort: 5, serverIp: 6, serverPort: 7, label: 8,
  application: 9, confidence: 10, standing: 11, registered: 12, unknown: 13, packets: 14, bytes: 15, capture: 16,
  section: 17, direction: 18, basis: 19, protocols: 20, why: 21,
};

const FIELDS = {
  label: text(ROW.label),
  protocol: { kind: "text", values: (row) => row[ROW.protocols] },
  application: text(ROW.application),
  confidence: number(ROW.confidence),
  basis: text(ROW.basis),
  standing: text(ROW.standing),
  unknown_because: text(ROW.unknown),
  registered: text(ROW.registered),
  transport: text(ROW.transport),
  ip: { kind: "address", values: (row) => [row[ROW.clientIp], row[ROW.serverIp]] },
  "client.ip": { kind: "address", values: (row) => [row[ROW.clientIp]] },
  "server.ip": { kind: "address", values: (row) => [row[ROW.serverIp]] },
  port: { kind: "number", values: (row) => [row[ROW.clientPort], row[ROW.serverPort]] },
  "client.port": number(ROW.clientPort),
  "server.port": number(ROW.serverPort),
  packets: number(ROW.packets),
  bytes: number(ROW.bytes),
  duration: number(ROW.duration),
  direction: text(ROW.direction),
  capture: { kind: "text", values: (row) => [run.captures[row[ROW.capture]]] },
  flow: number(ROW.number),
};

const SIGNS = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "{", "}", ","];
const DEEPEST = 64;

function text(index) {
  return { kind: "text", values: (row) => (row[index] === null ? [] : [row[index]]) };
}

function number(index) {
  return { kind: "number", values: (row) => [row[index]] };
}

/** Something is wrong with a condition, at a column from 1. */
class FilterError extends Error {
  constructor(column, message) {
    super(message);
    this.column = column;
  }
}

/** A predicate on rows; for a text without operators, whether a row holds all its words. */
function rowFilter(source) {
  if (/==|!=|<|>|\scontains\s|\sin\s*\{/i.test(source)) {
    return new FilterParser(source).parse();
  }
  const words = source.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => words.every((word) => haystack(row).includes(word));
}

/** Everything that a row shows, kept once it was asked for. */
function haystack(row) {
  row.haystack ??= [
    row[ROW.number], row[ROW.transport], row[ROW.clientIp] + ":" + row[ROW.clientPort],
    row[ROW.serverIp] + ":" + row[ROW.serverPort], row[ROW.label] ?? "unknown", row[ROW.application],
    row[ROW.registered], row[ROW.standing], row[ROW.unknown], row[ROW.protocols].join(" "), row[ROW.why],
    run.captures[row[ROW.capture]],
  ].join("\n").toLowerCase();
  return row.haystack;
}

class FilterParser {
  constructor(source) {
    this.tokens = [];
    this.at = 0;
    this.depth = 0;
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
        throw new FilterError(from + 1, "the quote is not closed");
      }
      this.tokens.push({ text: source.slice(from + 1, end), column: from + 1, quoted: true });
      return end + 1;
    }
    const sign = SIGNS.find((one) => source.startsWith(one, from));
    const word = sign ?? /^[\p{L}\p{Nd}.:/_*-]+/u.exec(source.slice(from))?.[0];
    if (!word) {
      throw new FilterError(from + 1, "'" + printable(source[from]) + "' has no meaning here");
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
    const is = !this.peek().quoted && this.peek().text.toLowerCase() === word;
    this.at += is ? 1 : 0;
    return is;
  }

  expect(word) {
    if (!this.accept(word)) {
      throw new FilterError(this.peek().column, "'" + word + "' is missing");
    }
  }

  parse() {
    const all = this.either();
    if (this.at < this.tokens.length - 1) {
      throw new FilterError(this.peek().column, "'and' or 'or' is missing before '" + this.peek().text + "'");
    }
    return all;
  }

  either() {
    const some = [this.both()];
    while (this.accept("or")) {
      some.push(this.both());
    }
    return some.length === 1 ? some[0] : (row) => some.some((one) => one(row));
  }

  both() {
    const all = [this.one()];
    while (this.accept("and")) {
      all.push(this.one());
    }
    return all.length === 1 ? all[0] : (row) => all.every((one) => one(row));
  }

  one() {
    if (++this.depth > DEEPEST) {
      throw new FilterError(this.peek().column, "too deep");
    }
    let condition;
    if (this.accept("not")) {
      const inner = this.one();
      condition = (row) => !inner(row);
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
    const name = this.next();
    const field = name.quoted || !Object.hasOwn(FIELDS, name.text.toLowerCase()) ? null : FIELDS[name.text.toLowerCase()];
    if (!field) {
      throw new FilterError(name.column, name.text === "" || SIGNS.includes(name.text)
        ? "a field is missing"
        : "there is no field '" + name.text + "' on this page; there are " + Object.keys(FIELDS).join(", "));
    }
    if (this.accept("in")) {
      return this.among(field);
    }
    if (this.accept("contains")) {
      const part = this.value(field, true).toLowerCase();
      return (row) => field.values(row).some((value) => String(value).toLowerCase().includes(part));
    }
    if (this.accept("==")) {
      return this.equal(field);
    }
    if (this.accept("!=")) {
      const equal = this.equal(field);
      return (row) => !equal(row);
    }
    const sign = ["<=", ">=", "<", ">"].find((one) => this.accept(one));
    return sign ? this.compared(field, sign) : (row) => field.values(row).length > 0;
  }

  among(field) {
    this.expect("{");
    const some = [this.equal(field)];
    while (this.accept(",")) {
      some.push(this.equal(field));
    }
    this.expect("}");
    return (row) => some.some((one) => one(row));
  }

  value(field, part = false) {
    const value = this.next();
    if (!value.quoted && (value.text === "" || SIGNS.includes(value.text))) {
      throw new FilterError(value.column, "a value is missing");
    }
    if (!part && field.kind === "number" && !/^\d{1,15}(\.\d{1,9})?$/.test(value.text)) {
      throw new FilterError(value.column, "this field is a number");
    }
    if (!part && field.kind === "address" && !network(value.text)) {
      throw new FilterError(value.column, "this field is an address, or lies in a network");
    }
    return value.text;
  }

  equal(field) {
    const value = this.value(field);
    let fits;
    if (field.kind === "number") {
      fits = (one) => one === Number(value);
    } else if (field.kind === "address") {
      const { bits, length } = network(value);
      fits = (one) => addressBits(one)?.startsWith(bits.slice(0, length)) && addressBits(one).length === bits.length;
    } else {
      fits = (one) => one.toLowerCase() === value.toLowerCase();
    }
    return (row) => field.values(row).some(fits);
  }

  compared(field, sign) {
    if (field.kind !== "number") {
      throw new FilterError(this.peek().column, "'" + sign + "' compares numbers only");
    }
    const limit = Number(this.value(field));
    const holds = {
      "<=": (one) => one <= limit, ">=": (one) => one >= limit, "<": (one) => one < limit, ">": (one) => one > limit,
    }[sign];
    return (row) => field.values(row).some(holds);
  }
}

const knownBits = new Map();

/** An address as a text of 32 or 128 binary digits, or null. Orders as addresses do. */
function addressBits(address) {
  let bits = knownBits.get(address);
  if (bits === undefined) {
    bits = address.includes(":") ? ipv6Bits(address) : ipv4Bits(address);
    knownBits.set(address, bits);
  }
  return bits;
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

/** A condition that a field has this value, or null where the filter cannot say it. */
function condition(field, value) {
  const said = String(value);
  if (/^[\p{L}\p{Nd}.:/_*-]+$/u.test(said)) {
    return field + "==" + said;
  }
  return said.includes('"') || printable(said) !== said ? null : field + '=="' + said + '"';
}
