"""One question in a notebook: graded and saved, or a check that explains itself."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Any as AnyValue
from traitlets import Dict, Unicode

from bzdcourse import render
from bzdcourse.data import Reference
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.items import Item, UnreadableAnswer
from bzdcourse.quiz.responses import append_response
from bzdcourse.quiz.schedule import Schedule
from bzdcourse.quiz.scoring import score
from bzdcourse.widgets.numbers import parse_number, parse_steps
from bzdcourse.widgets.pages import joined
from bzdcourse.widgets.present import static_html, to_run, view_of


class QuestionWidget(anywidget.AnyWidget):
    """A question on the page. The page asks by message and shows what it is told in reply.

    Messages from the page are ``{"type": <action>, "answer": <JSON>, "n": <token>}``; each reply
    carries the token back. The traits only flow to the page: what the page believes to be saved
    always comes from here.
    """

    _esm = joined("dom.js", "kinds.js", "schedule.js", "saving.js", "question.js")
    _css = joined("question.css", "schedule.css") + render.feedback_css()

    action = ""
    """What the page may ask for; the subclasses say."""

    mode = Unicode().tag(sync=True)
    question = Dict().tag(sync=True)
    answer = AnyValue(None, allow_none=True).tag(sync=True)
    missing = Unicode("").tag(sync=True)

    def __init__(self, item: Item, label: str):
        # As anybody may see it: numbers that vary are an example's.
        self._view = view_of(item, label)
        super().__init__(question=self._view, mode=self.action)
        self.item = item
        self._drawn: Any = None
        self.on_msg(self._on_message)

    def _ask_with(self, answer: Any) -> None:
        """Put the numbers that an answer is about into the question, if they vary."""
        if answer is not None and self.item.draws():
            self._drawn = self.item.given(answer, None)
            self.question = self._view | {"prompt": render.markdown(self.item.prompt(answer))}

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("type") == self.action:
            try:
                reply = self._reply(self._read(content.get("answer")))
            except ValueError as problem:  # an UnreadableAnswer is one
                reply = {"type": "error", "message": f"{problem}."}
            self.send(reply | {"n": content.get("n")})

    def _read(self, answer: Any) -> Any:
        """The answer in the item's readable form; numbers come as they were typed."""
        if "range" in self.item.raw and isinstance(answer, str):
            answer = parse_number(answer)
            low, high = self.item.raw["range"]
            if not low <= answer <= high:
                raise ValueError(f"{answer:.10g} is not between {low:.10g} and {high:.10g}")
        if isinstance(self.item, Schedule) and isinstance(answer, list):
            answer = parse_steps(answer)
            if problem := self.item.problem_in(answer):
                raise ValueError(problem)
        return self.item.read(self.item.given(self._drawn, answer))

    def _reply(self, answer: Any) -> dict[str, Any]:
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The widget, and the question as text and as HTML for where widgets can't live."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        state = self.missing or ("answered" if self.answer is not None else "a check")
        bundle["text/plain"] = f"Question {self.item.id}: {state}"
        bundle["text/html"] = static_html(self._view, self._below())
        return bundle, metadata

    def _below(self) -> str:
        """What stands under the question where it can only be read."""
        raise NotImplementedError


class GradedQuestion(QuestionWidget):
    """A question whose every change is on the disk before the page says "Saved"."""

    action = "answer"

    trouble = Unicode("").tag(sync=True)
    """Why the numbers that were drawn are not on the disk; the answer will take them along."""

    def __init__(self, item: Item, label: str, journal: Path, on_saved: Callable[[], None]):
        super().__init__(item, label)
        self._journal = journal
        self._on_saved = on_saved

    def restore(self, saved: Any, *, keep_drawn: bool) -> None:
        """Show an answer as a journal holds it.

        Args:
            saved: the answer.
            keep_drawn: whether numbers that had to be drawn now go to the journal.
        """
        try:
            answer, wish = self.item.read(saved), ""
        except UnreadableAnswer as problem:
            answer, wish = None, f"{problem}; please answer again"
        is_new = answer is None and self.item.draws()
        with self.hold_sync():
            self._show(self._draw() if is_new else answer)
            self.missing = wish or self.missing
            if is_new and keep_drawn:
                self._keep_drawn()

    def _below(self) -> str:
        return to_run("Run this cell in Jupyter to answer; what you saved comes back.")

    def _draw(self) -> Any:
        """The numbers that could not be saved when they were drawn, or new ones."""
        # Not from `random`: a notebook that seeds it would give everybody the same numbers.
        return self._drawn or secrets.choice(self.item.draws())

    def _keep_drawn(self) -> None:
        try:
            append_response(self._journal, self.item.id, self._drawn)
        except OSError as problem:
            self.trouble = _in_plain_words(problem, self._journal)

    def _show(self, answer: Any) -> None:
        with self.hold_sync():
            self._ask_with(answer)
            self.answer = self.item.value(answer)
            self.missing = self.item.missing(answer) or ""
            self.trouble = ""

    def _reply(self, answer: Any) -> dict[str, Any]:
        try:
            time = append_response(self._journal, self.item.id, answer)
        except OSError as problem:
            words = _in_plain_words(problem, self._journal)
            return {"type": "error", "message": words, "again": True}
        self._show(answer)
        self._on_saved()
        return {"type": "saved", "time": time, "answer": self.answer, "missing": self.missing}


class CheckQuestion(QuestionWidget):
    """A question to learn from: any number of tries, explained at once, nothing saved."""

    action = "check"

    def __init__(
        self,
        item: Item,
        label: str,
        references: Mapping[str, Reference],
        misconceptions: Mapping[str, str],
    ):
        super().__init__(item, label)
        self._references = references
        self._misconceptions = misconceptions
        self._draw_others()

    def _on_message(self, widget: Any, content: Any, buffers: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "renew":
            self._draw_others()
            self.send({"type": "renewed", "n": content.get("n")})
        else:
            super()._on_message(widget, content, buffers)

    def _below(self) -> str:
        item = self.item
        key = item.in_words(item.key())
        answer = render.answer_html(key, item.reasons(), self._references, self._misconceptions)
        return to_run("Run this cell in Jupyter to try an answer.") + answer

    def _draw_others(self) -> None:
        """Ask with other numbers than before, if they vary."""
        if others := [drawn for drawn in self.item.draws() if drawn != self._drawn]:
            self._ask_with(secrets.choice(others))

    def _reply(self, answer: Any) -> dict[str, Any]:
        if self.item.value(answer) is None:
            raise UnreadableAnswer("Choose an answer first")
        if missing := self.item.missing(answer):
            raise UnreadableAnswer(f"Answer the whole question first: {missing}")
        told = feedback(self.item, score(self.item, answer))
        html = render.feedback_html(told, self._references, self._misconceptions)
        return {"type": "checked", "html": html}


def _in_plain_words(problem: OSError, journal: Path) -> str:
    """What is wrong with the disk or the folder, and what to do about it."""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full. Free some space, then try again."
    if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"{journal.name} may not be written here. Copy the lesson's folder to a place of "
            "your own, open it there, then try again."
        )
    if problem.errno in {errno.EISDIR, errno.ELOOP}:
        return (
            f"{journal.name} is not a plain file. Move it out of the lesson's folder, then "
            "try again."
        )
    if problem.errno == errno.ENOENT:
        return (
            "the lesson's folder is gone. Put it back (or open the lesson where it is now), "
            "then try again."
        )
    return f"{problem.strerror or problem}. Once that is mended, try again."
