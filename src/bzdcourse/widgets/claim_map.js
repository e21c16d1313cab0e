// The claim map. Filtering happens here, so that it goes on without a kernel. (Joined with dom.js.)

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

let maps = 0;

/** Everything in the widget's view, found by its id. */
function index(view) {
  const byId = (list) => new Map(list.map((entry) => [entry.id, entry]));
  return { ...view, claimOf: byId(view.claims), verdictOf: byId(view.verdicts) };
}

const chip = ({ letter, colour }) =>
  make("span", { class: "bzd-chip", "data-colour": colour }, letter);

/** A verdict with what it means. */
const defined = (verdict) => [chip(verdict), make("span", {},
  make("strong", {}, `${verdict.name}. `), make("span", { html: verdict.definition }))];

const verdictsOf = (claim, book) => claim.verdicts.map((id) => book.verdictOf.get(id));

/** A claim as a small button: its number, its verdicts' letters; the rest is for those who listen. */
function tile(claim, book) {
  const judged = verdictsOf(claim, book);
  const words = [...judged.map(({ name }) => name), book.kinds[claim.kind]].join(", ");
  return control(
    "button",
    {
      type: "button", class: "bzd-tile", title: claim.words, "aria-expanded": "false",
      "data-claim": claim.id, "data-kind": claim.kind, "data-colour": judged[0].colour,
    },
    make("span", { class: "bzd-number" }, claim.id),
    " ",
    make("span", { class: "bzd-letters" }, ...judged.map(chip)),
    make("span", { class: "bzd-unseen" }, ` ${words}`),
  );
}

/** What there is to say about a claim. */
function card(claim, book, ...more) {
  const where = {
    claim: `${claim.id}, said in paragraph ${claim.paragraph}`,
    implied: `${claim.id}, implied in paragraph ${claim.paragraph}`,
    omission: `${claim.id}, left out of paragraph ${claim.paragraph}`,
  };
  const verdicts = verdictsOf(claim, book).map((verdict) =>
    make("p", { class: "bzd-verdict" }, ...defined(verdict)));
  const danger = claim.danger
    ? [label("Why leaving it out is dangerous"), make("p", { html: claim.danger })] : [];
  const sources = claim.sources.map((key) => make("li", { html: book.sources[key] }));
  const node = make(
    "div", { class: "bzd-card" },
    make("p", { class: "bzd-where" }, where[claim.kind]),
    make("p", { class: "bzd-restatement", html: claim.text }),
    ...verdicts,
    label("Why"), make("div", { html: claim.reasoning }),
    ...danger,
    ...(sources.length ? [label("Sources"), make("ul", {}, ...sources)] : []),
    ...more,
  );
  for (const link of node.querySelectorAll("a")) link.dataset.lmSuppressShortcuts = "true";
  return node;
}

const label = (text) => make("p", { class: "bzd-label" }, text);

/** A place below some tiles where one of their claims at a time is opened. */
function opener(id, tilesOf, cardOf) {
  const place = make("div", { id, class: "bzd-open", hidden: "" });
  const show = (claim) => {
    place.replaceChildren(...(claim ? [cardOf(claim)] : []));
    place.hidden = !claim;
    place.dataset.claim = claim ?? "";
    for (const one of tilesOf()) one.setAttribute("aria-expanded", one.dataset.claim === claim);
  };
  const listen = () => {
    for (const one of tilesOf()) {
      one.setAttribute("aria-controls", id);
      one.addEventListener("click", () =>
        show(place.dataset.claim === one.dataset.claim ? undefined : one.dataset.claim));
    }
  };
  return { place, show, listen };
}

const visible = (tiles) => tiles.filter((one) => !one.hidden);

/** Tiles side by side are one stop for Tab; arrows, Home and End move between them. */
function moveByArrows(row, tiles) {
  const settle = (current) => {
    for (const one of tiles) one.tabIndex = one === current ? 0 : -1;
  };
  row.addEventListener("focusin", ({ target }) => settle(target));
  row.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const shown = visible(tiles);
    const wanted = shown.indexOf(event.target) + step;
    shown[Math.min(Math.max(wanted, 0), shown.length - 1)].focus();
    event.preventDefault();
  });
  return () => settle(visible(tiles).find((one) => one.tabIndex === 0) ?? visible(tiles)[0]);
}

