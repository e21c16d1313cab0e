"""The texts of exported questions as HTML: well-formed, without scripts or styles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from bzdcourse.data import Reference
from bzdcourse.export.questions import Choice, Number, Question
from bzdcourse.quiz.items import Note
from bzdcourse.render import inline, markdown

_VERDICTS = {"right": "Right:", "missed": "Right:"}


@dataclass(frozen=True)
class Texts:
    """Renders Markdown for one format.

    Attributes:
        references: sources by key; a key without a source is shown as it is.
        misconceptions: what is wrongly believed, as Markdown, by id.
        tex: whether formulas stay TeX, as Moodle shows them; they are MathML otherwise.
    """

    references: Mapping[str, Reference]
    misconceptions: Mapping[str, str]
    tex: bool

    def line(self, text: str) -> str:
        """A text inside a line."""
        return inline(text.strip(), tex=self.tex)

    def block(self, text: str) -> str:
        """A text of its own."""
        return markdown(text, tex=self.tex).strip()

    def prompt(self, question: Question) -> str:
        """What is asked, and how to answer where a platform's form doesn't tell."""
        html = self.block(question.prompt)
        if isinstance(question, Number):
            return f"{html}<p>Unit of the answer: {self.line(question.unit)}</p>"
        if isinstance(question, Choice) and not question.is_single:
            return f"{html}<p>Choose all that apply. A wrong choice takes credit away.</p>"
        return html

    def note(self, note: Note | None) -> str:
        """Why an answer is what it is, with the belief behind it and the sources."""
        return f"<p>{'<br />'.join(self._reasons(note))}</p>" if note else ""

    def general(self, question: Question) -> str:
        """What everybody is told afterwards; empty while the key must not be told."""
        told = [f"<p>{'<br />'.join(self._told(note))}</p>" for note in question.notes]
        again = question.section
        return "".join(told) + (f"<p>Read again: {escape(again)}</p>" if again else "")

    def _told(self, note: Note) -> Iterator[str]:
        verdict = f"{_VERDICTS.get(note.verdict, '')} "
        yield f"{verdict.lstrip()}<strong>{self.line(note.about)}</strong>"
        yield from self._reasons(note)

    def _reasons(self, note: Note) -> Iterator[str]:
        yield self.line(note.rationale)
        if belief := self.misconceptions.get(note.misconception or ""):
            yield f"Behind this is often the belief: {self.line(belief)}"
        for key in note.sources:
            source = self.references[key].markdown if key in self.references else f"`{key}`"
            yield f"Source: {self.line(source)}"
