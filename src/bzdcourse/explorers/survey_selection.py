"""Survey selection: a population, who of it answers, and what the answers then seem to say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Preset, Reading, Slider, View
from bzdcourse.explorers.numbers import rounded
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points
from bzdcourse.figures.figure import Table
from bzdcourse.models.selection import (
    SEVERITIES,
    Population,
    Response,
    Survey,
    expected,
    survey,
)

_SIZES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
_HALF_BAR = 0.38
_NAMES = ("no symptom", "mild", "moderate", "severe")


@dataclass(frozen=True)
class _Asked:
    """One setting of the controls, and what follows from it."""

    true_percent: float
    times_with_symptom: float
    times_when_severe: float
    could_answer: float
    response_percent: float
    draw: float

    @cached_property
    def population(self) -> Population:
        """What is true."""
        return Population(self.true_percent / 100)

    @cached_property
    def response(self) -> Response:
        """Who answers."""
        return Response(
            self.response_percent / 100, self.times_with_symptom, self.times_when_severe
        )

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """The same survey with fewer and with more people, chance drawn anew for each."""
        return tuple(
            survey(
                max(1, round(self.could_answer * size)),
                self.population,
                self.response,
                100 * int(self.draw) + n,
            )
            for n, size in enumerate(_SIZES)
        )

    @property
    def main(self) -> Survey:
        """The survey of the size that is set."""
        return self.surveys[_SIZES.index(1.0)]

    @cached_property
    def answer_percents(self) -> np.ndarray:
        """The answers by severity, in % of all answers; NaN if there is none."""
        total = self.main.answered.sum()
        return 100 * self.main.answered / total if total else np.full(len(SEVERITIES), np.nan)


def show(values: dict[str, Any]) -> View:
    """Population beside answers, and the share seen beside the truth."""
    asked = _Asked(**values)
    return View((_people(asked), _shares(asked)), _readings(asked), _table(asked))


def _bars(heights: np.ndarray, offset: float) -> tuple[np.ndarray, np.ndarray]:
    """Outline of bars at 1, 2, 3 and so on, each on one side of its place."""
    places = np.arange(1, len(heights) + 1)
    sides = np.sort([0.0, offset])
    x = (places[:, None] + np.repeat(sides, 2)).ravel()
    y = (np.nan_to_num(heights)[:, None] * np.array([0, 1, 1, 0])).ravel()
    return x, y


def _people(asked: _Asked) -> Panel:
    everybody = 100 * asked.population.shares
    x, y = _bars(everybody, -_HALF_BAR)
    x2, y2 = _bars(asked.answer_percents, _HALF_BAR)
    names = ", ".join(f"{n} {name}" for n, name in enumerate(_NAMES, start=1))
    return Panel(
        title="Everybody, and those who answered",
        x_label=names,
        y_label="Share (%)",
        series=[
            Band(x, 0 * y, y, "left: everybody"),
            Band(x2, 0 * y2, y2, "right: those who answered", "orange"),
        ],
        alt=_people_in_words(asked),
        x_range=(0.5, 4.5),
        y_range=(0, 100),
    )


def _people_in_words(asked: _Asked) -> str:
    pairs = zip(_NAMES, 100 * asked.population.shares, asked.answer_percents, strict=True)
    told = "; ".join(
        f"{name}: {rounded(float(true), 2)} % of everybody and {_percent(seen)} of the answers"
        for name, true, seen in pairs
    )
    return (
        f"Pairs of bars. {told}. {int(asked.main.answered.sum()):,} of "
        f"{round(asked.could_answer):,} people who could have answered did."
    )


def _percent(value: float) -> str:
    return "none" if np.isnan(value) else f"{rounded(float(value), 2)} %"


def _shares(asked: _Asked) -> Panel:
    answered = [one for one in asked.surveys if one.share_seen is not None]
    answers = np.array([one.answered.sum() for one in answered], dtype=float)
    low, high = 100 * np.array([one.interval for one in answered]).reshape(-1, 2).T
    expected_percent = 100 * expected(asked.population, asked.response).share_seen
    ends = np.array([0.0, max(answers, default=1.0) * 1.05])
    return Panel(
        title="Share with symptoms in surveys of six sizes",
        x_label="People who answered",
        y_label="Share with symptoms (%)",
        series=[
            Line(ends, np.full(2, expected_percent), "what such surveys show on average",
                 "orange", "dashed"),
            Points(answers, np.array([100 * one.share_seen for one in answered]),
                   "seen, with the printed 95 % interval", "orange", low, high),
            Guide(asked.true_percent, "truth"),
        ],
        alt=_shares_in_words(asked, expected_percent),
        x_range=(0.0, float(ends[1])),
        y_range=(0, 100),
    )  # fmt: skip


def _shares_in_words(asked: _Asked, expected_percent: float) -> str:
    told = [
        f"Truly {rounded(asked.true_percent)} of 100 people have the symptom; surveys like this "
        f"one show {rounded(expected_percent, 2)} of 100 on average.",
    ]
    for one in (asked.surveys[0], asked.main, asked.surveys[-1]):
        holds = "holds" if one.interval_holds(asked.true_percent / 100) else "misses"
        told.append(
            f"With {int(one.answered.sum()):,} answers the share seen is {_seen(one)}, with a "
            f"printed interval of {_interval(one)}, which {holds} the truth."
        )
    return " ".join(told)


def _seen(one: Survey) -> str:
    return "none" if one.share_seen is None else f"{rounded(100 * one.share_seen, 2)} %"


def _interval(one: Survey) -> str:
    low, high = (rounded(100 * end, 3) for end in one.interval)
    return f"{low} to {high} %"


def _readings(asked: _Asked) -> tuple[Reading, ...]:
    average = expected(asked.population, asked.response)
    holds = asked.main.interval_holds(asked.true_percent / 100)
    answers = int(asked.main.answered.sum())
    low, high = asked.main.interval
    return (
        Reading("answers", "People who answered", answers, f"{answers:,}"),
        Reading("seen", "Share with symptoms seen", asked.main.share_seen, _seen(asked.main)),
        Reading("width", "Width of the printed 95 % interval", high - low,
                f"{rounded(100 * (high - low), 2)} points; it "
                f"{'holds' if holds else 'misses'} the truth"),
        Reading("severe", "Severe among those with symptoms, on average", average.severe_seen,
                f"{_percent(100 * average.severe_seen)} of those who answered, "
                f"{_percent(100 * average.severe_true)} of everybody"),
    )  # fmt: skip


def _table(asked: _Asked) -> Table:
    rows = tuple(
        (name, f"{int(invited):,}", f"{int(answered):,}", f"{rounded(100 * float(chance), 2)} %")
        for name, invited, answered, chance in zip(
            _NAMES, asked.main.invited, asked.main.answered, asked.response.probabilities,
            strict=True,
        )
    )  # fmt: skip
    sizes = tuple(
        (f"Survey {n}", f"{int(one.invited.sum()):,}", f"{int(one.answered.sum()):,}",
         f"{_seen(one)} ({_interval(one)})")
        for n, one in enumerate(asked.surveys, start=1)
    )  # fmt: skip
    heads = ("Group or survey", "Could answer", "Answered", "Chance to answer, or share seen")
    return Table("Who could answer and who did, and the six surveys", heads, rows + sizes)


EXPLORER = Explorer(
    id="survey-selection",
    title="Who answers a survey",
    task="Set what is true, then who is likelier to answer. *How far can the share seen be from "
    "the truth, and does the printed interval warn of it?*",
    controls=(
        Slider("true_percent", "People with the symptom, in truth", "%", 1, 60, 1, 10),
        Slider("times_with_symptom", "With mild symptoms, likelier to answer", "times", 0.2, 10,
               0.1, 1),
        Slider("times_when_severe", "Severe against mild symptoms, likelier again", "times", 0.2, 5,
               0.1, 1),
        Slider("could_answer", "People who could answer", "people", 1000, 200_000, 1000, 50_000),
        Slider("response_percent", "People without the symptom who answer", "%", 0.1, 2, 0.1, 1),
        Slider("draw", "Which play of chance", "", 1, 20, 1, 1),
    ),
    presets=(
        Preset(
            "fair",
            "Nobody is likelier to answer",
            "Go through several plays of chance. How often does the printed interval hold the "
            "truth? What do more answers do to it?",
            {},
        ),
        Preset(
            "drawn-in",
            "Symptoms draw people in",
            "People with symptoms are likelier to take part, above all severe ones. What became of "
            "10 of 100? Did anybody answer untruthfully?",
            {"times_with_symptom": 4, "times_when_severe": 3},
        ),
        Preset(
            "many-answers",
            "The same with very many answers",
            "Four times as many people. What happened to the width of the interval, and what to "
            "its distance from the truth? What is a large number of answers a protection against?",
            {"times_with_symptom": 4, "times_when_severe": 3, "could_answer": 200_000},
        ),
        Preset(
            "like-a-published-survey",
            "A survey of the published kind",
            "Some 1,200 people answered a survey that was spread by support groups and health "
            "sites; nobody knows who saw it and did not answer. The settings "
            "here are invented and only give about as many answers. Find two other truths that "
            "would show the same share: what does such a survey tell, and what can it not tell?",
            {"times_with_symptom": 8, "times_when_severe": 3, "could_answer": 110_000,
             "response_percent": 0.5},
        ),
        Preset(
            "too-ill-to-answer",
            "Too ill to answer",
            "Now severe symptoms keep people from answering. Which way is the share wrong? How "
            "would one find out which of the two happened?",
            {"true_percent": 30, "times_with_symptom": 1, "times_when_severe": 0.2},
        ),
    ),
    show=show,
    notes=(
        "All numbers are invented, except that of the people who answered the published survey: "
        "1,207, of whom 763 had stopped, 294 were tapering and 136 still took the medicine. Its "
        "authors name self-selection and the missing control group as limits.",
        "That selection *can* inflate a share does not show that it did, or by how much. Such a "
        "survey shows that these experiences exist and what they are like; how common they are, "
        "and whether the medicine causes them, it can't show.",
        "Half of the people with symptoms have mild, 3 of 10 moderate, 2 of 10 severe ones in this "
        "model. Moderate ones are between mild and severe in how likely they answer.",
        "The printed interval (Wilson) allows for chance only. Left out: unclear questions, "
        "memory, and answers sent twice.",
    ),
    sources=("ritvo2023", "finlayson2022", "huff2023"),
)  # fmt: skip
