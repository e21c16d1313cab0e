// The page's side of saving and checking: sends to Python, and says nothing to be saved before Python
// has said so. (Joined with dom.js, kinds.js and question.js.)

const ACKNOWLEDGED_WITHIN_MS = 4000;
const RESTART_HINT =
  "If a cell is still running, wait. Otherwise choose Run > Run All Cells " +
  "(or restart the kernel first), then answer again.";

/** Sends to Python and hands the reply to the last message on; says when none comes. */
function courier(model, id, { onReply, onOthersReply, onSilence }) {
  let sent = 0;
  let awaited = null;
  let timer;
  const hear = (reply) => {
    if (reply.n !== awaited) return onOthersReply(reply); // an overtaken one, or another view's
    clearTimeout(timer);
    onReply(reply);
  };
  model.on("msg:custom", hear);
  return {
    send(type, answer) {
      clearTimeout(timer);
      awaited = `${id}-${++sent}`;
      timer = setTimeout(onSilence, ACKNOWLEDGED_WITHIN_MS);
      try {
        model.send({ type, answer, n: awaited });
      } catch {
        clearTimeout(timer); // the connection is closed: waiting would be pretending
        onSilence();
      }
    },
    close() {
      clearTimeout(timer);
      model.off("msg:custom", hear);
    },
  };
}

function savedText({ time, answer, missing }) {
  const clock = new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (answer === null) return `Cleared and saved ${clock}. Not answered.`;
  return missing ? `Saved ${clock}. ${asSentence(missing)}` : `Saved ${clock}`;
}

const asSentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** A graded question: every change is sent, and shown as saved once Python says that it is. */
function keepSaved(model, form, page) {
  let isUnsaved = false;
  const toFirstControl = () =>
    form.node.querySelector("input, select").focus({ preventScroll: true });
  const clear = button("Clear my answer", () => {
    form.show(null);
    toFirstControl(); // this button is about to go
    send(null);
  });
  const retry = button("Try to save again", () => {
    toFirstControl();
    send(form.read());
  });
  const show = (answer) => {
    form.show(answer);
    clear.hidden = answer === null;
  };
  const showSaved = (reply) => {
    isUnsaved = false;
    retry.hidden = true;
    show(reply.answer);
    page.tell(savedText(reply));
  };
  const warn = (text, isWorthRetrying = true) => {
    retry.hidden = !isWorthRetrying;
    page.warn(text);
  };
  const link = courier(model, page.id, {
    onReply: (reply) =>
      reply.type === "saved"
        ? showSaved(reply)
        : warn(`Not saved: ${reply.message}`, reply.again ?? false),
    onOthersReply: (reply) => {
      if (reply.type === "saved" && !isUnsaved) showSaved(reply);
    },
    onSilence: () =>
      warn(`Not saved yet: the notebook's kernel does not answer. ${RESTART_HINT}`),
  });
  const send = (answer) => {
    isUnsaved = true;
    retry.hidden = true;
    page.tell("Saving…");
    link.send("answer", answer);
  };
  const restore = () => {
    if (isUnsaved) return; // a choice that isn't saved yet stays on the screen
    show(model.get("answer"));
    if (model.get("trouble")) return warn(`Your numbers are not saved: ${model.get("trouble")}`, false);
    const missing = model.get("missing") && asSentence(model.get("missing"));
    page.tell(model.get("answer") === null ? missing : `Saved earlier. ${missing}`);
  };
  const startAgain = () => {
    isUnsaved = false;
    restore();
  };
  page.changed = () => send(form.read());
  page.typing = (text = "Not saved yet: press Enter.") => {
    isUnsaved = true;
    page.tell(text);
  };
  retry.hidden = true;
  return { controls: [retry, clear], restore, startAgain, close: link.close };
}

/** A check: sent when the learner asks for it, explained at once. */
function explain(model, form, page) {
  const result = make("div", { role: "status" });
  const link = courier(model, page.id, {
    onReply: (reply) => {
      page.tell("");
      if (reply.type === "checked") result.innerHTML = reply.html;
      if (reply.type === "error") page.warn(reply.message);
    },
    onOthersReply: () => {},
    onSilence: () => page.warn(`The notebook's kernel does not answer. ${RESTART_HINT}`),
  });
  page.changed = page.typing = () => {
    page.tell("");
    result.replaceChildren(); // it spoke of another answer
  };
  const check = button("Check my answer", () => {
    page.tell("Checking…");
    link.send("check", form.read());
  });
  const others = button("Other numbers", () => link.send("renew", null));
  const controls = model.get("question").varies ? [check, others] : [check];
  const startAgain = () => {
    form.show(null);
    page.changed();
  };
  return { controls, result, restore: () => {}, startAgain, close: link.close };
}
