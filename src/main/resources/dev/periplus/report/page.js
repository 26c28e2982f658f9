// The parts of the page, and its address: #flow=12&q=label==ssh.

let run;
let flows;
let flowTable;
let filtered = null;
let opener = null;
const chunks = new Map();

/** Of each flow by its number: where its record is. */
const places = new Map();
const byId = (id) => document.getElementById(id);

function say(text) {
  byId("said").textContent = printable(text);
}

function stateOf(hash) {
  const parameters = new URLSearchParams(hash.includes("=") ? hash.slice(1) : "");
  const flow = parameters.get("flow");
  return { flow: /^\d{1,15}$/.test(flow ?? "") ? Number(flow) : null, q: parameters.get("q") ?? "" };
}

function hashOf({ flow, q }) {
  const parts = [];
  if (flow !== null) {
    parts.push("flow=" + flow);
  }
  if (q !== "") {
    parts.push("q=" + encodeURIComponent(q));
  }
  return "#" + parts.join("&");
}

function goTo(change) {
  const state = { ...stateOf(location.hash), ...change };
  if (hashOf(state) !== hashOf(stateOf(location.hash))) {
    history.pushState(null, "", hashOf(state));
  }
  apply();
}

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

/** Shows the state that the address of the page names. */
function apply() {
  const { flow, q } = stateOf(location.hash);
  if (byId("q").value !== q) {
    byId("q").value = q;
  }
  applyFilter(q);
  openFlow(flow);
}

function applyFilter(q) {
  if (q === filtered) {
    return;
  }
  filtered = q;
  const wrong = byId("q-error");
  try {
    const rows = q.trim() === "" ? flows : flows.filter(rowFilter(q));
    flowTable.show(rows);
    byId("q-state").textContent = rows.length === flows.length
      ? counted(rows.length, "flow") : count(rows.length) + " of " + counted(flows.length, "flow");
    wrong.hidden = true;
  } catch (error) {
    if (!(error instanceof FilterError)) {
      throw error;
    }
    wrong.textContent = "Column " + error.column + ": " + printable(error.message) + "\n  " + printable(q) + "\n  "
      + " ".repeat(error.column - 1) + "^";
    wrong.hidden = false;
    byId("q-state").textContent = "Column " + error.column + ": " + printable(error.message);
  }
  byId("q").setAttribute("aria-invalid", wrong.hidden ? "false" : "true");
}

async function recordAt(index) {
  const chunk = Math.floor(index / run.chunk);
  if (!chunks.has(chunk)) {
    chunks.set(chunk, (await unpack("flows-" + chunk)).split("\n"));
  }
  return JSON.parse(chunks.get(chunk)[index % run.chunk]);
}

