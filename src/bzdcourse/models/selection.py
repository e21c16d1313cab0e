r"""Who answers a survey, and what the survey then shows.

A population has symptoms with a known share and severity; how likely a person answers depends on
both. The survey counts those who answered. The interval that is usually printed beside the share
allows for chance only: no number of answers makes it hold what selection has moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np

from bzdcourse.models.quantities import ModelError, number, numbers

SEVERITIES = ("none", "mild", "moderate", "severe")
Z_95 = 1.959963984540054
MOST_INVITED = 10_000_000


@dataclass(frozen=True)
class Population:
    """What is true of the people who could answer.

    Attributes:
        true_share: share of people with the symptom, 0 to 1.
        severities: shares of mild, moderate and severe among these; they add up to 1.
    """

    true_share: float
    severities: tuple[float, float, float] = (0.5, 0.3, 0.2)

    def __post_init__(self) -> None:
        number("true_share", self.true_share, "", 0, 1)
        shares = numbers("severities", self.severities, "", 0, 1)
        if shares.size != 3 or abs(shares.sum() - 1) > 1e-9:
            raise ModelError("severities must be three shares, each from 0 to 1, that add up to 1.")

    @property
    def shares(self) -> np.ndarray:
        """Shares of all people by :data:`SEVERITIES`; they add up to 1."""
        with_symptom = self.true_share * np.asarray(self.severities)
        return np.concatenate(([1 - self.true_share], with_symptom))


@dataclass(frozen=True)
class Response:
    """How likely a person answers.

    Attributes:
        without_symptom: probability of an answer from somebody without the symptom.
        times_with_symptom: how many times as likely somebody with mild symptoms is to answer.
        times_when_severe: how many times as likely severe symptoms make it, compared with mild;
            moderate ones lie between, at its square root.
    """

    without_symptom: float
    times_with_symptom: float = 1.0
    times_when_severe: float = 1.0

    def __post_init__(self) -> None:
        number("without_symptom", self.without_symptom, "", 1e-6, 1)
        number("times_with_symptom", self.times_with_symptom, "", 0.01, 1000)
        number("times_when_severe", self.times_when_severe, "", 0.01, 1000)
        largest = float(self.probabilities.max())
        if largest > 1:
            raise ModelError(
                f"The likeliest to answer would do so with probability {largest:.3g}; it must be "
                "from 0 to 1. Lower without_symptom, or one of the two factors."
            )

    @property
    def probabilities(self) -> np.ndarray:
        """Probability of an answer by :data:`SEVERITIES`."""
        rising = np.array([1, sqrt(self.times_when_severe), self.times_when_severe])
        mild = self.without_symptom * self.times_with_symptom
        return np.concatenate(([self.without_symptom], mild * rising))


class Expected(NamedTuple):
    """What a survey shows on average, without the play of chance.

    Attributes:
        response_rate: share of those invited who answer.
        share_seen: share with the symptom among the answers.
        severe_true: share of severe among people with the symptom; ``nan`` if nobody has it.
        severe_seen: the same among the answers.
    """

    response_rate: float
    share_seen: float
    severe_true: float
    severe_seen: float


def expected(population: Population, response: Response) -> Expected:
    r"""The average survey, exactly: class $c$ sends answers as $s_c p_c$."""
    answers = population.shares * response.probabilities
    rate, symptomatic = answers.sum(), answers[1:].sum()
    nobody = float("nan")
    return Expected(
        float(rate),
        float(symptomatic / rate),
        population.severities[2] if population.true_share > 0 else nobody,
        float(answers[3] / symptomatic) if symptomatic > 0 else nobody,
    )


class Survey(NamedTuple):
    """One survey as it came out.

    Attributes:
        invited: people of each of :data:`SEVERITIES` who could have answered.
        answered: how many of each did.
        share_seen: share with the symptom among the answers; ``None`` if nobody answered.
        interval: the 95 % interval that a reader would print, for chance alone.
    """

    invited: np.ndarray
    answered: np.ndarray
    share_seen: float | None
    interval: tuple[float, float]

    def interval_holds(self, true_share: float) -> bool:
        """Whether the printed interval holds the truth."""
        return self.interval[0] <= true_share <= self.interval[1]


def survey(invited: int, population: Population, response: Response, seed: int) -> Survey:
    """Ask people and count who answers.

    Args:
        invited: how many people could have answered, 1 to 10,000,000.
        population: what is true of them.
        response: who answers.
        seed: the same seed gives the same survey.
    """
    count = number("invited", invited, "people", 1, MOST_INVITED)
    if count != int(count):
        raise ModelError(f"invited is {count:g} people; it must be a whole number.")
    chance = np.random.default_rng(int(number("seed", seed, "", 0, 2**32)))
    asked = chance.multinomial(int(count), population.shares)
    answered = chance.binomial(asked, response.probabilities)
    total, symptomatic = int(answered.sum()), int(answered[1:].sum())
    share = symptomatic / total if total else None
    return Survey(asked, answered, share, wilson_interval(symptomatic, total))


def wilson_interval(yes: int, answers: int) -> tuple[float, float]:
    r"""The 95 % interval for a share (Wilson), which allows for chance only.

    $$\frac{\hat p + z^2/2n \pm z\sqrt{\hat p(1-\hat p)/n + z^2/4n^2}}{1 + z^2/n}$$

    Args:
        yes: answers that count, 0 to ``answers``.
        answers: all answers; with none the interval is everything from 0 to 1.
    """
    answers = number("answers", answers, "people", 0, MOST_INVITED)
    yes = number("yes", yes, "people", 0, answers)
    if not answers:
        return 0.0, 1.0
    share, z2 = yes / answers, Z_95**2 / answers
    middle = (share + z2 / 2) / (1 + z2)
    half = Z_95 * sqrt(share * (1 - share) / answers + z2 / (4 * answers)) / (1 + z2)
    return max(0.0, middle - half), min(1.0, middle + half)
