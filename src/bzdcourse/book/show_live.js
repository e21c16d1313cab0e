// Shows a widget in each of its places in the book, and folds its tables away below it. What calls
// it, and the widget's own `render`, are put around it by live.py.

function showLive({ name, style, view }) {
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  for (const twin of document.querySelectorAll(`[data-live="${name}"]`)) {
    const place = document.createElement("div");
    place.className = "bzd-live";
    render({ model: { get: () => view }, el: place });
    const tables = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "The same as a table";
    tables.append(summary, ...twin.childNodes);
    twin.append(place, tables);
  }
}
