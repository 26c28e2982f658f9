// A label has the same colour everywhere: the most common labels have their own, all others share one.

const COLOURS = 8;
const SVG = "http://www.w3.org/2000/svg";
const CHART = { height: 192, left: 44, bottom: 22, top: 8, widest: 24, label: 150 };
const colourOf = new Map();

function giveColours(timeline) {
  timeline.filter(({ label }) => label !== null).slice(0, COLOURS).forEach(({ label }, i) => colourOf.set(label, "s" + i));
}

function colour(label) {
  return label === null ? "nameless" : colourOf.get(label) ?? "rest";
}

function swatch(name) {
  return el("span", { class: "swatch " + name, "aria-hidden": "true" });
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  append(element, children);
  return element;
}

/** The shares of labels as text, and as a bar if there are several. */
function shares(uses) {
  const all = uses.reduce((sum, [, flows]) => sum + flows, 0);
  const bar = el("span", { class: "bar", "aria-hidden": "true" }, uses.map(([label, flows]) => {
    const part = el("i", { class: colour(label) });
    part.style.width = (100 * flows) / all + "%";
    return part;
  }));
  const words = uses.map(([label, flows], i) => [i ? ", " : "", labelLink(label), " " + count(flows)]);
  return uses.length > 1 ? [bar, ...words.flat()] : words.flat();
}

/** Unknown flows are hatched, pauses striped. */
function hatch() {
  const pattern = (id, d) => svg("pattern", { id, width: 4, height: 4, patternUnits: "userSpaceOnUse" }, svg("path", { d }));
  return svg("defs", {}, pattern("hatch", "M-1 1 1 -1 M0 4 4 0 M3 5 5 3"), pattern("pause", "M0 2 4 2"));
}

/**
 * Flows by start time: a stacked bar for each slot, which is a step or a long pause; arrow keys move through the slots, as on
 * a slider. A click, or Enter, shows the flows that began in a slot; dragging those of several.
 */
class Timeline {
  constructor(host, data) {
    this.data = data;
    this.slots = data.slots;
    this.last = Math.max(0, this.slots.length - 1);
    this.series = this.seriesOf(data.timeline);
    this.totals = Array(this.slots.length).fill(0);
    this.series.forEach(({ flows }) => flows.forEach((n, i) => (this.totals[i] += n)));
    this.at = 0;
    this.dragged = null;
    this.readout = el("p", { class: "readout", "aria-hidden": "true" }, this.overview());
    this.chart = el("div", {
      class: "chart", role: "slider", tabindex: "0", "aria-label": "Flows over time", "aria-valuemin": 0, "aria-valuemax": this.last,
    });
    host.replaceChildren(this.legend(), this.chart, this.readout, this.asTable());
    this.chart.addEventListener("keydown", (event) => this.key(event));
    this.chart.addEventListener("focus", () => this.select(this.at));
    this.chart.addEventListener("pointerdown", (event) => (this.dragged = this.slotAt(event)));
    this.chart.addEventListener("pointermove", (event) => this.select(this.slotAt(event), event.buttons ? this.dragged : null));
    this.chart.addEventListener("pointerup", (event) => this.show(this.dragged ?? this.slotAt(event), this.slotAt(event)));
    new ResizeObserver(() => this.draw()).observe(this.chart);
    this.value();
    this.draw();
  }

  seriesOf(lines) {
    const none = () => Array(this.slots.length).fill(0);
    const series = [];
    const rest = { label: undefined, name: "other labels", colour: "rest", all: 0, labels: 0, flows: none() };
    for (const { label, flows, steps } of lines) {
      const own = colour(label) === "rest" ? rest : { label, name: label ?? "unknown", colour: colour(label), all: 0, flows: none() };
      own.all += flows;
      own.labels++;
      steps.forEach(([slot, began]) => (own.flows[slot] += began));
      if (own !== rest) {
        series.push(own);
      }
    }
    return rest.all ? [...series, { ...rest, name: counted(rest.labels, "other label") }] : series;
  }

  legend() {
    return el("ul", { class: "legend" }, this.series.map((one) => {
      const item = el("li", {}, swatch(one.colour),
        one.label === undefined ? one.name : labelLink(one.label), " " + count(one.all));
      item.addEventListener("pointerenter", () => this.light(one.colour));
      item.addEventListener("pointerleave", () => this.light(null));
      item.addEventListener("focusin", () => this.light(one.colour));
      item.addEventListener("focusout", () => this.light(null));
      return item;
    }));
  }

  light(name) {
    this.drawn.classList.toggle("dim", name !== null);
    this.drawn.querySelectorAll("rect.part").forEach((part) => part.classList.toggle("lit", part.classList.contains(name)));
  }

  overview() {
    const pauses = this.slots.filter(([, steps]) => steps > 1).length;
    return this.slots.length === 0 ? "No flows." : "Steps of " + durationText(this.data.step / 1000)
      + (pauses ? "; " + counted(pauses, "long pause") + " (striped) cut short" : "")
      + ". Point at a step, or use ← and →, to see its numbers; click or drag to see its flows.";
  }

  draw() {
    const width = this.chart.clientWidth || 1000;
    const most = Math.max(1, ...this.totals);
    const inner = { width: width - CHART.left, height: CHART.height - CHART.top - CHART.bottom };
    this.width = Math.min(CHART.widest, inner.width / Math.max(1, this.slots.length));
    const y = (flows) => CHART.top + inner.height * (1 - flows / most);
    this.drawn = svg("svg", { viewBox: `0 0 ${width} ${CHART.height}`, "aria-hidden": "true" });
    this.cursor = svg("rect", { class: "at", y: CHART.top, height: inner.height, width: 0, x: 0 });
    append(this.drawn, [hatch(), this.cursor, this.scale(most, y, width), this.times(width), this.stacks(y, inner.height)]);
    this.chart.replaceChildren(this.drawn);
  }

