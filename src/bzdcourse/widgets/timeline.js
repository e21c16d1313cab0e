// The timeline. Filtering happens here, so that it goes on without a kernel. (Joined with dom.js.)

const SVG = "http://www.w3.org/2000/svg";
/** Each kind has a shape and a letter besides its colour. */
const MARKS = {
  science: { letter: "S", path: "M11 1a10 10 0 1 0 .01 0z" },
  marketing: { letter: "M", path: "M2 2h18v18h-18z" },
  regulation: { letter: "R", path: "M11 -1l12 12l-12 12l-12 -12z" },
  recognition: { letter: "H", path: "M6 1h10l6 10l-6 10h-10l-6 -10z" },
};
const YEARS_TO_A_MARK = 2.9; // closer than this, two marks would cover each other

let views = 0;

function mark(kind) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    class: "bzd-mark", "data-kind": kind, viewBox: "-1.5 -1.5 25 25", "aria-hidden": "true",
  })) svg.setAttribute(name, value);
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", MARKS[kind].path);
  const letter = document.createElementNS(SVG, "text");
  letter.setAttribute("x", 11);
  letter.setAttribute("y", 15.4);
  letter.textContent = MARKS[kind].letter;
  svg.append(shape, letter);
  return svg;
}

const decadeOf = ({ year }) => Math.floor(year / 10) * 10;

const fits = (event, { kinds, from, to }) =>
  kinds.has(event.kind) && event.until >= from && event.year <= to;

/** One event that opens to its text and sources. */
function entry(event, kindName) {
  const title = make("span", { class: "bzd-title" }, make("span", { html: event.title }));
  if (event.disputed) title.append(" ", make("span", { class: "bzd-disputed" }, "sources disagree"));
  const summary = control(
    "summary", {},
    mark(event.kind),
    make("span", {},
      make("span", { class: "bzd-years" }, event.years),
      make("span", { class: "bzd-unseen" }, `, ${kindName}: `),
      title),
  );
  const sources = event.sources.map((html) => make("li", { html }));
  const details = make(
    "details", {}, summary,
    make("div", { class: "bzd-event-text", html: event.text }),
    make("p", { class: "bzd-kind" }, `${kindName}. Sources:`),
    make("ul", { class: "bzd-sources" }, ...sources),
  );
  for (const link of details.querySelectorAll("a")) link.dataset.lmSuppressShortcuts = "true";
  return make("li", { class: "bzd-event", "data-event": event.id, "data-kind": event.kind }, details);
}

function decade(start, entries, id) {
  return make(
    "div", { class: "bzd-decade" },
    make("p", { id }, `${start}s`),
    make("ol", { "aria-labelledby": id }, ...entries),
  );
}

/** All events by decades, in two columns of about the same length where there is room. */
function list(events, entries, id) {
  const columns = [make("div"), make("div")];
  const starts = [...new Set(events.map(decadeOf))];
  let placed = 0;
  for (const start of starts) {
    const own = events.filter((event) => decadeOf(event) === start);
    const column = placed < events.length / 2 - own.length / 2 ? columns[0] : columns[1];
    column.append(decade(start, own.map((event) => entries.get(event.id)), `${id}-${start}`));
    placed += own.length;
  }
  return make("div", { class: "bzd-columns" }, ...columns);
}

/** Rows for the marks of one kind, so that none covers another. */
function rowsOf(events) {
  const ends = [];
  return events.map((event) => {
    const free = ends.findIndex((end) => event.year - end >= YEARS_TO_A_MARK);
    const row = free < 0 ? ends.length : free;
    ends[row] = event.until;
    return row;
  });
}

function place(event, row, [first, last], open) {
  const percent = (years) => `${(100 * years) / (last - first)}%`;
  const node = make(
    "span", { class: "bzd-place", "data-event": event.id, title: `${event.years}: ${event.words}` },
    mark(event.kind),
  );
  node.style.left = percent(event.year - first);
  node.style.width = percent(event.until - event.year);
  node.style.setProperty("--row", row);
  node.addEventListener("click", () => open(event.id));
  return node;
}

