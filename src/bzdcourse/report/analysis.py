"""From a class's results to everything that a page tells of its questions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from bzdcourse.quiz.choices import Choice, choices_of
from bzdcourse.quiz.items import Item
from bzdcourse.quiz.results import Learner, LessonResults
from bzdcourse.report.sets import QuestionSet
from bzdcourse.statistics.estimate import Estimate
from bzdcourse.statistics.questions import difficulty, item_rest
from bzdcourse.statistics.reliability import Reliability, reliability

FEWEST_TO_AVERAGE = 5
"""An average over fewer people would come close to telling one person's score."""

UNANSWERED = {"not answered", "not readable"}
_GIVEN_AT_ONCE = {"single_choice", "numeric", "calculation"}


@dataclass(frozen=True)
class Counted:
    """How many chose one thing.

    Attributes:
        choice: the thing.
        learners: how many chose it.
        share: of those who answered the question, from 0 to 1.
        rest: their mean share of the points of all other questions; ``None`` if they are too few.
    """

    choice: Choice
    learners: int
    share: float
    rest: float | None


@dataclass(frozen=True)
class Changes:
    """Second thoughts on a question.

    Attributes:
        changed: learners whose last answer is not their first.
        to_right: of these, how many went from not right to right.
        from_right: how many went the other way.
    """

    changed: int
    to_right: int
    from_right: int


@dataclass(frozen=True)
class QuestionReport:
    """What a class did with one question.

    Attributes:
        number: its place in its set, from 1.
        id: its id.
        item: the question; ``None`` for a graded cell that is no question of the bank.
        max_points: points of a full answer.
        difficulty: mean share of the points.
        item_rest: correlation with the points of all other questions of the set.
        answered: learners with an answer that could be read.
        not_answered: learners without one.
        not_readable: learners whose answer could not be read.
        counted: what was chosen.
        changes: second thoughts; ``None`` where an answer is built up in several steps.
    """

    number: int
    id: str
    item: Item | None
    max_points: float
    difficulty: Estimate
    item_rest: Estimate
    answered: int
    not_answered: int
    not_readable: int
    counted: tuple[Counted, ...]
    changes: Changes | None


@dataclass(frozen=True, eq=False)
class SetReport:
    """What a class did with a set of questions."""

    set: QuestionSet
    reliability: Reliability
    questions: tuple[QuestionReport, ...]


def analyse(results: LessonResults, questions: QuestionSet) -> SetReport:
    """Everything that there is to say of a set of questions."""
    correlations = item_rest(questions.points)
    reports = [
        _question(results, questions, n, correlation) for n, correlation in enumerate(correlations)
    ]
    return SetReport(questions, reliability(questions.points), tuple(reports))


def _question(
    results: LessonResults, questions: QuestionSet, n: int, correlation: Estimate
) -> QuestionReport:
    item_id, max_points = questions.ids[n], float(questions.max_points[n])
    item = results.bank.items.get(item_id)
    states = [one.scores[item_id].state for one in results.learners if item_id in one.scores]
    return QuestionReport(
        number=n + 1,
        id=item_id,
        item=item,
        max_points=max_points,
        difficulty=difficulty(questions.points[:, n], max_points),
        item_rest=correlation,
        answered=sum(state not in UNANSWERED for state in states),
        not_answered=states.count("not answered"),
        not_readable=states.count("not readable"),
        counted=_counted(item, results.learners, questions.rest(n)) if item else (),
        changes=_changes(item, results.learners) if item else None,
    )


def has_answered(learner: Learner, item_id: str) -> bool:
    """Whether a learner gave a question an answer that could be read."""
    return item_id in learner.scores and learner.scores[item_id].state not in UNANSWERED


def chosen_by(item: Item, learners: tuple[Learner, ...]) -> list[tuple[Choice, list[int]]]:
    """Each choice with the indices of the learners who made it."""
    alike: dict[str, list[int]] = defaultdict(list)  # in a large class many answer the same
    for n, learner in enumerate(learners):
        if has_answered(learner, item.id):
            alike[json.dumps(learner.scores[item.id].answer, sort_keys=True)].append(n)
    answers = [(json.loads(answer), who) for answer, who in alike.items()]
    return [
        (choice, [n for answer, who in answers if choice.fits(answer) for n in who])
        for choice in choices_of(item)
    ]


def _counted(item: Item, learners: tuple[Learner, ...], rest: np.ndarray) -> tuple[Counted, ...]:
    answered = sum(has_answered(learner, item.id) for learner in learners)
    return tuple(
        Counted(choice, len(who), len(who) / answered if answered else 0.0, _mean(rest[who]))
        for choice, who in chosen_by(item, learners)
    )


def _mean(rest: np.ndarray) -> float | None:
    known = rest[np.isfinite(rest)]
    return float(known.mean()) if known.size >= FEWEST_TO_AVERAGE else None


def _changes(item: Item, learners: tuple[Learner, ...]) -> Changes | None:
    if item.kind not in _GIVEN_AT_ONCE:
        return None
    ways = [
        (learner.traces[item.id].first, learner.scores[item.id].answer)
        for learner in learners
        if has_answered(learner, item.id) and item.id in learner.traces
    ]
    right = [(item.fraction(a) == 1, item.fraction(b) == 1) for a, b in ways if a != b]
    return Changes(len(right), right.count((False, True)), right.count((True, False)))
