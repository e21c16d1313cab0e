// The controls of an explorer: native ones, each with its name. (Joined with dom.js.)

/** A slider and a place to type the same number, kept in step. What is no number in range is said. */
function sliderControl(spec, id, onChange) {
  const { label, unit, low, high, step } = spec;
  const withUnit = (value) => (unit ? `${value} ${unit}` : String(value));
  const name = make("label", { id: `${id}-name`, for: `${id}-typed` }, label);
  const unitNode = make("span", { id: `${id}-unit`, class: "bzd-unit" }, unit);
  const limits = { min: low, max: high, step };
  const range = control("input", { type: "range", ...limits, "aria-labelledby": `${id}-name` });
  const typed = control("input", {
    type: "number", id: `${id}-typed`, ...limits,
    "aria-labelledby": `${id}-name ${id}-unit`, "aria-describedby": `${id}-fault`,
  });
  const fault = make("p", { id: `${id}-fault`, class: "bzd-fault", role: "alert" });
  let current;
  const complain = (text) => {
    fault.textContent = text;
    typed.setAttribute("aria-invalid", text !== "");
  };
  const show = (value) => {
    complain("");
    current = value;
    range.value = value;
    typed.value = value;
    range.setAttribute("aria-valuetext", withUnit(value));
  };
  const change = (value) => {
    const isNew = value !== current;
    show(value);
    if (isNew) onChange(value);
  };
  const applyTyped = () => {
    const value = typed.valueAsNumber;
    if (value >= low && value <= high) return change(value);
    complain(`${label} must be a number from ${low} to ${withUnit(high)}. ` +
      `The picture still shows ${withUnit(current)}.`);
  };
  range.addEventListener("input", () => change(range.valueAsNumber));
  typed.addEventListener("change", applyTyped);
  typed.addEventListener("keydown", (event) => event.key === "Enter" && applyTyped());
  const node = make("div", { class: "bzd-control", "data-control": spec.id },
    make("div", { class: "bzd-head" }, name, make("span", { class: "bzd-typed" }, typed, unitNode)),
    range, fault);
  return { node, show };
}

function choiceControl(spec, id, onChange) {
  const options = spec.options.map(([value, words]) => make("option", { value }, words));
  const select = control("select", { id: `${id}-choice` }, ...options);
  select.addEventListener("change", () => onChange(select.value));
  const node = make("div", { class: "bzd-control", "data-control": spec.id },
    make("label", { for: select.id }, spec.label), select);
  return { node, show: (value) => (select.value = value) };
}

function switchControl(spec, id, onChange) {
  const box = control("input", { type: "checkbox" });
  box.addEventListener("change", () => onChange(box.checked));
  const node = make("div", { class: "bzd-control", "data-control": spec.id },
    make("label", { class: "bzd-switch" }, box, make("span", {}, spec.label)));
  return { node, show: (value) => (box.checked = value) };
}

const CONTROLS = { slider: sliderControl, choice: choiceControl, switch: switchControl };

/** All settings of an explorer in one group; `onChange` gets the values of all of them. */
function settingsGroup(specs, id, onChange, onReset) {
  let values = {};
  const controls = specs.map((spec) => [spec.id, CONTROLS[spec.kind](spec, `${id}-${spec.id}`,
    (value) => onChange((values = { ...values, [spec.id]: value })))]);
  const reset = button("Back to the teaching case", onReset);
  const node = make("fieldset", { class: "bzd-settings" }, make("legend", {}, "Settings"),
    ...controls.map(([, one]) => one.node), reset);
  const show = (wanted) => {
    values = { ...wanted };
    for (const [name, one] of controls) one.show(wanted[name]);
  };
  return { node, show, values: () => values };
}

/** Which teaching case: its name to choose, its text to read. */
function caseChooser(cases, id, onChoose) {
  const options = cases.map((one) => make("option", { value: one.id }, one.name));
  const select = control("select", { id: `${id}-case`, "aria-describedby": `${id}-case-text` },
    ...options);
  const text = make("div", { id: `${id}-case-text`, class: "bzd-case-text" });
  const chosen = () => cases.find((one) => one.id === select.value);
  const show = (caseId) => {
    select.value = caseId;
    text.innerHTML = chosen().text;
  };
  select.addEventListener("change", () => {
    show(select.value);
    onChoose(chosen());
  });
  const node = make("div", { class: "bzd-control" },
    make("label", { for: select.id }, "Teaching case"), select, text);
  return { node, show, chosen };
}
