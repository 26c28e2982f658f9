// The tables: what each column shows, and the links that filter.

/** A link to the flows that have this value; only the text where no condition can say it. */
function filterLink(text, field, value, attributes = {}) {
  const wanted = condition(field, value);
  return wanted === null ? text : el("a", { href: hashOf({ flow: null, q: wanted }), ...attributes }, text);
}

function labelLink(label) {
  return label === null ? unknownLink() : filterLink(label, "label", label, { class: "label" });
}

function unknownLink() {
  return filterLink("unknown", "confidence", 0);
}

function flowLink(number) {
  return el("a", { href: "#flow=" + number }, number);
}

function serviceLink([host, port, transport]) {
  return el("a", { href: hashOf({ flow: null, q: `server.ip==${host} and server.port==${port}` }) }, port + "/" + transport);
}

/** How the port's registration stands to what was seen, and the name, which is a claim. */
function registered(standing, name) {
  const [mark, words] = STANDINGS[standing];
  if (!mark) {
    return name === null ? el("span", { class: "unseen" }, words) : name;
  }
  return [filterLink(mark, "standing", standing, { class: "mark", "aria-label": words, title: words }), " ",
    el("span", { class: "faint" }, name === null ? null : filterLink(name, "registered", name))];
}

function numeric(title, index, width, shown = count, options = {}) {
  return { title, width, number: true, key: (row) => row[index], cell: (row) => shown(row[index]), ...options };
}

function textual(title, width, key, cell, options = {}) {
  return { title, width, key: (row) => key(row) ?? "", cell, ...options };
}

function address(title, index, width, cell) {
  const key = (row) => {
    const bits = addressBits(row[index]) ?? "";
    return String.fromCharCode(bits.length) + bits;
  };
  return { title, width, plain: true, key, cell: cell ?? ((row) => filterLink(row[index], "ip", row[index])) };
}

function drawPorts() {
  const uses = (row) => row.slice(8).reduce((all, _, i, flat) => (i % 2 ? all : [...all, [flat[i], flat[i + 1]]]), []);
  new DataTable(byId("ports-table"), {
    name: "Ports by use", rows: run.ports,
    columns: [
      { ...numeric("Port", 0, 7), number: false, plain: true, cell: (row) => portLink(row[0], row[1]) },
      textual("Registered for (claim)", 13, (row) => row[2], (row) => row[2] === null ? "nobody" : filterLink(row[2], "registered", row[2]), { class: "claim" }),
      textual("Used for", 0, (row) => row[8], (row) => shares(uses(row))),
      numeric("Flows", 3, 6), numeric("Bytes", 4, 6, bytesText), numeric("Servers", 7, 6, (n) => (n < 256 ? n : "256+"), { class: "narrow-hide" }),
    ],
  });
}

function drawServices() {
  new DataTable(byId("services-table"), {
    name: "Services by host", rows: run.services,
    rowClass: (row) => (row[6] === "not-as-registered" ? "conflict" : ""),
    columns: [
      address("Host", 0, 15),
      { ...numeric("Port", 1, 6), number: false, plain: true, cell: serviceLink },
      textual("Label", 0, (row) => row[3], (row) => [labelLink(row[3]), row[4] ? " · " + row[4] : ""]),
      numeric("Conf.", 5, 4.5, (n) => (n ? confidenceText(n) : "")),
      textual("Registered for (claim)", 14, (row) => row[7], (row) => registered(row[6], row[7])),
      numeric("Flows", 8, 6), numeric("Bytes", 9, 6, bytesText), numeric("Clients", 12, 6, (n) => (n < 256 ? n : "256+")),
      numeric("First (UTC)", 10, 10.5, timeText, { class: "narrow-hide" }),
      numeric("Last (UTC)", 11, 10.5, timeText, { class: "wide" }),
    ],
  });
}

function drawHosts() {
  const labels = (all) => all.flatMap((label, i) => [i ? ", " : "", labelLink(label)]);
  new DataTable(byId("hosts-table"), {
    name: "Hosts", rows: run.hosts,
    columns: [
      address("Host", 0, 15),
      numeric("Served", 1, 6), textual("Serves", 0, (row) => row[2].join(), (row) => labels(row[2])),
      numeric("Asked", 3, 6), textual("Asks for", 0, (row) => row[4].join(), (row) => labels(row[4])),
      numeric("Bytes", 5, 6, bytesText),
      numeric("First (UTC)", 6, 10.5, timeText, { class: "narrow-hide" }),
      numeric("Last (UTC)", 7, 10.5, timeText, { class: "wide" }),
    ],
  });
}

function portLink(port, transport) {
  return port === 0 ? filterLink(transport, "transport", transport) : filterLink(port + "/" + transport, "server.port", port);
}

function drawUnknown() {
  const ports = (row) => row.slice(6).flatMap((_, i, flat) => i % 3 ? []
    : [i ? ", " : "", portLink(flat[i], flat[i + 1]), " " + count(flat[i + 2])]);
  new DataTable(byId("unknown-table"), {
    name: "Unknown flows by reason", rows: run.unknown,
    columns: [
      textual("Reason", 11, (row) => row[0], (row) => filterLink(row[0], "unknown_because", row[0])),
      textual("Means", 20, (row) => row[1], (row) => row[1]),
      numeric("Flows", 2, 6), numeric("Bytes", 3, 6, bytesText),
      textual("Ports with most of them", 0, (row) => row[6], ports),
    ],
  });
}

function flowLabel(row) {
  const reason = row[ROW.unknown];
  return row[ROW.label] === null
    ? el("span", { class: "faint" }, "unknown", reason === null ? "" : [", ", filterLink(reason, "unknown_because", reason)])
    : [labelLink(row[ROW.label]), row[ROW.application] ? " · " + row[ROW.application] : ""];
}

function drawFlows() {
  const host = (row) => (row[ROW.serverIp].includes(":") ? "[" + row[ROW.serverIp] + "]" : row[ROW.serverIp]);
  flowTable = new DataTable(byId("flows-table"), {
    name: "Flows", rows: flows, tall: true,
    rowClass: (row) => [row[ROW.standing] === "not-as-registered" ? "conflict" : "",
      row[ROW.number] === stateOf(location.hash).flow ? "open" : ""].join(" ").trim(),
    columns: [
      { ...numeric("Flow", ROW.number, 4.5), cell: (row) => flowLink(row[ROW.number]) },
      numeric("Start (UTC)", ROW.start, 10.5, (micros) => timeText(micros / 1000), { class: "narrow-hide" }),
      textual("Over", 3.5, (row) => row[ROW.transport], (row) => row[ROW.transport]),
      address("Client", ROW.clientIp, 8.5),
      address("Server", ROW.serverIp, 11, (row) => [filterLink(host(row), "ip", row[ROW.serverIp]), ":",
        filterLink(row[ROW.serverPort], "server.port", row[ROW.serverPort])]),
      textual("Label", 12, (row) => row[ROW.label] ?? row[ROW.unknown], flowLabel),
      numeric("Conf.", ROW.confidence, 4, (n) => (n ? confidenceText(n) : "")),
      textual("Registered for (claim)", 0, (row) => row[ROW.registered], (row) => registered(row[ROW.standing], row[ROW.registered])),
      numeric("Packets", ROW.packets, 5, count, { class: "narrow-hide" }), numeric("Bytes", ROW.bytes, 5, bytesText),
      numeric("Lasted", ROW.duration, 6.5, durationText, { class: "wide" }),
      textual("Why", 20, (row) => row[ROW.why], (row) => row[ROW.why], { class: "wide" }),
    ],
  });
}
