// A schedule of daily doses, step by step (joined with dom.js and kinds.js; see there what it gives).

function schedule(question, page) {
  const steps = [];
  let isStopped = false;
  const stopRow = make(
    "li", { class: "bzd-row" }, make("span", { class: "bzd-row-text" }, "Stop: 0 mg a day"),
    button("Take the stop away", () => stop(false)),
  );
  const list = make(
    "ol", { class: "bzd-rows", role: "list" },
    make("li", { class: "bzd-row" }, `Before: ${question.start_dose_mg} mg a day`), stopRow,
  );
  const add = button("Add a step", () => copyOf(steps.length - 1));
  const stopping = button("Stop (0 mg)", () => stop(true));
  const picture = make("div", { class: "bzd-steps", "aria-hidden": "true" });
  const summary = make("p");

  const typed = () => steps.map((step) => step.read());
  const isBlank = ([days, dose]) => !days && !dose;
  /** Place of the first step that lacks something; a question without any answer lacks nothing. */
  function open() {
    const rows = typed();
    const isUntouched = rows.length === 1 && isBlank(rows[0]);
    return isUntouched ? -1 : rows.findIndex(([days, dose]) => !days || !dose);
  }

  /** All steps, each as days and dose, and the stop. */
  function read() {
    const rows = typed();
    if (rows.length === 1 && isBlank(rows[0])) rows.pop();
    if (isStopped) rows.push(["0", "0"]);
    return rows.length ? rows : null;
  }

  function arrange(rows) {
    while (steps.length > rows.length) steps.pop().node.remove();
    while (steps.length < rows.length) {
      const n = steps.length;
      steps.push(oneStep(n + 1, page, save, () => copyOf(n), () => remove(n)));
      list.insertBefore(steps[n].node, stopRow);
    }
    rows.forEach((row, n) => steps[n].show(row));
    stopRow.hidden = !isStopped;
    stopping.hidden = isStopped;
    describe();
  }

  function describe() {
    const whole = typed().map((row) => row.map((text) => Number(text.replace(",", "."))));
    const known = whole.filter(([days, dose]) => days > 0 && dose > 0);
    const days = known.reduce((sum, [some]) => sum + some, 0);
    const count = known.length + isStopped;
    const end = isStopped ? `0 mg after ${days} days.` : `${days} days, no stop yet.`;
    summary.textContent = `Steps: ${count} of at most ${question.most_rows}; ${end}`;
    picture.innerHTML = count ? staircase(question.start_dose_mg, known, isStopped) : "";
  }

  function save() {
    describe();
    const n = open();
    if (n < 0) return page.changed();
    const orRemoved = steps.length > 1 ? ", or to be removed" : "";
    page.typing(`Not saved yet: step ${n + 1} needs a dose and a number of days${orRemoved}.`);
  }

  /** One more step like the one at `n`, below it. */
  function copyOf(n) {
    const rows = typed();
    if (!rows[n][0] || !rows[n][1]) {
      steps[n].focus();
      return page.announce(`Step ${n + 1} needs a dose and a number of days first`);
    }
    if (rows.length >= question.most_rows - 1) {
      return page.announce(`There are no more than ${question.most_rows} steps, the stop included`);
    }
    rows.splice(n + 1, 0, [...rows[n]]);
    arrange(rows);
    steps[n + 1].focus();
    page.announce(`Step ${n + 2} of ${rows.length}`);
    save();
  }

  function remove(n) {
    const rows = typed();
    rows.splice(n, 1);
    arrange(rows.length ? rows : [["", ""]]);
    steps[Math.min(n, steps.length - 1)].focus();
    page.announce(`Step ${n + 1} is removed`);
    save();
  }

  function stop(is) {
    isStopped = is;
    arrange(typed());
    (is ? stopRow.querySelector("button") : stopping).focus();
    save();
  }

  function show(answer) {
    const rows = (answer ?? []).filter(([, dose]) => dose > 0).map((row) => row.map(String));
    isStopped = answer?.at(-1)[1] === 0;
    arrange(rows.length ? rows : [["", ""]]);
  }

  show(null);
  const foot = make("div", { class: "bzd-foot" }, add, stopping);
  return { node: make("div", { class: "bzd-schedule" }, list, foot, picture, summary), read, show };
}

/** One step: places to type dose and days in, and what may be done with it. */
function oneStep(number, page, onDone, onCopy, onRemove) {
  const input = (name, inputmode) =>
    textInput(
      { inputmode, "aria-label": `Step ${number}: ${name}` }, onDone, () => page.typing(),
    );
  const dose = input("daily dose in mg", "decimal");
  const days = input("days", "numeric");
  for (const one of [dose, days]) one.input.addEventListener("focus", () => one.input.select());
  const part = (...children) => make("span", { class: "bzd-step-part" }, ...children);
  const node = make(
    "li", { class: "bzd-row" },
    part(make("span", { class: "bzd-step-name" }, `Step ${number}:`), dose.input, "mg a day"),
    part("for", days.input, "days"),
    make(
      "span", { class: "bzd-step-buttons" },
      button("Copy", onCopy, { "aria-label": `Copy step ${number}` }),
      button("Remove", onRemove, { "aria-label": `Remove step ${number}` }),
    ),
  );
  return {
    node,
    read: () => [days.input.value.trim(), dose.input.value.trim()],
    show: (row) => [days.show(row[0]), dose.show(row[1])],
    focus: () => dose.input.focus(),
  };
}

/** The doses as a line over the days, between axes; the words beside it say the same. */
function staircase(startMg, rows, isStopped) {
  const days = rows.reduce((sum, [some]) => sum + some, 0) || 1;
  const most = Math.max(startMg, ...rows.map(([, dose]) => dose));
  const y = (dose) => (60 - (58 * dose) / most).toFixed(1);
  let x = 20; // the dose before stands here, and the stop behind the last day
  let path = `M0 ${y(startMg)}H${x}`;
  for (const [some, dose] of rows) path += `V${y(dose)}H${(x += (260 * some) / days).toFixed(1)}`;
  if (isStopped) path += `V${y(0)}H300`;
  const line = `<path d="M0 ${y(0)}H300"/><path d="${path}" class="bzd-steps-line"/>`;
  return `<span>${most} mg</span><span>0 mg</span>
    <svg viewBox="0 0 300 62" preserveAspectRatio="none" focusable="false">${line}</svg>
    <span>day 0</span><span>day ${days}</span>`;
}
