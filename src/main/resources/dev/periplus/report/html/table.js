// A table of any number of rows: only the rows in view are in the document.

const SPARE_ROWS = 12;
const PRINTED_ROWS = 100;

/** Least width of a column that takes the remaining room. */
const LEAST_REM = 11;

class DataTable {
  /**
   * A column has a title, a width in rem (0 for the remaining room), a sort key (a number or text) and a cell. Arrow
   * keys focus the first link of a row.
   */
  constructor(host, { name, columns, rows, tall = false, rowClass = () => "" }) {
    this.name = name;
    this.columns = columns;
    this.all = rows;
    this.rows = rows;
    this.rowClass = rowClass;
    this.sorted = null;
    this.active = 0;
    this.rowHeight = 0;
    this.body = el("tbody");
    this.caption = el("caption", { class: "unseen" }, name);
    this.table = el("table", {}, this.caption, this.columnWidths(), this.head(), this.body);
    this.box = el("div", { class: tall ? "grid tall" : "grid" }, this.table);
    this.printed = el("p", { class: "note", hidden: "" });
    host.replaceChildren(this.box, this.printed);
    this.box.addEventListener("scroll", () => this.scrolled());
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("focusin", (event) => this.focused(event));
    new ResizeObserver(() => this.fit()).observe(this.box);
    window.addEventListener("beforeprint", () => this.renderAll());
    window.addEventListener("afterprint", () => this.unprint());
    this.fit();
  }

  columnWidths() {
    return el("colgroup", {}, this.columns.map((column) => {
      const width = el("col", { class: column.class });
      width.style.width = column.width ? column.width + "rem" : "auto";
      return width;
    }));
  }

  /** The box scrolls sideways if the visible columns need more room than there is. */
  fit() {
    const shown = this.columns.filter((_, i) => getComputedStyle(this.headers[i]).display !== "none");
    const width = shown.reduce((sum, column) => sum + (column.width || LEAST_REM), 0);
    this.table.style.minWidth = width + "rem";
    this.render();
  }

  head() {
    this.headers = this.columns.map((column, index) => {
      const button = el("button", { type: "button", class: column.number ? "number" : null }, column.title);
      button.addEventListener("click", () => this.sortBy(index));
      return el("th", { scope: "col", class: column.class, "aria-sort": "none" }, button, el("span", { class: "on-paper", "aria-hidden": "true" }, column.title));
    });
    return el("thead", {}, el("tr", {}, this.headers));
  }

  /** Shows these rows instead, in the current order. */
  show(rows) {
    this.all = rows;
    this.box.scrollTop = 0;
    this.active = 0;
    this.arrange();
  }

  /** Cycles through both directions and the original order. */
  sortBy(index) {
    const again = this.sorted?.index === index;
    const first = this.columns[index].number ? -1 : 1;
    if (!again) {
      this.sorted = { index, order: first };
    } else {
      this.sorted = this.sorted.order === first ? { index, order: -first } : null;
    }
    this.headers.forEach((header, at) => {
      const order = this.sorted?.index === at ? this.sorted.order : 0;
      header.setAttribute("aria-sort", order > 0 ? "ascending" : order < 0 ? "descending" : "none");
      header.firstChild.textContent = this.columns[at].title + (order > 0 ? " ▲" : order < 0 ? " ▼" : "");
    });
    this.box.scrollTop = 0;
    this.active = 0;
    this.arrange();
    const order = this.sorted;
    say(this.name + (order
      ? " sorted by " + this.columns[index].title + (order.order > 0 ? ", ascending" : ", descending")
      : " in their original order"));
  }

  arrange() {
    this.rows = this.all;
    if (this.sorted) {
      const { index, order } = this.sorted;
      const column = this.columns[index];
      const keyed = this.all.map((row) => [column.key(row), row]);
      const texts = new Intl.Collator("en", { numeric: true });
      keyed.sort(column.number || column.plain
        ? ([a], [b]) => (a < b ? -order : a > b ? order : 0)
        : ([a], [b]) => order * texts.compare(a, b));
      this.rows = keyed.map(([, row]) => row);
    }
    this.render();
  }

  scrolled() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.render();
      });
    }
  }

  render() {
    if (!this.rowHeight && this.rows.length > 0) {
      this.fill(0, 1);
      this.rowHeight = this.body.children[1].getBoundingClientRect().height;
    }
    const height = this.rowHeight || 28;
    const inView = Math.ceil((this.box.clientHeight || 700) / height);
    const from = Math.max(0, Math.floor(this.box.scrollTop / height) - SPARE_ROWS);
    this.fill(from, Math.min(this.rows.length, from + inView + 2 * SPARE_ROWS));
  }

  fill(from, to) {
    const focused = this.body.contains(document.activeElement) ? this.active : -1;
    const rows = [];
    for (let i = from; i < to; i++) {
      rows.push(this.row(i));
    }
    this.table.setAttribute("aria-rowcount", this.rows.length + 1);
    this.body.replaceChildren(this.pad(from), ...rows, this.pad(this.rows.length - to));
    this.from = from;
    if (focused >= from && focused < to) {
      this.links(focused)[0]?.focus({ preventScroll: true });
    }
  }

  row(index) {
    const row = this.rows[index];
    const cells = this.columns.map((column, at) => {
      const cell = el(at === 0 ? "th" : "td", {
        class: [column.class, column.number ? "number" : "", column.plain ? "whole" : ""].filter(Boolean).join(" ") || null,
        scope: at === 0 ? "row" : null,
      }, column.cell(row));
      return cell;
    });
    const element = el("tr", { class: this.rowClass(row) || null, "aria-rowindex": index + 2 }, cells);
    if (index !== this.active) {
      element.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    }
    return element;
  }

  pad(rows) {
    const cell = el("td");
    cell.style.height = rows * this.rowHeight + "px";
    return el("tr", { class: "pad", "aria-hidden": "true" }, cell);
  }

  links(index) {
    return this.body.children[index - this.from + 1]?.querySelectorAll("a") ?? [];
  }

  focused(event) {
    const row = event.target.closest("tr");
    this.activate(this.from + Array.prototype.indexOf.call(this.body.children, row) - 1);
  }

  activate(index) {
    this.links(this.active).forEach((link) => link.setAttribute("tabindex", "-1"));
    this.active = index;
    this.links(index).forEach((link) => link.removeAttribute("tabindex"));
  }

  key(event) {
    const page = Math.floor(this.box.clientHeight / this.rowHeight) - 2;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.goTo(Math.max(0, Math.min(this.rows.length - 1, this.active + step)));
    }
  }

  goTo(index) {
    this.reveal(index);
    this.activate(index);
    this.links(index)[0]?.focus({ preventScroll: true });
  }

  /** Scrolls the box until the row is visible. */
  reveal(index) {
    const header = this.headers[0].offsetHeight;
    const top = index * this.rowHeight;
    if (top < this.box.scrollTop) {
      this.box.scrollTop = top;
    } else if (top + this.rowHeight + header > this.box.scrollTop + this.box.clientHeight) {
      this.box.scrollTop = top + this.rowHeight + header - this.box.clientHeight;
    }
    this.render();
  }

  renderAll() {
    this.fill(0, Math.min(PRINTED_ROWS, this.rows.length));
    this.body.lastChild.remove();
    this.printed.hidden = this.rows.length <= PRINTED_ROWS;
    this.printed.textContent = "The first " + PRINTED_ROWS + " of " + count(this.rows.length) + " rows are printed.";
  }

  unprint() {
    this.printed.hidden = true;
    this.render();
  }
}
