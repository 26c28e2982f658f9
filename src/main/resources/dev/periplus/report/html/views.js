// The tables: their columns, and links that filter.

/** A link to the flows with this value; plain text if no condition can express it. */
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

function serviceLink({ host, port, transport }) {
  return el("a", { href: hashOf({ flow: null, q: `server.ip==${host} and server.port==${port}` }) }, port + "/" + transport);
}

/** Whether the traffic matches the registration of the port, and the registered name, which is a claim. */
function registered(standing, name) {
  const [mark, words] = STANDINGS[standing];
  if (!mark) {
    return name === null ? el("span", { class: "unseen" }, words) : name;
  }
  return [filterLink(mark, "standing", standing, { class: "mark", "aria-label": words, title: words }), " ",
    el("span", { class: "faint" }, name === null ? null : filterLink(name, "registered", name))];
}

/** A column shows the value at a place of the row: a name, or an index if rows are arrays. */
function numeric(title, place, width, shown = count, options = {}) {
  return { title, width, number: true, key: (row) => row[place], cell: (row) => shown(row[place]), ...options };
}

function textual(title, width, key, cell, options = {}) {
  return { title, width, key: (row) => key(row) ?? "", cell, ...options };
}

function address(title, place, width, cell, station) {
  const of = (row) => row[place] ?? row[station];
  const key = (row) => {
    const bits = addressBits(of(row)) ?? "";
    return String.fromCharCode(bits.length) + bits;
  };
  return { title, width, plain: true, key, cell: cell ?? ((row) => filterLink(of(row), isStation(of(row)) ? "mac" : "ip", of(row))) };
}

function drawPorts() {
  new DataTable(byId("ports-table"), {
    name: "Ports by use", rows: run.ports,
    columns: [
      { ...numeric("Port", "port", 7), number: false, plain: true, cell: (row) => portLink(row.port, row.transport) },
      textual("Registered for (claim)", 13, (row) => row.registered,
        (row) => (row.registered === null ? "not registered" : filterLink(row.registered, "registered", row.registered)), { class: "claim" }),
      textual("Used for", 0, (row) => row.uses[0][0], (row) => shares(row.uses)),
      numeric("Flows", "flows", 6), numeric("Bytes", "bytes", 6, bytesText),
      numeric("Servers", "servers", 6, (n) => (n < 256 ? n : "256+"), { class: "narrow-hide" }),
    ],
  });
}

function drawServices() {
  new DataTable(byId("services-table"), {
    name: "Services by host", rows: run.services,
    rowClass: (row) => (row.standing === "not-as-registered" ? "conflict" : ""),
    columns: [
      address("Host", "host", 14),
      { ...numeric("Port", "port", 6), number: false, plain: true, cell: serviceLink },
      textual("Label", 0, (row) => row.label, (row) => [labelLink(row.label), row.application ? " · " + row.application : ""]),
      numeric("Conf.", "confidence", 4.5, doubtText),
      textual("Registered for (claim)", 14, (row) => row.registered, (row) => registered(row.standing, row.registered)),
      numeric("Flows", "flows", 5), numeric("Bytes", "bytes", 5.5, bytesText),
      numeric("Clients", "clients", 5.5, (n) => (n < 256 ? n : "256+")),
      numeric("First (UTC)", "first", 10.5, timeText, { class: "narrow-hide" }),
      numeric("Last (UTC)", "last", 10.5, timeText, { class: "wide" }),
    ],
  });
}

