// How far the learner has come. Python counts; this file shows, and leads to what is open. (Joined
// with dom.js.)

/** Lead to a question's first control; false if the question isn't on the page. */
function goTo(id, from) {
  const notebook = from.closest(".jp-Notebook") ?? document;
  const question = notebook.querySelector(`[data-bzd-question="${CSS.escape(id)}"]`);
  if (!question) return false;
  question.scrollIntoView({ block: "start" });
  question.querySelector("input, select, button").focus({ preventScroll: true });
  return true;
}

function render({ model, el }) {
  const summary = make("p", { role: "status", class: "bzd-progress-summary" });
  const bar = make("progress", { "aria-label": "Questions answered" });
  const list = make("ul", { class: "bzd-progress-open", role: "list", "aria-label": "Still open" });
  const hint = make("p", { role: "status", class: "bzd-progress-hint" });
  const kept = make("p", {});
  el.append(make("div", { class: "bzd-progress" }, summary, bar, list, hint, kept));

  function entry({ id, text }) {
    const lead = () => {
      hint.textContent = goTo(id, el) ? "" : "This question is not shown yet: run its cell first.";
    };
    return make("li", {}, button(text, lead, { "data-question": id }));
  }

  function show() {
    const state = model.get("state");
    const focused = list.contains(document.activeElement) && document.activeElement.dataset.question;
    [summary.textContent, kept.textContent, hint.textContent] = [state.summary, state.kept, ""];
    [bar.max, bar.value] = [state.total, state.answered];
    list.replaceChildren(...state.open.map(entry));
    if (focused) list.querySelector(`[data-question="${CSS.escape(focused)}"]`)?.focus();
  }

  show();
  model.on("change:state", show);
  return () => model.off("change:state", show);
}

export default { render };
