// The page and its address: #flow=12&q=label==ssh.

let run;
let flows;
let flowTable;
let filtered = null;
let opener = null;
const chunks = new Map();

/** Index of the record of each flow, by number. */
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

/** Shows the state in the address of the page. */
async function apply() {
  const { q } = stateOf(location.hash);
  if (byId("q").value !== q) {
    byId("q").value = q;
  }
  await applyFilter(q);
  openFlow(stateOf(location.hash).flow);
}

/** Filters the table; waits only for records, if the condition needs fields that rows lack. */
async function applyFilter(q) {
  if (q === filtered) {
    return;
  }
  filtered = q;
  const wrong = byId("q-error");
  try {
    const { fits, asksRecords } = rowFilter(q);
    wrong.hidden = true;
    byId("q-state").textContent = "reading all flows";
    const rows = asksRecords ? await rowsByRecord(fits) : flows.filter(fits);
    if (filtered === q) {
      flowTable.show(rows);
      byId("q-state").textContent = rows.length === flows.length
        ? counted(rows.length, "flow") : count(rows.length) + " of " + counted(flows.length, "flow");
    }
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

async function rowsByRecord(fits) {
  const rows = [];
  for (const row of flows) {
    if (fits(row, await recordAt(places.get(row[ROW.flow])))) {
      rows.push(row);
    }
  }
  return rows;
}

/** Records follow the script in the page and may not be loaded yet. */
async function recordAt(index) {
  const chunk = Math.floor(index / run.chunk);
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
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
  const row = flows.find((one) => one[ROW.flow] === number);
  const content = row === undefined
    ? [el("h2", { id: "flow-title", tabindex: "-1" }, "Flow " + number),
      el("p", {}, "This flow is not on the page. Use -o json or -o sqlite for all flows.")]
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
    `Flow ${flow.flow}: ${flow.client.mac ?? flow.client.ip} → ${endpoint(flow.server)}/${flow.transport}`);
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

/** Opens the flow before or after the current one, in table order. */
function step(by) {
  const now = flowTable.rows.findIndex((row) => row[ROW.flow] === stateOf(location.hash).flow);
  const next = flowTable.rows[now < 0 ? 0 : now + by];
  if (next) {
    goTo({ flow: next[ROW.flow] });
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

/** Turns the places of findings into links. */
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

/** Shows only the findings that hold every word: a severity, a host, a client, any text. */
function findFindings() {
  const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const articles = [...document.querySelectorAll(".findings article")];
  articles.forEach((article) => {
    const text = (article.closest(".severity").className + " " + article.textContent).toLowerCase();
    article.hidden = !words.every((word) => text.includes(word));
  });
  document.querySelectorAll(".findings .severity").forEach((group) => {
    group.hidden = !group.querySelector("article:not([hidden])");
    const folded = group.querySelector("details");
    if (folded && words.length > 0) {
      folded.open = true;
    }
  });
  const shown = articles.filter((article) => !article.hidden).length;
  byId("find-state").textContent = words.length === 0 ? "" : count(shown) + " of " + counted(articles.length, "finding");
}

function noteFlows() {
  const left = run.flows - flows.length;
  byId("flows-note").textContent = left <= 0 ? "Conflicts first; click a column heading to sort."
    : count(flows.length) + " of " + counted(run.flows, "flow") + " are on this page: of flows with the same server, port, label and reason, "
      + (run.of_each ? "at least the first " + count(run.of_each) : "only the first, conflicts before others")
      + ". The other " + count(left) + " are included in all counts above; use -o sqlite=FILE or -o json=FILE for all flows.";
}

/** Notes how many rows of a view are not on the page, and how many flows the view does not include. */
function noteLeft(name, noun) {
  const more = run.rows[name] - run[name].length;
  const notes = [more > 0 ? counted(more, "more " + noun) + " not on this page" : "",
    run.left[name] > 0 ? counted(run.left[name], "flow") + " not included: too many " + noun + "s" : ""];
  byId(name + "-note").append(notes.filter(Boolean).map((note) => " " + note + ".").join(""));
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
  byId("fields").textContent = fieldNames();
}

async function start() {
  document.documentElement.classList.add("scripted");
  if (!("DecompressionStream" in window)) {
    throw new Error("This browser cannot unpack the tables of this page; use a browser from 2023 or later. Findings, custody and losses are below.");
  }
  const [runText, flowsText] = await Promise.all([unpack("run-data"), unpack("flows-data")]);
  run = JSON.parse(runText);
  flows = JSON.parse(flowsText);
  describeRows(run);
  flows.forEach((row, i) => places.set(row[ROW.flow], i));
  flows.sort((a, b) => a[ROW.section] - b[ROW.section] || a[ROW.flow] - b[ROW.flow]);
  giveColours(run.timeline);
  drawFlows();
  listen();
  linkFindings();
  byId("find-line").hidden = document.querySelectorAll(".findings article").length < 2;
  byId("find").addEventListener("input", findFindings);
  noteFlows();
  apply();
  new Timeline(byId("timeline-chart"), run);
  drawPorts();
  drawServices();
  drawHosts();
  drawUnknown();
  noteLeft("ports", "port");
  noteLeft("services", "service");
  noteLeft("hosts", "host");
  document.documentElement.dataset.ready = Math.round(performance.now());
}

start().catch((error) => {
  document.documentElement.classList.remove("scripted");
  byId("trouble").textContent = printable(error.message);
  byId("trouble").hidden = false;
  console.error(error);
});