/** One paragraph: its text to open, its claims as tiles, and the claim that is open. */
function paragraphRow(paragraph, book, id) {
  const tiles = paragraph.claims.map((claim) => tile(book.claimOf.get(claim), book));
  const text = make("div", { class: "bzd-text", html: paragraph.text });
  for (const mark of text.querySelectorAll("[data-mark]"))
    mark.replaceWith(tile(book.claimOf.get(mark.dataset.mark), book));
  const marks = [...text.querySelectorAll(".bzd-tile")];
  const { place, show, listen } =
    opener(id, () => [...tiles, ...marks], (claim) => card(book.claimOf.get(claim), book));
  listen();
  const summary = control("summary", {},
    make("span", { class: "bzd-id" }, paragraph.id), " ",
    make("span", { class: "bzd-excerpt" }, paragraph.excerpt));
  const row = make(
    "div", { role: "toolbar", class: "bzd-tiles", "aria-label": `Claims of ${paragraph.id}` },
    ...tiles);
  const none = make("p", { class: "bzd-none" });
  const settle = moveByArrows(row, tiles);
  const node = make("li", { class: "bzd-paragraph", "data-paragraph": paragraph.id },
    make("details", {}, summary, text), row, none, place);

  const filter = (fits) => {
    for (const one of tiles) one.hidden = !fits(book.claimOf.get(one.dataset.claim));
    const count = visible(tiles).length;
    row.hidden = !count;
    none.hidden = count > 0;
    none.textContent = tiles.length ? "no claim with these verdicts" : "no claim here";
    if (place.dataset.claim && !fits(book.claimOf.get(place.dataset.claim))) show();
    if (count) settle();
    return count;
  };
  const open = (claim) => {
    show(claim);
    tiles.find((one) => one.dataset.claim === claim).focus();
  };
  return { node, filter, open };
}

/** One article as a column of paragraphs. */
function column(article, book, id) {
  const rows = article.paragraphs.map((paragraph) =>
    [paragraph.id, paragraphRow(paragraph, book, `${id}-${paragraph.id}`)]);
  const name = make("p", { id: `${id}-${article.id}`, class: "bzd-article" },
    make("strong", {}, article.name), ": ", make("span", { html: article.subject }));
  const node = make("div", { class: "bzd-column" }, name,
    make("ol", { "aria-labelledby": name.id }, ...rows.map(([, row]) => row.node)));
  return { id: article.id, node, rows: new Map(rows) };
}

function fieldset(legend, ...children) {
  return make("fieldset", {}, make("legend", {}, legend), ...children);
}

/** A tick for each entry of a list; `mark` is what stands before its name. */
function ticks(entries, mark = () => []) {
  return entries.map(({ id, name, count, ...entry }) => {
    const box = control("input", { type: "checkbox", value: id, checked: "" });
    return { box, node: make("label", {}, box, ...mark(entry), `${name} (${count})`) };
  });
}

const ticked = (boxes) =>
  new Set(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value));

/** Says which verdicts there are and how a tile shows whether a claim stands in the text. */
function key(book) {
  const verdicts = book.verdicts.map((verdict) => make("li", {}, ...defined(verdict)));
  const rims = [["claim", "said: it stands in the article"],
    ["implied", "implied: the article takes it for granted"],
    ["omission", "left out: a reader would have needed it"]];
  const samples = rims.map(([kind, words]) => make("li", {},
    make("span", { class: "bzd-tile bzd-sample", "data-kind": kind, "aria-hidden": "true" }), words));
  return make(
    "details", { class: "bzd-key" }, control("summary", {}, "How to read the map"),
    make("p", {}, "Each tile is a claim; its letter and colour are the verdict. Press it to read the ",
      "claim, the verdict, why, and the sources; press it again to close. Press a paragraph's line ",
      "to read all of it in our words. With the keyboard, Tab goes from paragraph to paragraph and ",
      "the arrow keys from tile to tile. A claim with two verdicts has two letters, counts for both, ",
      "and is shown if one of them is ticked."),
    make("ul", { class: "bzd-samples" }, ...samples, ...verdicts));
}

/** A claim quoted in the second view: it opens in place, and from there leads into its paragraph. */
function quote(claim, book, id, goTo) {
  const own = tile(claim, book);
  const link = () => button("Show it in its paragraph", () => goTo(claim));
  const { place, listen } =
    opener(id, () => [own], () => card(claim, book, make("p", {}, link())));
  listen();
  return make("li", {},
    make("div", { class: "bzd-quote" }, own, make("span", { html: claim.text })), place);
}

