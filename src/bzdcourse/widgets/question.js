// One question on the page. (Joined with dom.js, kinds.js and saving.js.)

let views = 0;

/** In JupyterLab a heading's address doesn't scroll: go there by its text. */
function followToHeading(event) {
  const link = event.target.closest('a[href^="#"]');
  const headings = link ? document.querySelectorAll(".jp-Notebook :is(h1, h2, h3, h4, h5, h6)") : [];
  for (const heading of headings) {
    if (heading.textContent.replace("¶", "").trim() === link.textContent) {
      event.preventDefault();
      heading.tabIndex = -1;
      return heading.focus();
    }
  }
}

function render({ model, el }) {
  const question = model.get("question");
  const id = `bzd-${++views}-${Math.random().toString(36).slice(2)}`;
  const status = make("p", { role: "status", class: "bzd-status" });
  const alarm = make("p", { role: "alert", class: "bzd-alert" });
  const spoken = make("p", { role: "status", class: "bzd-unseen" });
  const page = {
    id,
    isGraded: model.get("mode") === "answer",
    announce: (text) => (spoken.textContent = text),
    tell: (text) => [status.textContent, alarm.textContent] = [text, ""],
    warn: (text) => [status.textContent, alarm.textContent] = ["", text],
  };
  const form = KINDS[question.kind](question, page);
  const keeper = (page.isGraded ? keepSaved : explain)(model, form, page);
  const prompt = make("div", { id: `${id}-prompt`, class: "bzd-prompt", html: question.prompt });
  const showOtherNumbers = () => {
    prompt.innerHTML = model.get("question").prompt;
    page.announce(prompt.textContent);
    keeper.startAgain(); // what was typed was for other numbers
  };
  const fieldset = make(
    "fieldset",
    { class: "bzd-question", "data-bzd-question": question.id,
      "aria-labelledby": `${id}-label ${id}-prompt` },
    make("legend", { id: `${id}-label` }, question.label),
    prompt,
    form.node,
    make("div", { class: "bzd-foot" }, ...keeper.controls, status, alarm, spoken),
    ...(keeper.result ? [keeper.result] : []),
  );
  fieldset.addEventListener("click", followToHeading);
  for (const link of fieldset.querySelectorAll("a")) link.dataset.lmSuppressShortcuts = "true";
  el.append(fieldset);
  keeper.restore();
  model.on("change:answer change:missing change:trouble", keeper.restore);
  model.on("change:question", showOtherNumbers);
  return () => {
    keeper.close();
    model.off("change:answer change:missing change:trouble", keeper.restore);
    model.off("change:question", showOtherNumbers);
  };
}

export default { render };
