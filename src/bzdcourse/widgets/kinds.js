// The kinds of questions (joined with dom.js, schedule.js and question.js).
//
// Each takes a question and its page, and returns {node, read, show}: `read` gives the answer that
// the page holds, `show` puts one there without touching focus. The page offers `id`, `isGraded`,
// `changed()`, `typing(text)` and `announce(text)`.

function choices(type) {
  return (question, page) => {
    const inputs = question.options.map((option) =>
      control("input", { type, name: page.id, value: option.id }),
    );
    const labels = question.options.map((option, n) =>
      make("label", { class: "bzd-option" }, inputs[n], make("span", { html: option.html })),
    );
    const node = make("div", {}, ...labels);
    node.addEventListener("change", () => page.changed());
    const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
    return {
      node,
      read: () => (type === "radio" ? (chosen()[0] ?? null) : chosen()),
      show: (answer) => {
        const ids = [answer ?? []].flat();
        for (const input of inputs) input.checked = ids.includes(input.value);
      },
    };
  };
}

function numeric(question, page) {
  const [id, hint] = [`${page.id}-number`, `${page.id}-hint`];
  const { input, show } = textInput(
    { inputmode: "decimal", id, "aria-describedby": hint },
    () => page.changed(),
    () => page.typing(),
  );
  return {
    node: make(
      "div", { class: "bzd-number" },
      make("label", { for: id }, `Your answer (${question.unit})`),
      input,
      make("p", { id: hint }, question.hint + (page.isGraded ? " Press Enter to save it." : "")),
    ),
    read: () => input.value.trim() || null,
    show: (answer) => show(answer ?? ""),
  };
}

function ordering(question, page) {
  const shownFirst = question.rows.map((row) => row.id);
  let order = [...shownFirst];
  const list = make("ol", { class: "bzd-rows", role: "list" });
  const rows = new Map(question.rows.map((row) => [row.id, orderedRow(row)]));

  function arrange() {
    const active = list.getRootNode().activeElement;
    const focused = list.contains(active) ? active : null;
    const isInPlace = order.every((id, n) => list.children[n] === rows.get(id).node);
    if (!isInPlace) list.append(...order.map((id) => rows.get(id).node));
    order.forEach((id, n) => rows.get(id).showPlace(n + 1));
    if (!isInPlace) focused?.focus({ preventScroll: true }); // moving a row takes its focus away
  }

  function move(id, to) {
    const from = order.indexOf(id);
    const isPossible = Number.isInteger(to) && to >= 0 && to < order.length;
    if (isPossible && to !== from) {
      order.splice(to, 0, ...order.splice(from, 1));
    }
    arrange();
    const { words, node } = rows.get(id);
    node.scrollIntoView({ block: "nearest" });
    const is = isPossible && to !== from ? "is now" : "stays";
    page.announce(`“${words}” ${is} ${order.indexOf(id) + 1} of ${order.length}`);
    if (isPossible && to !== from) page.changed();
  }

  function orderedRow({ id, html, words }) {
    const handle = make("span", { class: "bzd-handle", draggable: "true", "aria-hidden": "true" }, "⠿");
    const { input, show } = textInput(
      { inputmode: "numeric", "aria-label": `Position of “${words}”, 1 to ${order.length}` },
      () => move(id, Number(input.value) - 1),
    );
    input.addEventListener("focus", () => input.select()); // typing replaces the old place
    const by = (step) => () => move(id, order.indexOf(id) + step);
    const up = button("↑ Up", by(-1), { "aria-label": `Up: ${words}` });
    const down = button("↓ Down", by(1), { "aria-label": `Down: ${words}` });
    const text = make("span", { class: "bzd-row-text", html });
    const node = make("li", { class: "bzd-row" }, handle, input, text, make("span", {}, up, down));
    allowDragging(node, handle, id, (dragged) => move(dragged, order.indexOf(id)));
    return { node, words, showPlace: show };
  }

  arrange();
  const agree = button("Save this order", () => page.changed());
  return {
    node: make("div", {}, list, ...(page.isGraded ? [agree] : [])),
    read: () => [...order],
    show: (answer) => {
      order = [...(answer ?? shownFirst)];
      arrange();
    },
  };
}

/** Dragging is an extra: whatever it does, buttons and typed positions do as well. */
function allowDragging(node, handle, id, drop) {
  const type = "application/x-bzd-row";
  handle.addEventListener("dragstart", (event) => {
    event.stopPropagation();
    event.dataTransfer.setData(type, id);
    event.dataTransfer.setDragImage(node, 0, 0);
  });
  node.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes(type)) event.preventDefault();
  });
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    drop(event.dataTransfer.getData(type));
  });
}

function classification(question, page) {
  const selects = question.rows.map((row, n) =>
    control(
      "select", { id: `${page.id}-row-${n}` },
      make("option", { value: "" }, "Choose…"),
      ...question.classes.map(({ id, words }) => make("option", { value: id }, words)),
    ),
  );
  const rows = question.rows.map((row, n) =>
    make(
      "li", { class: "bzd-row" },
      make("label", { class: "bzd-row-text", for: selects[n].id, html: row.html }),
      selects[n],
    ),
  );
  const node = make("ul", { class: "bzd-rows", role: "list" }, ...rows);
  node.addEventListener("change", () => page.changed());
  return {
    node,
    read: () =>
      Object.fromEntries(
        question.rows.map((row, n) => [row.id, selects[n].value]).filter(([, value]) => value),
      ),
    show: (answer) => question.rows.forEach((row, n) => (selects[n].value = answer?.[row.id] ?? "")),
  };
}

const KINDS = {
  single_choice: choices("radio"),
  multiple_choice: choices("checkbox"),
  numeric,
  calculation: numeric, // Python puts the numbers into the prompt
  ordering,
  classification,
  schedule,
};