function contradiction({ sides, text }, book, id, goTo) {
  const lists = sides.map((side, n) => {
    const quotes = side.map((claim) =>
      quote(book.claimOf.get(claim), book, `${id}-${claim}`, goTo));
    return make("div", {}, label(n ? "On the other side" : "On one side"),
      make("ul", { "aria-label": n ? "On the other side" : "On one side" }, ...quotes));
  });
  const { article } = book.claimOf.get(sides[0][0]);
  const { name } = book.articles.find(({ id: own }) => own === article);
  return make("li", {},
    make("p", {}, make("strong", {}, `${name}. `), make("span", { html: text })),
    make("div", { class: "bzd-sides" }, ...lists));
}

function secondView(book, omissions, id, goTo) {
  const left = omissions.map((claim) => {
    const item = quote(claim, book, `${id}-o-${claim.id}`, goTo);
    item.firstChild.after(make("p", { class: "bzd-danger" },
      make("strong", {}, "Why it is dangerous: "), make("span", { html: claim.danger })));
    return item;
  });
  return make("div", { class: "bzd-second" },
    label("Contradictions: what cannot both be right"),
    make("ol", {}, ...book.contradictions.map((one, n) =>
      contradiction(one, book, `${id}-c${n}`, goTo))),
    label("Dangerous omissions: what a reader would have needed"),
    make("ul", { class: "bzd-left-out" }, ...left));
}

function render({ model, el }) {
  const book = index(model.get("view"));
  const id = `bzd-claims-${++maps}-${Math.random().toString(36).slice(2)}`;
  const total = book.claims.length;
  const omissions = book.claims.filter(({ danger }) => danger);
  const withCount = (entries, has) => entries.map((entry) =>
    ({ ...entry, count: book.claims.filter((claim) => has(claim, entry.id)).length }));
  const verdicts = ticks(
    withCount(book.verdicts, (claim, verdict) => claim.verdicts.includes(verdict)),
    (verdict) => [chip(verdict)]);
  const articles = ticks(withCount(book.articles, (claim, article) => claim.article === article));
  const columns = book.articles.map((article) => column(article, book, id));
  const status = make("p", { role: "status", class: "bzd-count" });
  const [first, second] = ["Claims", "Contradictions and omissions"].map((name, n) => {
    const radio = control("input", { type: "radio", name: id, ...(n ? {} : { checked: "" }) });
    return { radio, node: make("label", {}, radio, name) };
  });

  const filter = () => {
    const [judged, from] = [ticked(verdicts), ticked(articles)];
    const fits = (claim) =>
      from.has(claim.article) && claim.verdicts.some((verdict) => judged.has(verdict));
    let shown = 0;
    for (const { id: article, node, rows } of columns) {
      node.hidden = !from.has(article);
      for (const row of rows.values()) shown += row.filter(fits);
    }
    for (const part of [articleFilter, verdictFilter, hint, map]) part.hidden = second.radio.checked;
    others.hidden = first.radio.checked;
    status.textContent = map.hidden
      ? `${book.contradictions.length} contradictions and ${omissions.length} dangerous omissions.`
      : `${shown} of ${total} claims shown.${shown ? "" : " Tick a verdict and an article."}`;
  };
  const tickAll = (isTicked) => {
    for (const { box } of verdicts) box.checked = isTicked;
    filter();
  };
  /** To the claim in its paragraph, whatever is filtered out. */
  const goTo = (claim) => {
    first.radio.checked = true;
    for (const { box } of [...verdicts, ...articles])
      if ([claim.article, ...claim.verdicts].includes(box.value)) box.checked = true;
    filter();
    const { rows } = columns.find((one) => one.id === claim.article);
    rows.get(claim.paragraph).open(claim.id);
  };

  const verdictFilter = fieldset("Verdicts shown", ...verdicts.map(({ node }) => node),
    make("div", { class: "bzd-all" },
      button("Tick all", () => tickAll(true)), button("Untick all", () => tickAll(false))));
  const articleFilter = fieldset("Articles shown", ...articles.map(({ node }) => node));
  const hint = make("p", {}, "Press a tile to open its claim, or a line to read its paragraph. ",
    "Arrow keys move from tile to tile.");
  const map = make("div", { class: "bzd-columns" }, ...columns.map(({ node }) => node));
  const others = secondView(book, omissions, id, goTo);
  const root = make("section", { class: "bzd-claim-map", "aria-label": "Claim map" },
    make("div", { class: "bzd-filters" },
      fieldset("View", first.node, second.node), articleFilter, verdictFilter),
    key(book), status, hint, map, others);
  root.addEventListener("input", filter);
  filter();
  el.append(root);
}

export default { render };
