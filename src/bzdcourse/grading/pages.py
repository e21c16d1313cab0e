"""Feedback pages as nbgrader writes them; what many learners share is made once.

A page costs nbgrader a second: it sets up its exporter, turns the lesson's Markdown into HTML, and
parses and prints the page once again. Here one exporter is kept, and what became of a cell is
remembered. ``tests/test_batch.py`` compares the pages with nbgrader's.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from typing import Any, NamedTuple

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, to_notebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback

from bzdcourse.grading.standing import Standing
from bzdcourse.grading.tidy import is_closed, printed

REMEMBERED = 1024
"""Cells; enough for a lesson and its feedback, and bounded for a class of any size."""

CELL = re.compile(r'(?=<div[^<>]*class="cell border-box-sizing )')
HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
LIST = re.compile(r"<ol>(.*?)</ol>", re.DOTALL)
LIST_STARTS = "<ol>\n"
A_SCORE = 1234567.0
SCORE_STOOD = f"(Score: {A_SCORE} /"
"""In the place of a learner's score, which stands once on a page outside the cells."""

HEAD_STOOD, CELLS_STOOD = "<!--the head stood here-->", "<!--the cells stood here-->"

Cell = dict[str, Any]
"""A cell as it stands in a notebook's file."""


class FeedbackPages:
    """Writes the feedback pages of one lesson.

    Args:
        api: nbgrader with the course's configuration.
        lesson: the lesson's id.
        max_scores: ``grade_id`` to points.
    """

    def __init__(self, api: NbGraderAPI, lesson: str, max_scores: dict[str, float]):
        converter = GenerateFeedback(coursedir=api.coursedir, parent=api)
        self._exporter = _Exporter(parent=converter, config=converter.config)
        self._lesson = lesson
        self._max_scores = max_scores
        empty = self._filled([], "{}")
        self._end = empty[empty.index("</div>", empty.rindex("notebook-container")) :]
        self._head = HEAD.search(empty)[0]
        self._printed_head = printed(self._head)
        self._piece = lru_cache(REMEMBERED)(self._make_piece)
        self._entry = lru_cache(REMEMBERED)(_make_entry)
        self._frame = lru_cache(REMEMBERED)(self._make_frame)

    def page(self, notebook: str, standing: Standing) -> str:
        """One learner's page.

        Args:
            notebook: text of the autograded notebook.
            standing: what the gradebook says of it.
        """
        content = json.loads(notebook)
        cells, language = content["cells"], json.dumps(content["metadata"].get("language_info", {}))
        for cell in cells:
            self._enter_grade(cell["metadata"].get("nbgrader", {}), standing)
        pieces = [self._piece(json.dumps(cell), language) for cell in cells]
        if None in pieces:  # somebody's own HTML reaches beyond its cell
            return printed(self._filled(cells, language, standing.score, standing.late_penalty))
        top, middle, end = self._frame(standing.late_penalty)
        score = round(float(standing.score - (standing.late_penalty or 0)), 2)
        top = top.replace(SCORE_STOOD, f"(Score: {score} /", 1)
        entries = [piece.entry for piece in pieces if piece.entry]
        return "".join([top, *entries, middle, *(piece.body for piece in pieces), end])

    def _enter_grade(self, recorded: dict[str, Any], standing: Standing) -> None:
        """As nbgrader's ``GetGrades`` does it, which asks the gradebook for each cell."""
        if recorded.get("grade") or recorded.get("task"):
            recorded["score"] = standing.grades[recorded["grade_id"]].score
            recorded["points"] = self._max_scores[recorded["grade_id"]]
        if recorded.get("solution") or recorded.get("task"):
            recorded["comment"] = standing.comments[recorded["grade_id"]]

    def _make_piece(self, cell: str, language: str) -> _Piece | None:
        """One cell as it is printed within a page; ``None`` if its tags are not closed in it."""
        filled = self._filled([json.loads(cell)], language)
        start = CELL.search(filled)
        body = filled[start.start() :].removesuffix(self._end) if start else ""
        if not is_closed(body):
            return None
        return _Piece(self._entry(LIST.search(filled)[1]), printed(body))

    def _make_frame(self, late_penalty: float | None) -> tuple[str, str, str]:
        """What stands before the list at the top of a page, between it and the cells, and last."""
        filled = self._filled([], "{}", A_SCORE + (late_penalty or 0), late_penalty)
        frame = filled.replace(self._head, HEAD_STOOD).removesuffix(self._end)
        frame, end = printed(frame + CELLS_STOOD + self._end).split(CELLS_STOOD)
        frame = frame.replace(HEAD_STOOD, self._printed_head)
        start = frame.index(LIST_STARTS) + len(LIST_STARTS)
        return frame[:start], frame[start:], end

    def _filled(
        self, cells: list[Cell], language: str, score: float = 0, late_penalty: float | None = None
    ) -> str:
        """nbgrader's template, filled, but not yet printed."""
        late_penalty = late_penalty or 0
        nbgrader = {
            "notebook": self._lesson,
            "score": score - late_penalty,
            "max_score": sum(self._max_scores.values()),
            "late_penalty": late_penalty,
        }
        nb = to_notebook({"cells": cells, "metadata": {"language_info": json.loads(language)}})
        return self._exporter.filled(nb, {"nbgrader": nbgrader})


def _make_entry(filled: str) -> str:
    entry = printed(filled).strip()
    return f"{entry}\n" if entry else ""


class _Piece(NamedTuple):
    """A cell as it is printed: its entry in the list at the top of the page, and itself."""

    entry: str
    body: str


class _Exporter(HTMLExporter):
    """nbconvert's exporter, set up once."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.register_preprocessor(CSSHTMLHeaderPreprocessor)
        data_type = WidgetsDataTypeFilter(notebook_metadata={}, parent=self)
        self.register_filter("filter_data_type", data_type)
        self._highlighted = lru_cache(REMEMBERED)(self._highlight)
        self.register_filter("highlight_code", self._highlighted)
        nothing = {"score": 0, "max_score": 0, "late_penalty": 0}
        self._resources = TemplateExporter.from_notebook_node(
            self, new_notebook(), {"nbgrader": nothing}
        )[1]

    def filled(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """The template, filled.

        nbconvert would copy and check the notebook several times before, and print the page after.
        """
        language = nb.metadata.language_info
        lexer = language.get("pygments_lexer", language.get("name"))
        self.register_filter("highlight_code", partial(self._highlight_code, lexer))
        return self.template.render(nb=nb, resources=self._resources | resources).lstrip("\r\n")

    def _highlight_code(self, lexer: str | None, source: str, metadata: NotebookNode) -> str:
        return self._highlighted(lexer, source, metadata.get("magics_language"))

    def _highlight(self, lexer: str | None, source: str, magics_language: str | None) -> str:
        metadata = {"magics_language": magics_language} if magics_language else None
        return Highlight2HTML(pygments_lexer=lexer, parent=self)(source, metadata=metadata)
