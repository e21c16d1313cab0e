// Building blocks of all widgets. anywidget takes one module for a widget, so Python joins files like
// this one with the widget's own; that is why none of them imports.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value; // made in Python, with HTML in banks switched off
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** A control whose keys never reach the notebook's shortcuts; on a parent this has no effect. */
function control(tag, attributes = {}, ...children) {
  return make(tag, { "data-lm-suppress-shortcuts": "true", ...attributes }, ...children);
}

function button(text, onClick, attributes = {}) {
  const node = control("button", { type: "button", class: "bzd-button", ...attributes }, text);
  node.addEventListener("click", onClick);
  return node;
}

/** A place to type in, done with Enter or by leaving it: `change` alone misses Enter in places. */
function textInput(attributes, onDone, onTyping = () => {}) {
  const input = control("input", { type: "text", autocomplete: "off", ...attributes });
  let isBeingTyped = false;
  const done = () => {
    if (!isBeingTyped) return;
    isBeingTyped = false;
    onDone();
  };
  input.addEventListener("input", () => {
    isBeingTyped = true;
    onTyping();
  });
  input.addEventListener("blur", done);
  input.addEventListener("keydown", (event) => event.key === "Enter" && done());
  const show = (text) => {
    if (!isBeingTyped) input.value = text;
  };
  return { input, show };
}
