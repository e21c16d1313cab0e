"""The concept inventory before and after the course, in the learners who answered both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bzdcourse.quiz.results import LessonResults
from bzdcourse.report.analysis import has_answered
from bzdcourse.report.sets import inventory_of
from bzdcourse.statistics.estimate import Estimate
from bzdcourse.statistics.gain import effect_size, normalised_gain

FEWEST_PAIRS = 10
"""With fewer, neither number would say much of the course, and a page could tell of a person."""

LEAST_ANSWERED = 0.75
"""Share of the questions that a learner must have answered both times to be compared."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two rounds of the same questions.

    Attributes:
        ids: of the questions.
        before: ``(pairs, questions)``, 1 for a right answer and 0 for any other; NaN where the
            learner left the question open in either round.
        after: the same learners, the same questions, the same gaps.
        shares: of right answers before and after, two arrays ``(pairs,)``.
        one_round_only: learners with a graded submission of one round only.
        left_open: learners with both, who left too many questions open.
        gain: normalised gain; why not, if the pairs are too few.
        effect: Cohen's d; likewise.
    """

    ids: tuple[str, ...]
    before: np.ndarray
    after: np.ndarray
    shares: tuple[np.ndarray, np.ndarray]
    one_round_only: int
    left_open: int
    gain: Estimate
    effect: Estimate

    def by_question(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        """The questions that anybody answered both times, and their shares of right answers."""
        known = np.isfinite(self.before).any(axis=0)
        ids = [item_id for item_id, is_known in zip(self.ids, known, strict=True) if is_known]
        before, after = (np.nanmean(one[:, known], axis=0) for one in (self.before, self.after))
        return ids, before, after


def compare(lessons: Iterable[LessonResults]) -> Comparison | None:
    """Compare the rounds; ``None`` if the lessons don't hold both, each with graded learners.

    A learner is compared with themselves by the questions that they answered both times: one left
    open in one round and answered in the other would be a gain or a loss that nobody observed.
    """
    rounds: dict[bool, LessonResults] = {}
    for results in lessons:
        if results.inventory and results.learners:
            rounds[results.bank.items[results.inventory[0]].is_explained] = results
    if len(rounds) < 2:
        return None
    return _compare(rounds[False], rounds[True])


def _compare(first: LessonResults, second: LessonResults) -> Comparison:
    ids = tuple(i for i in first.inventory if i in second.inventory)
    one, other = _students(first), _students(second)
    in_both = sorted(one & other)
    before, after = (_answers(results, in_both, ids) for results in (first, second))
    gap = ~np.isfinite(before + after)
    before[gap] = after[gap] = np.nan
    paired = (~gap).mean(axis=1) >= LEAST_ANSWERED
    before, after = before[paired], after[paired]
    shares = np.nanmean(before, axis=1), np.nanmean(after, axis=1)
    return Comparison(
        ids=ids,
        before=before,
        after=after,
        shares=shares,
        one_round_only=len(one ^ other),
        left_open=len(in_both) - len(before),
        gain=_refuse_few(len(before)) or normalised_gain(*shares, full=1),
        effect=_refuse_few(len(before)) or effect_size(*shares),
    )


def _students(results: LessonResults) -> set[str]:
    return {learner.student for learner in results.learners}


def _answers(results: LessonResults, students: list[str], ids: tuple[str, ...]) -> np.ndarray:
    """Right or not, ``(students, ids)``, both in the order given; NaN for what was left open."""
    inventory = inventory_of(results)
    rows = {learner.student: n for n, learner in enumerate(results.learners)}
    answers = np.full((len(students), len(ids)), np.nan)
    for n, student in enumerate(students):
        for k, item_id in enumerate(ids):
            if has_answered(results.learners[rows[student]], item_id):
                answers[n, k] = inventory.points[rows[student], inventory.ids.index(item_id)]
    return answers


def _refuse_few(pairs: int) -> Estimate | None:
    if pairs >= FEWEST_PAIRS:
        return None
    return Estimate(
        pairs,
        why=f"With fewer than {FEWEST_PAIRS} such learners no gain is reckoned.",
    )
