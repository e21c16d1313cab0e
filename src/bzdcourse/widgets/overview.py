"""``course_progress()``: how far a learner has come, lesson by lesson."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses
from bzdcourse.widgets.public_half import LessonError, read_public_half, still_open


@dataclass(frozen=True)
class Overview:
    """Answered and all graded questions by lesson."""

    answered: dict[str, tuple[int, int]]

    def __repr__(self) -> str:
        return "\n".join(f"{lesson}: {n} of {m}" for lesson, (n, m) in self.answered.items())

    def _repr_html_(self) -> str:
        if not self.answered:  # an author's source folder, or a lesson that was moved
            return "<p><em>Your progress shows here in your own copy of the course.</em></p>"
        rows = "".join(_row(escape(lesson), *count) for lesson, count in self.answered.items())
        return (
            '<table><caption>Graded questions answered</caption><thead><tr><th scope="col">Lesson'
            '</th><th scope="col">Answered</th><th scope="col">Share</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )


def _row(lesson: str, answered: int, questions: int) -> str:
    bar = f'<progress value="{answered}" max="{questions}" aria-label="{lesson}"></progress>'
    count = f"<td>{answered} of {questions}</td>"
    return f'<tr><th scope="row">{lesson}</th>{count}<td>{bar}</td></tr>'


def course_progress() -> Overview:
    """Count the answers in all released lessons that lie beside the one at hand."""
    found = sorted(Path.cwd().parent.glob("*/*.quiz.json"))
    return Overview({path.parent.name: _count(path) for path in found})


def _count(public_half: Path) -> tuple[int, int]:
    """Complete answers and questions of a lesson; a torn lesson has neither."""
    try:
        items = read_public_half(public_half)
    except LessonError:
        return 0, 0
    answers = read_responses(public_half.with_name(JOURNAL_NAME)).answers
    complete = [i for i, item in items.items() if still_open(item, answers.get(i)) is None]
    return len(complete), len(items)