async function openFlow(number) {
  const panel = byId("flow");
  if (number === null || panel.dataset.flow === String(number)) {
    if (number === null && !panel.hidden) {
      panel.hidden = true;
      delete panel.dataset.flow;
      flowTable.render();
      (opener?.isConnected ? opener : byId("flows")).focus({ preventScroll: true });
    }
    return;
  }
  panel.dataset.flow = number;
  const row = flows.find((one) => one[ROW.number] === number);
  const content = row === undefined
    ? [el("h2", { id: "flow-title", tabindex: "-1" }, "Flow " + number),
      el("p", {}, "This flow is not on the page. -o json and -o sqlite hold every flow.")]
    : flowPanel(await recordAt(places.get(number)), row[ROW.why]);
  if (panel.dataset.flow !== String(number)) {
    return;
  }
  panel.replaceChildren(panelButtons(), ...content.filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  const shown = flowTable.rows.indexOf(row);
  if (shown >= 0) {
    flowTable.active = shown;
    flowTable.reveal(shown);
  }
  byId("flow-title").focus({ preventScroll: true });
}

function flowPanel(flow, why) {
  const title = el("h2", { id: "flow-title", tabindex: "-1" },
    `Flow ${flow.flow}: ${flow.client.ip} → ${endpoint(flow.server)}/${flow.transport}`);
  return [title, ...flowDetail(flow, why)];
}

function panelButtons() {
  const button = (text, act) => {
    const made = el("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };
  return el("p", { class: "bar-top" }, button("Close", () => goTo({ flow: null })),
    button("Previous", () => step(-1)), button("Next", () => step(1)));
}

/** Opens the flow before or after the open one, in the order of the table. */
function step(by) {
  const now = flowTable.rows.findIndex((row) => row[ROW.number] === stateOf(location.hash).flow);
  const next = flowTable.rows[now < 0 ? 0 : now + by];
  if (next) {
    goTo({ flow: next[ROW.number] });
  }
}

function showFlows() {
  byId("flows").scrollIntoView();
  say(byId("q-state").textContent);
}

function clicked(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const hash = link.getAttribute("href");
  const state = stateOf(hash);
  if (state.flow !== null) {
    opener = link;
    goTo({ flow: state.flow });
  } else if (hash.includes("=")) {
    goTo(state);
    showFlows();
  } else {
    byId(hash.slice(1)).scrollIntoView();
    byId(hash.slice(1)).focus({ preventScroll: true });
  }
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || byId("help").open) {
    return;
  }
  if (event.key === "Escape" && !byId("flow").hidden) {
    goTo({ flow: null });
  }
  const act = { "/": () => byId("q").focus(), j: () => step(1), k: () => step(-1), "?": () => byId("help").showModal() }[event.key];
  if (act && byId("keys").checked && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    act();
  }
}

const THEMES = { automatic: "dark", dark: "light", light: "automatic" };

function showTheme(theme) {
  if (theme === "automatic") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  byId("theme").textContent = "Theme: " + theme;
}

/** Makes links of the places that findings name. */
function linkFindings() {
  document.querySelectorAll(".findings .where").forEach((where) => {
    const [, host, port] = /^\[?([0-9a-fA-F.:]+?)\]?:(\d+)\/\w+$/.exec(where.textContent) ?? [];
    const wanted = host ? `server.ip==${host} and server.port==${port}`
      : addressBits(where.textContent) ? "ip==" + where.textContent : null;
    if (wanted) {
      where.replaceChildren(el("a", { href: hashOf({ flow: null, q: wanted }) }, where.textContent));
    }
  });
}

function noteFlows() {
  const left = run.flows - flows.length;
  byId("flows-note").textContent = left <= 0 ? "Conflicts first; a column's title sorts."
    : count(flows.length) + " of " + counted(run.flows, "flow") + " are on this page: of alike flows (same server, port, label"
      + " and reason) the first " + count(Math.max(1, run.of_each)) + ". The other " + count(left)
      + " are counted in everything above; -o sqlite=FILE and -o json=FILE hold every flow.";
}

function listen() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  window.addEventListener("popstate", apply);
  byId("filter").addEventListener("submit", (event) => {
    event.preventDefault();
    goTo({ q: byId("q").value });
  });
  byId("q-clear").addEventListener("click", () => goTo({ q: "" }));
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  byId("theme").addEventListener("click", () => showTheme(THEMES[document.documentElement.dataset.theme ?? "automatic"]));
  byId("fields").textContent = Object.keys(FIELDS).join(", ");
}

async function start() {
  document.documentElement.classList.add("scripted");
  if (!("DecompressionStream" in window)) {
    throw new Error("This browser cannot unpack the tables of this page; browsers since 2023 can. Findings, custody and losses are below.");
  }
  const [runText, flowsText] = await Promise.all([unpack("run-data"), unpack("flows-data")]);
  run = JSON.parse(runText);
  flows = JSON.parse(flowsText);
  flows.forEach((row, i) => places.set(row[ROW.number], i));
  flows.sort((a, b) => a[ROW.section] - b[ROW.section] || a[ROW.number] - b[ROW.number]);
  giveColours(run.timeline);
  drawFlows();
  listen();
  linkFindings();
  noteFlows();
  apply();
  new Timeline(byId("timeline-chart"), run);
  drawPorts();
  drawServices();
  drawHosts();
  drawUnknown();
  document.documentElement.dataset.ready = Math.round(performance.now());
}

start().catch((error) => {
  document.documentElement.classList.remove("scripted");
  byId("trouble").textContent = printable(error.message);
  byId("trouble").hidden = false;
  console.error(error);
});
