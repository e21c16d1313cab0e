"""From the Markdown of banks and sources to HTML, for the lesson and for the feedback page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bzdcourse.data import Reference
from bzdcourse.quiz.feedback import Feedback
from bzdcourse.quiz.items import Note

_MARKS = {
    "right": "✓",
    "partly right": "◐",
    "not right": "✗",
    "answered": "✓",
    "not answered": "○",
    "not readable": "○",
}
_VERDICTS = {
    "right": ("✓", "Right:"),
    "not right": ("✗", "Not right:"),
    "missed": ("○", "Would have been right:"),
    "fact": ("•", ""),
}


@lru_cache(maxsize=4096)  # a class gets the same prompts and reasons again and again
def markdown(text: str, *, tex: bool = False) -> str:
    """HTML of a whole text: paragraphs, lists, tables.

    Args:
        text: what to render.
        tex: leave formulas as TeX, for a page with MathJax; they are MathML otherwise.
    """
    return _parser(tex).render(text)


@lru_cache(maxsize=4096)
def inline(text: str, *, tex: bool = False) -> str:
    """HTML of a text that stands inside a line; ``tex`` as in :func:`markdown`."""
    return _parser(tex).renderInline(text)


def plain(text: str) -> str:
    """The words of a Markdown text, for places that take no HTML."""
    words = _Words()
    words.feed(inline(text))
    words.close()
    return " ".join("".join(words.found).split())


@cache
def _parser(tex: bool) -> MarkdownIt:
    # HTML stays off: what a bank says is shown, never run.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer = _tex if tex else _formula
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, renderer=renderer)
    parser.add_render_rule("link_open", _link_open)
    return parser


def _formula(latex: str, options: Mapping[str, Any]) -> str:
    try:
        return convert(latex, display="block" if options["display_mode"] else "inline")
    except Exception:
        # The converter raises whatever it stumbles over; a typing error in one formula must not
        # take a whole question away.
        return f"<code>{escape(latex)}</code>"


def _tex(latex: str, options: Mapping[str, Any]) -> str:
    opening, closing = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return f"{opening}{escape(latex)}{closing}"


def _link_open(self: Any, tokens: Sequence[Any], n: int, options: Any, env: Any) -> str:
    tokens[n].attrSet("target", "_blank")
    tokens[n].attrSet("rel", "noopener")
    return self.renderToken(tokens, n, options, env)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@cache
def feedback_css() -> str:
    """The style that goes with :func:`feedback_html`, once for each page."""
    return (Path(__file__).parent / "feedback.css").read_text(encoding="utf-8")


def feedback_html(
    feedback: Feedback,
    references: Mapping[str, Reference],
    misconceptions: Mapping[str, str] | None = None,
    points_text: str | None = None,
) -> str:
    """Everything that there is to say about an answer, as HTML that needs no script.

    Args:
        feedback: what to say.
        references: sources by key; a key without a source is shown as it is.
        misconceptions: what is wrongly believed, as Markdown, by id.
        points_text: such as "1.5 of 2 points".
    """
    parts = [
        _verdict(feedback, points_text),
        f'<div class="bzd-asked">{_block("Question", markdown(feedback.prompt))}</div>',
        _block("Your answer", _lines(feedback.answer or ["—"])),
        _block("Full-credit answer", _lines(feedback.key)) if feedback.key else "",
        _block("Why", _notes(feedback.notes, references, misconceptions or {}))
        if feedback.notes
        else "",
        _read_again(feedback.section),
    ]
    return f'<div class="bzd-feedback">{"".join(parts)}</div>'


def answer_html(
    key: Iterable[str],
    reasons: Iterable[Note],
    references: Mapping[str, Reference],
    misconceptions: Mapping[str, str],
) -> str:
    """The key of a question with its reasons, folded away until somebody wants to see it."""
    told = _block("Full-credit answer", _lines(key)) + _block(
        "Why", _notes(reasons, references, misconceptions)
    )
    return (
        '<details class="bzd-answer"><summary>Show the answer</summary>'
        f'<div class="bzd-feedback">{told}</div></details>'
    )


def _verdict(feedback: Feedback, points_text: str | None) -> str:
    state = feedback.score.state
    points = f" <span>({escape(points_text)})</span>" if points_text else ""
    return (
        f'<p class="bzd-verdict" data-state="{state}"><span aria-hidden="true">{_MARKS[state]}'
        f"</span> <strong>{escape(feedback.score.reason)}</strong>{points}</p>"
    )


def _block(label: str, html: str) -> str:
    return f'<div class="bzd-block"><p class="bzd-label">{label}</p>{html}</div>'


def _lines(lines: Iterable[str]) -> str:
    return "".join(f'<p class="bzd-line">{inline(line)}</p>' for line in lines)


def _notes(
    notes: Iterable[Note], references: Mapping[str, Reference], misconceptions: Mapping[str, str]
) -> str:
    told = "".join(_note(note, references, misconceptions) for note in notes)
    return f'<ul class="bzd-notes">{told}</ul>'


def _note(
    note: Note, references: Mapping[str, Reference], misconceptions: Mapping[str, str]
) -> str:
    mark, word = _VERDICTS[note.verdict]
    belief = misconceptions.get(note.misconception or "")
    belief_html = (
        f'<p class="bzd-belief">Behind this is often the belief: {inline(belief)}</p>'
        if belief
        else ""
    )
    return (
        f'<li data-verdict="{note.verdict}"><p><span aria-hidden="true">{mark}</span> '
        f"<strong>{word}</strong> {inline(note.about)}</p>{markdown(note.rationale)}"
        f"{belief_html}{_sources(note.sources, references)}</li>"
    )


def _sources(keys: Iterable[str], references: Mapping[str, Reference]) -> str:
    texts = [references[key].markdown if key in references else f"`{key}`" for key in keys]
    return "".join(f'<p class="bzd-source">Source: {inline(text)}</p>' for text in texts)


def _read_again(section: str | None) -> str:
    if section is None:
        return ""
    # The address that nbconvert and JupyterLab give to a heading.
    address = escape(section.replace(" ", "-"))
    return f'<p class="bzd-again">Read again: <a href="#{address}">{escape(section)}</a></p>'