function drawHosts() {
  const labels = (all) => all.flatMap((label, i) => [i ? ", " : "", labelLink(label)]);
  new DataTable(byId("hosts-table"), {
    name: "Hosts", rows: run.hosts,
    columns: [
      address("Host", "host", 14),
      textual("Name", 10, (row) => row.name, (row) => row.name),
      textual("Identity", 12, (row) => row.identity, (row) => el("span", { title: row.facts.join("\n") }, row.identity)),
      numeric("As server", "served", 6.5), textual("Serves", 0, (row) => row.serves.join(), (row) => labels(row.serves)),
      numeric("As client", "asked", 6), textual("Uses", 0, (row) => row.asks.join(), (row) => labels(row.asks)),
      numeric("Bytes", "bytes", 5.5, bytesText),
      numeric("First (UTC)", "first", 10.5, (time) => (time ? timeText(time) : ""), { class: "middle-hide" }),
      numeric("Last (UTC)", "last", 10.5, (time) => (time ? timeText(time) : ""), { class: "wide" }),
    ],
  });
}

function portLink(port, transport) {
  return port === 0 ? filterLink(transport, "transport", transport) : filterLink(port + "/" + transport, "server.port", port);
}

function drawUnknown() {
  const ports = (row) => row.ports.flatMap(([port, transport, flows], i) => [i ? ", " : "", portLink(port, transport), " " + count(flows)]);
  new DataTable(byId("unknown-table"), {
    name: "Unknown flows by reason", rows: run.unknown,
    columns: [
      textual("Reason", 11, (row) => row.reason, (row) => filterLink(row.reason, "unknown_because", row.reason)),
      textual("Meaning", 20, (row) => row.means, (row) => row.means),
      numeric("Flows", "flows", 6), numeric("Bytes", "bytes", 6, bytesText),
      textual("Busiest ports", 0, (row) => row.ports[0]?.[0], ports),
    ],
  });
}

function flowLabel(row) {
  const reason = row[ROW.unknown_because];
  return row[ROW.label] === null
    ? el("span", { class: "faint" }, "unknown", reason === null ? "" : [", ", filterLink(reason, "unknown_because", reason)])
    : [labelLink(row[ROW.label]), row[ROW.application] ? " · " + row[ROW.application] : ""];
}

function drawFlows() {
  const mac = (row) => row[ROW["server.mac"]];
  const host = (row) => (row[ROW["server.ip"]].includes(":") ? "[" + row[ROW["server.ip"]] + "]" : row[ROW["server.ip"]]);
  flowTable = new DataTable(byId("flows-table"), {
    name: "Flows", rows: flows, tall: true,
    rowClass: (row) => [row[ROW.standing] === "not-as-registered" ? "conflict" : "",
      row[ROW.flow] === stateOf(location.hash).flow ? "open" : ""].join(" ").trim(),
    columns: [
      { ...numeric("Flow", ROW.flow, 4.5), cell: (row) => flowLink(row[ROW.flow]) },
      numeric("Start (UTC)", ROW.start, 10.5, (micros) => timeText(micros / 1000), { class: "narrow-hide" }),
      textual("Proto", 4.5, (row) => row[ROW.transport], (row) => row[ROW.transport], { class: "phone-hide" }),
      { ...address("Client", ROW["client.ip"], 8.5, null, ROW["client.mac"]), class: "phone-hide" },
      address("Server", ROW["server.ip"], 11, (row) => (mac(row) ? [filterLink(mac(row), "mac", mac(row))]
        : [filterLink(host(row), "ip", row[ROW["server.ip"]]), ":",
          filterLink(row[ROW["server.port"]], "server.port", row[ROW["server.port"]])]), ROW["server.mac"]),
      textual("Label", 12, (row) => row[ROW.label] ?? row[ROW.unknown_because], flowLabel),
      numeric("Conf.", ROW.confidence, 4, doubtText, { class: "phone-hide" }),
      textual("Registered for (claim)", 0, (row) => row[ROW["registered.name"]], (row) => registered(row[ROW.standing], row[ROW["registered.name"]])),
      numeric("Packets", ROW.packets, 5, count, { class: "narrow-hide" }), numeric("Bytes", ROW.bytes, 5, bytesText),
      numeric("Duration", ROW.duration, 6.5, durationText, { class: "wide" }),
      textual("Why", 20, (row) => row[ROW.why], (row) => row[ROW.why], { class: "wide" }),
    ],
  });
}
