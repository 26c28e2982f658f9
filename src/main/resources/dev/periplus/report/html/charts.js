// A label has the same colour everywhere: the most common labels have their own, all others share one.

const COLOURS = 8;
const SVG = "http://www.w3.org/2000/svg";
const CHART = { height: 192, left: 44, bottom: 22, top: 8 };
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

/** The shares of labels as a bar and as text. */
function shares(uses) {
  const all = uses.reduce((sum, [, flows]) => sum + flows, 0);
  const bar = el("span", { class: "bar", "aria-hidden": "true" }, uses.map(([label, flows]) => {
    const part = el("i", { class: colour(label) });
    part.style.width = (100 * flows) / all + "%";
    return part;
  }));
  const words = uses.map(([label, flows], i) => [i ? ", " : "", labelLink(label), " " + count(flows)]);
  return [bar, ...words.flat()];
}

/** Unknown flows are hatched. */
function hatch() {
  const lines = svg("path", { d: "M-1 1 1 -1 M0 4 4 0 M3 5 5 3" });
  return svg("defs", {}, svg("pattern", { id: "hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse" }, lines));
}

/** Flows by start time: a stacked bar per step; arrow keys move through the steps, as on a slider. */
class Timeline {
  constructor(host, data) {
    this.data = data;
    this.series = this.seriesOf(data.timeline);
    this.totals = Array(data.steps).fill(0);
    this.series.forEach(({ flows }) => flows.forEach((n, i) => (this.totals[i] += n)));
    this.at = 0;
    this.readout = el("p", { class: "readout", "aria-hidden": "true" }, this.overview());
    this.chart = el("div", {
      class: "chart", role: "slider", tabindex: "0", "aria-label": "Flows over time", "aria-valuemin": 0,
      "aria-valuemax": Math.max(0, data.steps - 1),
    });
    host.replaceChildren(this.legend(), this.chart, this.readout, this.asTable());
    this.chart.addEventListener("keydown", (event) => this.key(event));
    this.chart.addEventListener("focus", () => this.select(this.at));
    this.chart.addEventListener("pointermove", (event) => this.select(this.stepAt(event)));
    new ResizeObserver(() => this.draw()).observe(this.chart);
    this.value();
    this.draw();
  }

  seriesOf(lines) {
    const series = [];
    const rest = { label: undefined, name: "other labels", colour: "rest", all: 0, labels: 0, flows: Array(this.data.steps).fill(0) };
    for (const { label, flows, steps } of lines) {
      const own = colour(label) === "rest"
        ? rest
        : { label, name: label ?? "unknown", colour: colour(label), all: 0, flows: Array(this.data.steps).fill(0) };
      own.all += flows;
      own.labels++;
      steps.forEach(([step, began]) => (own.flows[step] += began));
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
    return this.data.steps === 0 ? "No flows." : "Steps of " + durationText(this.data.step / 1000)
      + "; point at a step, or use ← and →, to see its numbers.";
  }

  draw() {
    const width = this.chart.clientWidth || 1000;
    const most = Math.max(1, ...this.totals);
    const inner = { width: width - CHART.left, height: CHART.height - CHART.top - CHART.bottom };
    const x = (step) => CHART.left + (inner.width * step) / Math.max(1, this.data.steps);
    const y = (flows) => CHART.top + inner.height * (1 - flows / most);
    this.drawn = svg("svg", { viewBox: `0 0 ${width} ${CHART.height}`, "aria-hidden": "true" });
    this.cursor = svg("rect", { class: "at", y: CHART.top, height: inner.height, width: 0, x: 0 });
    append(this.drawn, [hatch(), this.cursor, this.scale(most, y, width), this.times(x, width), this.stacks(x, y)]);
    this.chart.replaceChildren(this.drawn);
    this.x = x;
  }

  scale(most, y, width) {
    const ticks = most === 1 ? [0, 1] : [0, Math.round(most / 2), most];
    return ticks.flatMap((flows) => [
      svg("line", { x1: CHART.left, x2: width, y1: y(flows), y2: y(flows) }),
      svg("text", { x: CHART.left - 6, y: y(flows) + 4, "text-anchor": "end" }, flows < 100000 ? count(flows) : Math.round(flows / 1000) + "k"),
    ]);
  }

  times(x, width) {
    const labels = Math.max(1, Math.min(6, Math.floor(width / 180), this.data.steps));
    return Array.from({ length: labels }, (_, i) => {
      const step = Math.floor((i * this.data.steps) / labels);
      return svg("text", { x: x(step), y: CHART.height - 6 }, timeText(this.data.start + step * this.data.step).slice(0, 16));
    });
  }

  stacks(x, y) {
    const parts = [];
    const width = Math.max(2, x(1) - x(0) - 1);
    for (let step = 0; step < this.data.steps; step++) {
      let sum = 0;
      for (const one of this.series) {
        const flows = one.flows[step];
        if (flows) {
          const height = y(sum) - y(sum + flows);
          parts.push(svg("rect", { class: "part " + one.colour, x: x(step), y: y(sum + flows), width, height }));
          sum += flows;
        }
      }
    }
    return parts;
  }

  stepAt(event) {
    const from = this.chart.getBoundingClientRect().left + CHART.left;
    const width = this.chart.clientWidth - CHART.left;
    const step = Math.floor(((event.clientX - from) / width) * this.data.steps);
    return Math.max(0, Math.min(this.data.steps - 1, step));
  }

  key(event) {
    const end = this.data.steps - 1;
    const next = {
      ArrowRight: this.at + 1, ArrowUp: this.at + 1, ArrowLeft: this.at - 1, ArrowDown: this.at - 1,
      PageDown: this.filled(-1), PageUp: this.filled(1), Home: 0, End: end,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.select(Math.max(0, Math.min(end, next)));
    }
  }

  /** The next step in a direction that has flows. */
  filled(direction) {
    let step = this.at + direction;
    while (this.totals[step] === 0) {
      step += direction;
    }
    return step;
  }

  select(step) {
    if (this.data.steps === 0) {
      return;
    }
    this.at = step;
    this.cursor.setAttribute("x", this.x(step) - 1);
    this.cursor.setAttribute("width", Math.max(3, this.x(step + 1) - this.x(step) + 1));
    this.readout.textContent = this.describe(step);
    this.value();
  }

  value() {
    this.chart.setAttribute("aria-valuenow", this.at);
    this.chart.setAttribute("aria-valuetext", this.data.steps ? this.describe(this.at) : "no flows");
  }

  when(step) {
    return timeText(this.data.start + step * this.data.step);
  }

  describe(step) {
    return this.when(step) + " to " + this.when(step + 1) + " UTC: " + counted(this.totals[step], "flow") + this.parts(step, ": ");
  }

  parts(step, before = "") {
    const parts = this.series.filter(({ flows }) => flows[step]).map(({ name, flows }) => name + " " + count(flows[step]));
    return parts.length ? before + parts.join(", ") : "";
  }

  asTable() {
    const details = el("details", {}, el("summary", {}, "As a table"));
    details.addEventListener("toggle", () => {
      if (details.children.length === 1) {
        const rows = this.totals.map((flows, step) => flows && el("tr", {},
          el("th", { scope: "row" }, this.when(step)), el("td", { class: "number" }, count(flows)), el("td", {}, this.parts(step))));
        const head = ["From (UTC)", "Flows", "Labels"].map((title) => el("th", { scope: "col" }, title));
        details.append(el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows.filter(Boolean))));
      }
    });
    return details;
  }
}
