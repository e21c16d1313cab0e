// "Predict first": the learner says how each reading will change, and then sees. (Joined with dom.js.)

function predictionRow({ id: reading, label }, id, directions) {
  const radios = Object.entries(directions).map(([value, words]) => {
    const input = control("input", { type: "radio", name: `${id}-${reading}`, value });
    return { input, node: make("label", { class: "bzd-switch" }, input, make("span", {}, words)) };
  });
  const node = make("fieldset", { class: "bzd-row", "data-reading": reading },
    make("legend", {}, label), ...radios.map((radio) => radio.node));
  const read = () => radios.find(({ input }) => input.checked)?.input.value;
  return { reading, node, read };
}

/** What was predicted and what happened, one line for each reading. */
function outcomeList(lines) {
  const items = lines.map(({ label, predicted, happened, verdict }) =>
    make("li", {}, make("strong", {}, `${label}. `), `${predicted} ${happened} ${verdict}`));
  return make("ul", {}, ...items);
}

/** The form below the pictures. `onAsk` gets the predictions by reading, at least one. */
function predictionForm(directions, id, onAsk) {
  let rows = [];
  const place = make("div", { class: "bzd-rows" });
  const told = make("div", { role: "status", class: "bzd-outcome" });
  const ask = button("Show what the model says", () => {
    const found = rows.map((row) => [row.reading, row.read()]).filter(([, way]) => way);
    if (found.length) onAsk(Object.fromEntries(found));
    else told.textContent = "Predict at least one of them first.";
  });
  const node = make("div", { class: "bzd-predict", hidden: "" },
    make("p", { class: "bzd-label" }, "Change the settings. What will happen to each of these?"),
    place, ask, told);
  /** Ask anew, for these readings. */
  const ready = (readings) => {
    rows = readings.map((reading) => predictionRow(reading, id, directions));
    place.replaceChildren(...rows.map((row) => row.node));
  };
  return {
    node, ready,
    say: (text) => (told.textContent = text),
    tell: (lines) => told.replaceChildren(
      make("p", { class: "bzd-label" }, "Predicted, and what the model says"), outcomeList(lines)),
  };
}
