"""The numbers of a report as CSV files: those to share, and the private one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bzdcourse.quiz.results import LessonResults
from bzdcourse.report.analysis import SetReport

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def write_questions(path: Path, reports: Iterable[SetReport]) -> None:
    """One row a question; nothing in it is about a single learner."""
    heads = ["set", "number", "question", "kind", "objective", "bloom", "max_points", "learners"]
    heads += ["difficulty", "item_rest", "item_rest_low", "item_rest_high"]
    heads += ["answered", "not_answered", "not_readable", "changed", "to_right", "from_right"]
    rows = []
    for report in reports:
        for q in report.questions:
            raw = q.item.raw if q.item else {}
            changes = q.changes
            rows.append(
                [
                    report.set.name, q.number, q.id, raw.get("kind", "other"),
                    raw.get("objective"), raw.get("bloom"), q.max_points,
                    q.difficulty.learners, q.difficulty.value,
                    q.item_rest.value, q.item_rest.low, q.item_rest.high,
                    q.answered, q.not_answered, q.not_readable,
                    *((changes.changed, changes.to_right, changes.from_right) if changes
                      else (None, None, None)),
                ]
            )  # fmt: skip
    _write(path, heads, rows)


def write_choices(path: Path, reports: Iterable[SetReport]) -> None:
    """One row a choice, with the misconception behind it."""
    heads = ["set", "question", "choice", "right", "misconception", "learners"]
    heads += ["share_of_answers", "mean_share_on_the_rest"]
    rows = [
        [
            report.set.name, q.id, one.choice.text, int(one.choice.is_right),
            one.choice.misconception, one.learners, one.share, one.rest,
        ]
        for report in reports
        for q in report.questions
        for one in q.counted
    ]  # fmt: skip
    _write(path, heads, rows)


def write_learners(path: Path, results: LessonResults) -> None:
    """One row a learner, with their id: not to be shared."""
    cells = list(results.max_points)
    rows = [
        [learner.student, *(learner.points.get(cell) for cell in cells)]
        for learner in results.learners
    ]
    _write(path, ["student", *cells], rows)


def write_lessons(path: Path, lessons: Iterable[tuple[LessonResults, list[SetReport]]]) -> None:
    """One row for each set of questions of each lesson."""
    heads = ["lesson", "set", "learners", "questions", "max_points", "mean_share", "sd_share"]
    heads += ["alpha", "alpha_low", "alpha_high", "is_kr20"]
    rows = []
    for results, reports in lessons:
        for report in reports:
            totals, alpha = report.set.totals, report.reliability.estimate
            rows.append(
                [
                    results.lesson, report.set.name, len(totals), len(report.set.ids),
                    float(report.set.max_points.sum()),
                    float(totals.mean()) if len(totals) else None,
                    float(totals.std(ddof=1)) if len(totals) > 1 else None,
                    alpha.value, alpha.low, alpha.high, int(report.reliability.is_kr20),
                ]
            )  # fmt: skip
    _write(path, heads, rows)


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The byte order mark lets spreadsheets read letters beyond English.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """A value as a cell: rounded to what is known of it, and never a formula."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
