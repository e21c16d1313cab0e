"""When a class answered: from the first saved answer of each learner to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from bzdcourse.quiz.results import Learner, LessonResults

_CREDIBLE = timedelta(days=366)
"""A clock that is further from the class's median than this is taken to be wrong."""


@dataclass(frozen=True, eq=False)
class TimeCourse:
    """When learners began and when they saved their last answer.

    Attributes:
        began: ``(learners,)`` POSIX times in seconds, ascending.
        ended: likewise, also ascending: not paired with ``began``.
        minutes: ``(learners,)`` from the first answer to the last, breaks included.
        saves: ``(learners,)`` how many answers each saved.
        without: learners with answers, but without times that can be used.
    """

    began: np.ndarray
    ended: np.ndarray
    minutes: np.ndarray
    saves: np.ndarray
    without: int

    @property
    def first(self) -> datetime:
        """When the class's first answer was saved; there must be one."""
        return datetime.fromtimestamp(self.began[0], UTC)

    @property
    def last(self) -> datetime:
        """When the class's last answer was saved; there must be one."""
        return datetime.fromtimestamp(self.ended[-1], UTC)


def time_course(results: LessonResults) -> TimeCourse:
    """The time course of a lesson; empty arrays, if no time can be used."""
    ways = [_way(learner) for learner in results.learners if learner.traces]
    known = np.array([way[:2] for way in ways if way[0] is not None], float).reshape(-1, 2)
    if len(known):
        off = np.abs(known - np.median(known)).max(axis=1)
        known = known[off <= _CREDIBLE.total_seconds()]
    return TimeCourse(
        began=np.sort(known[:, 0]),
        ended=np.sort(known[:, 1]),
        minutes=(known[:, 1] - known[:, 0]) / 60,
        saves=np.array([way[2] for way in ways], float),
        without=len(ways) - len(known),
    )


def _way(learner: Learner) -> tuple[float | None, float | None, int]:
    """First and last time of a learner, and the number of saved answers."""
    traces = learner.traces.values()
    times = [time.timestamp() for t in traces for time in (t.started, t.finished) if time]
    saves = sum(trace.saves for trace in traces)
    return (min(times), max(times), saves) if times else (None, None, saves)
