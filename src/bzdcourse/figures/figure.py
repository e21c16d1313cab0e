"""What every figure of the course is: a picture, the same in words, the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bzdcourse.data import references
from bzdcourse.render import inline

_STYLE = """
.bzd-figure { margin: 1em 0; max-width: 62rem; overflow-wrap: anywhere; }
.bzd-figure .bzd-panels { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.5em 2em; }
.bzd-figure svg { flex: 1 1 21rem; min-width: 0; max-width: 29rem; width: 100%; height: auto; }
.bzd-figure figcaption, .bzd-figure details, .bzd-figure .bzd-notes { line-height: 1.5; }
.bzd-figure figcaption { margin: 1em 0 .5em; font-weight: 600; }
.bzd-figure summary { cursor: pointer; padding: .35em 0; width: fit-content; }
.bzd-figure :is(summary, a, .bzd-scroll):focus-visible {
  outline: 2px solid var(--jp-content-font-color1, currentColor); outline-offset: 2px; }
.bzd-figure a { color: var(--jp-content-link-color, LinkText); text-decoration: underline; }
.bzd-figure .bzd-scroll { overflow-x: auto; overflow-wrap: normal; }
.bzd-figure table { border-collapse: collapse; margin: .5em 0; font-variant-numeric: tabular-nums; }
.bzd-figure caption { text-align: left; padding: .25em 0; }
.bzd-figure :is(th, td) { text-align: left; vertical-align: top; padding: .3em .7em .3em 0;
  border-bottom: 1px solid var(--jp-border-color1, #bdbdbd); }
"""


@dataclass(frozen=True)
class Table:
    """The data of a figure as rows; the first cell of a row names it.

    Attributes:
        caption: what the rows are, one phrase.
        columns: the heads, one for each cell of a row.
        rows: the cells as Markdown, units included or named in the head.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def html(self) -> str:
        """A real table with a caption and heads that name what they head."""
        head = "".join(f'<th scope="col">{inline(name)}</th>' for name in self.columns)
        return (
            f"<table><caption>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, self.rows))}</tbody></table>"
        )


@dataclass(frozen=True, repr=False)
class Figure:
    """A figure that can be seen, heard and read off, with or without a kernel.

    Attributes:
        svg: one or more ``<svg>`` panels; they stand side by side where there is room.
        alt: everything that the panels show, in words; one paragraph for each panel.
        table: the numbers that were drawn.
        caption: what one looks at, Markdown.
        notes: what the figure does not show, and what it must not be taken for; Markdown.
        sources: keys of the bibliography; none for a picture of a class's own answers.
    """

    svg: tuple[str, ...]
    alt: tuple[str, ...]
    table: Table
    caption: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.svg and len(self.alt) == len(self.svg) and all(self.alt)):
            raise ValueError(f"Figure '{self.caption}': each panel needs its text alternative.")
        if not self.table.rows:
            raise ValueError(f"Figure '{self.caption}': the table of its data is empty.")

    def __repr__(self) -> str:
        return "\n\n".join(self.alt)

    def _repr_html_(self) -> str:
        html = "".join(
            [
                f'<figure class="bzd-figure"><style>{_STYLE}</style>',
                f'<div class="bzd-panels">{"".join(self.svg)}</div>',
                f"<figcaption>{inline(self.caption)}</figcaption>",
                f'<ul class="bzd-notes">{_items(map(inline, self.notes))}</ul>',
                _details(
                    "Text alternative",
                    "".join(f"<p>{escape(p, quote=False)}</p>" for p in self.alt),
                ),
                _details("Data as a table", _scrolling(self.table)),
                _details("Sources", f"<ul>{_items(map(_source, self.sources))}</ul>")
                if self.sources
                else "",
                "</figure>",
            ]
        )
        return html.replace("<a ", f"<a {_KEYS_STAY_HERE} ")


# Without it JupyterLab takes Enter and Space on the element for notebook commands.
_KEYS_STAY_HERE = 'data-lm-suppress-shortcuts="true"'


def _row(cells: Sequence[str]) -> str:
    first, *rest = map(inline, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def _source(key: str) -> str:
    return inline(references()[key].markdown)


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)


def _details(summary: str, html: str) -> str:
    return f"<details><summary {_KEYS_STAY_HERE}>{summary}</summary>{html}</details>"


def _scrolling(table: Table) -> str:
    # It takes the focus, so that the keyboard can scroll what is wider than the page.
    return (
        f'<div class="bzd-scroll" role="region" tabindex="0" aria-label="{escape(table.caption)}" '
        f"{_KEYS_STAY_HERE}>{table.html()}</div>"
    )
