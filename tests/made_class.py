"""Classes made for reports: learners with answers, points and times, without nbgrader."""

from datetime import UTC, datetime, timedelta

from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.results import Learner, LessonResults
from bzdcourse.quiz.scoring import score
from bzdcourse.quiz.traces import Trace

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def learner(bank, student, answers, points=None, began=MONDAY, minutes=30, first=None):
    """One learner's graded submission.

    Args:
        bank: the lesson's questions.
        student: the id.
        answers: by question, as a journal holds them.
        points: of single cells, in place of what the answers earn.
        began: when the first answer was saved; `None` for a journal without times.
        minutes: until the last was saved.
        first: first answers by question, where they were changed later.
    """
    scores = {item_id: score(item, answers.get(item_id)) for item_id, item in bank.items.items()}
    earned = {i: one.fraction * bank.items[i].points for i, one in scores.items()}
    ended = began and began + timedelta(minutes=minutes)
    traces = {
        item_id: Trace((first or {}).get(item_id, one.answer), 1, began, ended)
        for item_id, one in scores.items()
        if one.state not in ("not answered", "not readable")
    }
    return Learner(student, earned | (points or {}), scores, traces)


def results_of(bank, learners, more_cells=None, not_graded=0, lesson=None):
    """A lesson with these learners; `more_cells` are graded cells that are no questions."""
    max_points = {item_id: item.points for item_id, item in bank.items.items()}
    return LessonResults(
        lesson=lesson or bank.lesson,
        title="A *demonstration*",
        bank=bank,
        max_points=max_points | (more_cells or {}),
        learners=tuple(learners),
        not_graded=not_graded,
    )


def inventory(bank, when, questions=4):
    """A bank that asks copies of the demonstration's single choice, before or after the course."""
    kind = type(bank.items["demo-single"])
    raw = bank.items["demo-single"].raw
    more = {"counts_for": "completion", "explained": when == "after", "points": 0.25}
    items = {f"ci-{n}": kind(raw | more | {"id": f"ci-{n}"}) for n in range(questions)}
    return Bank(f"0{0 if when == 'before' else 8}_{when}", "graded", items)