  x(slot) {
    return CHART.left + this.width * slot;
  }

  scale(most, y, width) {
    const ticks = most === 1 ? [0, 1] : [0, Math.round(most / 2), most];
    return ticks.flatMap((flows) => [
      svg("line", { x1: CHART.left, x2: width, y1: y(flows), y2: y(flows) }),
      svg("text", { x: CHART.left - 6, y: y(flows) + 4, "text-anchor": "end" }, flows < 100000 ? count(flows) : Math.round(flows / 1000) + "k"),
    ]);
  }

  /** Labels where there is room for them, rather behind a pause; with seconds if steps need them. */
  times(width) {
    const characters = this.data.step < 60000 ? 19 : 16;
    const labels = [];
    let room = -Infinity;
    this.slots.forEach(([start, steps], slot) => {
      const x = this.x(slot);
      const afterPause = slot > 0 && this.slots[slot - 1][1] > 1;
      if (steps === 1 && x >= room + (afterPause ? 0 : CHART.label / 3) && (x + CHART.label <= width || labels.length === 0)) {
        labels.push(svg("text", { x, y: CHART.height - 6 }, timeText(start).slice(0, characters)));
        room = x + CHART.label;
      }
    });
    return labels;
  }

  stacks(y, height) {
    const parts = [];
    const width = Math.max(2, this.width - 1);
    this.slots.forEach(([, steps], slot) => {
      let sum = 0;
      if (steps > 1) {
        parts.push(svg("rect", { class: "pause", x: this.x(slot), y: CHART.top, width, height }));
      }
      for (const one of this.series) {
        const flows = one.flows[slot];
        if (flows) {
          parts.push(svg("rect", { class: "part " + one.colour, x: this.x(slot), y: y(sum + flows), width, height: y(sum) - y(sum + flows) }));
          sum += flows;
        }
      }
    });
    return parts;
  }

  slotAt(event) {
    const slot = Math.floor((event.clientX - this.chart.getBoundingClientRect().left - CHART.left) / this.width);
    return Math.max(0, Math.min(this.last, slot));
  }

  key(event) {
    const next = {
      ArrowRight: this.at + 1, ArrowUp: this.at + 1, ArrowLeft: this.at - 1, ArrowDown: this.at - 1,
      PageDown: this.filled(-1), PageUp: this.filled(1), Home: 0, End: this.last,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.select(Math.max(0, Math.min(this.last, next)));
    } else if (event.key === "Enter") {
      this.show(this.at, this.at);
    }
  }

  /** The next slot in a direction that has flows. */
  filled(direction) {
    let slot = this.at + direction;
    while (this.totals[slot] === 0) {
      slot += direction;
    }
    return slot;
  }

  /** Marks a slot, or those from another to it. */
  select(slot, from = null) {
    if (this.slots.length === 0) {
      return;
    }
    this.at = slot;
    const first = Math.min(slot, from ?? slot);
    const end = Math.max(slot, from ?? slot) + 1;
    this.cursor.setAttribute("x", this.x(first) - 1);
    this.cursor.setAttribute("width", Math.max(3, this.width * (end - first) + 1));
    this.readout.textContent = first + 1 === end ? this.describe(slot)
      : this.when(first) + " to " + this.when(end) + " UTC: " + counted(this.totals.slice(first, end).reduce((a, b) => a + b), "flow");
    this.value();
  }

  /** Filters the flows by when they began. */
  show(one, other) {
    this.dragged = null;
    if (this.slots.length > 0) {
      const instant = (slot) => this.when(slot).replace(" ", "T") + "Z";
      goTo({ flow: null, q: `start>="${instant(Math.min(one, other))}" and start<"${instant(Math.max(one, other) + 1)}"` });
      showFlows();
    }
  }

  value() {
    this.chart.setAttribute("aria-valuenow", this.at);
    this.chart.setAttribute("aria-valuetext", this.slots.length ? this.describe(this.at) : "no flows");
  }

  /** When a slot begins; that behind the last one, too. */
  when(slot) {
    const [start, steps] = this.slots[Math.min(slot, this.last)];
    return timeText(slot > this.last ? start + steps * this.data.step : start);
  }

  describe(slot) {
    const flows = this.slots[slot][1] > 1 ? "no flow began" : counted(this.totals[slot], "flow") + this.parts(slot, ": ");
    return this.when(slot) + " to " + this.when(slot + 1) + " UTC: " + flows;
  }

  parts(slot, before = "") {
    const parts = this.series.filter(({ flows }) => flows[slot]).map(({ name, flows }) => name + " " + count(flows[slot]));
    return parts.length ? before + parts.join(", ") : "";
  }

  asTable() {
    const details = el("details", {}, el("summary", {}, "As a table"));
    details.addEventListener("toggle", () => {
      if (details.children.length === 1) {
        const rows = this.totals.map((flows, slot) => flows && el("tr", {},
          el("th", { scope: "row" }, this.when(slot)), el("td", { class: "number" }, count(flows)), el("td", {}, this.parts(slot))));
        const head = ["From (UTC)", "Flows", "Labels"].map((title) => el("th", { scope: "col" }, title));
        details.append(el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows.filter(Boolean))));
      }
    });
    return details;
  }
}
