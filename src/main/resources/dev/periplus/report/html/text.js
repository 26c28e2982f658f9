// Text of the page: everything goes through text nodes, and invisible characters are escaped.

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

function printable(text) {
  return String(text).replace(UNSEEN, (c) => {
    const code = c.codePointAt(0);
    return /\p{Cc}/u.test(c)
      ? "\\x" + code.toString(16).padStart(2, "0")
      : "\\u" + code.toString(16).padStart(4, "0");
  });
}

/** An element; null attributes are left out, children are elements or text. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") {
      element.append(child instanceof Node ? child : printable(child));
    }
  }
}

/** Unpacks a block of data into text. */
async function unpack(id) {
  const packed = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) {
    bytes[i] = packed.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

function count(number) {
  return number.toLocaleString("en-US");
}

function counted(number, noun) {
  return count(number) + " " + noun + (number === 1 ? "" : "s");
}

function bytesText(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  let scaled = bytes;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  const digits = unit > 0 && scaled < 10 ? Math.floor(scaled * 10) / 10 : Math.floor(scaled);
  return digits + " " + units[unit];
}

function durationText(seconds) {
  if (seconds < 1) {
    return seconds === 0 ? "0 s" : seconds < 0.001 ? "under 1 ms" : Math.floor(seconds * 1000) + " ms";
  }
  if (seconds < 60) {
    return (Math.floor(seconds * 10) / 10).toFixed(1) + " s";
  }
  const [big, small, names] =
    seconds < 3600 ? [60, 1, ["min", "s"]] : seconds < 86400 ? [3600, 60, ["h", "min"]] : [86400, 3600, ["d", "h"]];
  const rest = Math.floor((seconds % big) / small);
  return Math.floor(seconds / big) + " " + names[0] + (rest ? " " + rest + " " + names[1] : "");
}

/** Milliseconds since the epoch as date and time in UTC. */
function timeText(millis, decimals = 0) {
  const text = new Date(Math.floor(millis)).toISOString().replace("T", " ");
  return text.slice(0, 19 + (decimals ? decimals + 1 : 0));
}

/** Never rounded up. */
function confidenceText(confidence) {
  return (Math.floor(confidence * 100 + 1e-9) / 100).toFixed(2);
}

/** In a column of many rows, nearly all of which would say 0.99, only what is less sure is said. */
function doubtText(confidence) {
  const text = confidence ? confidenceText(confidence) : "";
  return text === "0.99" || text === "1.00" ? "" : text;
}

/** A word quoted for a POSIX shell; invisible characters are written as bytes. */
function shellWord(word) {
  if (/^[\w@%+=:,./-]+$/.test(word)) {
    return word;
  }
  if (printable(word) === word) {
    return "'" + word.replaceAll("'", "'\\''") + "'";
  }
  const bytes = new TextEncoder().encode(word);
  const safe = Array.from(bytes, (b) =>
    b >= 0x20 && b < 0x7f && b !== 0x27 && b !== 0x5c
      ? String.fromCharCode(b)
      : "\\x" + b.toString(16).padStart(2, "0"));
  return "$'" + safe.join("") + "'";
}