/** The whole time at a glance, a lane for each kind. The list says the same in words. */
function overview(kinds, events, open) {
  const [first, last] = [events[0].year, Math.max(...events.map(({ until }) => until))];
  const lanes = kinds.map(({ id, name }) => {
    const own = events.filter((event) => event.kind === id);
    const rows = rowsOf(own);
    const lane = make("div", { class: "bzd-lane" },
      ...own.map((event, n) => place(event, rows[n], [first, last], open)));
    lane.style.setProperty("--rows", Math.max(...rows, 0) + 1);
    return make("div", { class: "bzd-track", "data-kind": id }, make("span", {}, name), lane);
  });
  const scale = make("div", { class: "bzd-scale" });
  for (let year = Math.ceil(first / 10) * 10; year <= last; year += 10) {
    const tick = make("span", {}, String(year));
    tick.style.left = `${(100 * (year - first)) / (last - first)}%`;
    scale.append(tick);
  }
  return make("div", { class: "bzd-overview", "aria-hidden": "true" }, ...lanes,
    make("div", { class: "bzd-track" }, make("span"), scale));
}

function kindBoxes(kinds) {
  const boxes = kinds.map(({ id }) => control("input", { type: "checkbox", value: id, checked: "" }));
  const labels = kinds.map(({ id, name }, n) => make("label", {}, boxes[n], mark(id), name));
  return { boxes, node: make("fieldset", {}, make("legend", {}, "Show"), ...labels) };
}

function yearInputs([first, last]) {
  const input = (value) =>
    control("input", { type: "number", min: first, max: last, step: 1, value, required: "" });
  const [from, to] = [input(first), input(last)];
  const node = make("fieldset", {}, make("legend", {}, "Years"),
    make("label", {}, "From ", from), make("label", {}, "To ", to));
  return { from, to, node };
}

function countText(shown, total, [from, to], [first, last]) {
  if (!from.validity.valid || !to.validity.valid)
    return `Give whole years from ${first} to ${last}. ${shown} of ${total} events shown.`;
  if (from.valueAsNumber > to.valueAsNumber)
    return `"From" is later than "to". 0 of ${total} events shown.`;
  return `${shown} of ${total} events shown.${shown ? "" : " Tick a kind or widen the years."}`;
}

function render({ model, el }) {
  const { kinds, events } = model.get("view");
  const id = `bzd-timeline-${++views}-${Math.random().toString(36).slice(2)}`;
  const years = [events[0].year, Math.max(...events.map(({ until }) => until))];
  const names = Object.fromEntries(kinds.map((kind) => [kind.id, kind.name]));
  const entries = new Map(events.map((event) => [event.id, entry(event, names[event.kind])]));
  const open = (event) => {
    const details = entries.get(event).firstChild;
    details.open = true;
    details.firstChild.focus();
  };
  const { boxes, node: kindFieldset } = kindBoxes(kinds);
  const { from, to, node: yearFieldset } = yearInputs(years);
  const status = make("p", { role: "status", class: "bzd-count" });
  const glance = overview(kinds, events, open);
  const all = list(events, entries, id);
  const root = make("section", { class: "bzd-timeline", "aria-label": "Timeline" },
    make("div", { class: "bzd-filters" }, kindFieldset, yearFieldset), status, glance, all);

  const filter = () => {
    const wanted = {
      kinds: new Set(boxes.filter((box) => box.checked).map((box) => box.value)),
      from: from.validity.valid ? from.valueAsNumber : years[0],
      to: to.validity.valid ? to.valueAsNumber : years[1],
    };
    const shown = new Set(events.filter((event) => fits(event, wanted)).map((event) => event.id));
    for (const node of root.querySelectorAll("[data-event]"))
      node.hidden = !shown.has(node.dataset.event);
    for (const node of root.querySelectorAll(".bzd-decade"))
      node.hidden = !node.querySelector("li[data-event]:not([hidden])");
    status.textContent = countText(shown.size, events.length, [from, to], years);
  };
  root.addEventListener("input", filter);
  filter();
  el.append(root);
}

export default { render };
