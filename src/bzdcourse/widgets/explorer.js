// An explorer: settings go to Python, a new picture comes back. (Joined with dom.js, saving.js,
// explorer_controls.js and predicting.js.)

const SPOKEN_AFTER_MS = 900; // a slider on its way would flood a screen reader
const WIDTH_CHANGED_PX = 8;
const NO_KERNEL =
  "The picture can't follow: the notebook's kernel does not answer. If a cell is still running, " +
  "wait. Otherwise choose Run > Run All Cells (or restart the kernel first).";

let explorers = 0;

/** One request is under way at a time; of those that come meanwhile the last one is kept. */
function asker(model, id, { onReply, onSilence }) {
  let current = null;
  let next = null;
  let isWaiting = false;
  const link = courier(model, id, {
    onReply: (reply) => {
      const answered = current;
      isWaiting = false;
      if (next) ask(next); // first, so that Python computes while this page paints
      onReply(reply, answered);
    },
    onOthersReply: () => {},
    onSilence: () => {
      isWaiting = false;
      onSilence();
    },
  });
  function ask(wanted) {
    if (isWaiting) {
      next = { ...next, ...wanted };
      return;
    }
    isWaiting = true;
    current = wanted;
    next = null;
    link.send("show", wanted);
  }
  return { ask, close: link.close };
}

function folded(summary, ...children) {
  return make("details", {}, control("summary", {}, summary), ...children);
}

function list(lines) {
  return make("ul", {}, ...lines.map((html) => make("li", { html })));
}

/** Headline numbers, pictures, the same in words and as a table. */
function display(view) {
  const readings = make("dl", { class: "bzd-readings" });
  const panels = make("div", { class: "bzd-panels" });
  const words = make("div");
  const rows = control("div", { class: "bzd-scroll", role: "region", tabindex: "0",
    "aria-label": "Data as a table" });
  const table = folded("Data as a table", rows);
  const show = (shown) => {
    panels.innerHTML = shown.svg.join("");
    readings.replaceChildren(...shown.readings.map(({ label, text }) =>
      make("div", {}, make("dt", {}, label), make("dd", {}, text))));
    words.replaceChildren(...shown.alt.map((text) => make("p", {}, text)));
    if (shown.table) rows.innerHTML = shown.table;
  };
  const width = () => panels.firstElementChild.getBoundingClientRect().width;
  const more = make("div", { class: "bzd-more" },
    folded("Text alternative", words), table,
    folded("What this model leaves out", list(view.notes)),
    folded("Sources", list(view.sources)));
  return { readings, panels, more, table, show, width };
}

/** Says the readings once a change has come to rest. */
function speaker() {
  const node = make("p", { role: "status", class: "bzd-unseen" });
  let timer;
  const say = (readings) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      node.textContent = readings.map(({ label, text }) => `${label}: ${text}`).join("; ");
    }, SPOKEN_AFTER_MS);
  };
  return { node, say, close: () => clearTimeout(timer) };
}

const presetOf = ({ presets, preset }) => presets.find((one) => one.id === preset);

function render({ model, el }) {
  const view = model.get("view");
  const id = `bzd-explorer-${++explorers}-${Math.random().toString(36).slice(2)}`;
  const screen = display(view);
  const voice = speaker();
  const alarm = make("p", { role: "alert", class: "bzd-alarm" });
  // What was asked for last, and what the picture shows: the values, and after a prediction those
  // before it.
  let asked = { values: presetOf(view).values };
  let shown = asked;
  let width = 0;

  const line = asker(model, id, {
    onReply: (reply, { values, before, isSpoken, isPrediction }) => {
      alarm.textContent = reply.type === "error" ? reply.message : "";
      if (reply.type === "error") return;
      shown = { values, before };
      screen.show(reply);
      if (isPrediction) form.tell(reply.outcome);
      else if (isSpoken) voice.say(reply.readings);
      if (isPrediction || !predict.checked) form.ready(reply.readings);
    },
    onSilence: () => (alarm.textContent = NO_KERNEL),
  });
  /** For the room that there is, and with the table if it is open. */
  const askAgain = () => {
    width = screen.width();
    line.ask({ ...asked, page: id, width, table: screen.table.open });
  };
  const ask = (values, { before, predicted } = {}) => {
    asked = { values, before };
    width = screen.width();
    line.ask({ ...asked, page: id, width, table: screen.table.open, predicted,
      isPrediction: predicted !== undefined, isSpoken: true });
  };

  const onChange = (values) => {
    if (predict.checked) form.say("The picture waits for your prediction.");
    else ask(values);
  };
  const setAll = (values) => {
    settings.show(values);
    onChange(values);
  };
  const cases = caseChooser(view.presets, id, (chosen) => setAll(chosen.values));
  const settings =
    settingsGroup(view.controls, id, onChange, () => setAll(cases.chosen().values));
  const form = predictionForm(view.directions, id, (predicted) => {
    const values = settings.values();
    if (JSON.stringify(values) === JSON.stringify(shown.values))
      return form.say("Change a setting first.");
    ask(values, { before: shown.values, predicted });
  });
  const predict = control("input", { type: "checkbox" });
  predict.addEventListener("change", () => {
    form.node.hidden = !predict.checked;
    form.say("");
    if (!predict.checked) ask(settings.values());
  });

  const name = make("p", { id: `${id}-title`, class: "bzd-heading", html: view.title });
  const start = make("div", { class: "bzd-start" }, cases.node,
    make("label", { class: "bzd-switch" }, predict, make("span", {}, "Predict first")));
  const root = make("section", { class: "bzd-explorer", "aria-labelledby": name.id,
    "data-explorer": view.id },
    name, make("div", { class: "bzd-task", html: view.task }),
    make("div", { class: "bzd-desk" },
      make("div", { class: "bzd-side" }, start, settings.node),
      make("div", { class: "bzd-main" },
        make("div", { class: "bzd-shown" }, alarm, screen.readings, screen.panels, voice.node),
        form.node)),
    screen.more);
  for (const link of root.querySelectorAll("a")) link.dataset.lmSuppressShortcuts = "true";
  el.append(root);

  cases.show(view.preset);
  settings.show(asked.values);
  screen.show(view.shown);
  form.ready(view.shown.readings);
  screen.table.addEventListener("toggle", () => screen.table.open && askAgain());
  // It reports once at the start: the first picture is drawn anew for the room that it has here.
  const room = new ResizeObserver(() => {
    const isShown = screen.width() > 0;
    if (isShown && Math.abs(screen.width() - width) > WIDTH_CHANGED_PX) askAgain();
  });
  room.observe(screen.panels);
  return () => {
    room.disconnect();
    voice.close();
    line.close();
  };
}

export default { render };
