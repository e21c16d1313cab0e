"""What the taper laboratory offers: cases, rules, teaching cases, and what must be said of them."""

from __future__ import annotations

from dataclasses import dataclass

from bzdcourse.explorers.base import Choice, Control, Preset, Slider, Switch
from bzdcourse.models.taper_rules import rule


@dataclass(frozen=True)
class Case:
    """A round dose of one drug; nobody's own.

    Attributes:
        drug: its id.
        dose_mg: the daily dose before the taper.
        doses_per_day: into how many it is split.
    """

    drug: str
    dose_mg: float
    doses_per_day: int

    @property
    def name(self) -> str:
        """As it is offered."""
        return f"{self.drug}, {self.dose_mg:g} mg a day"


CASES = {
    "alprazolam-2": Case("alprazolam", 2, 3),
    "alprazolam-4": Case("alprazolam", 4, 3),
    "clonazepam-2": Case("clonazepam", 2, 2),
    "diazepam-20": Case("diazepam", 20, 2),
    "diazepam-40": Case("diazepam", 40, 2),
    "lorazepam-4": Case("lorazepam", 4, 2),
}

RULES = (
    "linear",
    "percent-of-current",
    "equal-occupancy",
    "asam-2025",
    "asam-2025-ceiling",
    "nice-cks",
    "ashton",
    "schweizer-1990",
    "baillargeon-2003",
    "fyer-1987",
)
"""Rules that say enough, and of which no two are the same steps."""

TABLETS = {
    "exact": "any dose, as from a liquid",
    "halves": "whole and half tablets",
    "whole": "whole tablets only",
}

DRIVERS = {
    "occupancy": "the share of receptors that is occupied",
    "response": "the response, which runs ahead of it (reserve)",
}

_NAMES = {name: rule(name).name for name in RULES}

CONTROLS: tuple[Control, ...] = (
    Choice("case", "Drug and dose", {key: one.name for key, one in CASES.items()}, "diazepam-20"),
    Choice("rule_a", "Rule A", _NAMES, "linear"),
    Choice("rule_b", "Rule B", _NAMES, "equal-occupancy"),
    Slider("occupancy_percent", "Occupancy at the start dose", "%", 3, 90, 1, 16),
    Choice("driver", "What the body adapts to", DRIVERS, "occupancy"),
    Switch("two_time_scales", "A second, slow adaptation", False),
    Choice("tablets", "Doses that can be had", TABLETS, "exact"),
    Slider(
        "last_dose_percent",
        "Last dose of rules that take a share of what is left",
        "% of the start",
        1,
        25,
        1,
        10,
    ),
)

PRESETS = (
    Preset(
        "low-occupancy",
        "Low occupancy",
        "Alprazolam 2 mg a day held 16 % of the sites in nine healthy people. Ten equal steps of "
        "dose or ten equal steps of occupancy: does the model tell them apart?",
        {"case": "alprazolam-2", "rule_a": "linear", "rule_b": "equal-occupancy"},
    ),
    Preset(
        "high-occupancy",
        "High occupancy, made up",
        "The same two rules if the start dose held 80 %, as antidepressants do at another protein. "
        "We found no classic benzodiazepine that did, so this case may not exist.",
        {
            "case": "alprazolam-2",
            "rule_a": "linear",
            "rule_b": "equal-occupancy",
            "occupancy_percent": 80,
        },
    ),
    Preset(
        "reserve",
        "Low occupancy, but a reserve",
        "Occupancy is 16 % again, but the body now adapts to a response that is at two thirds of "
        "its maximum there. Are equal steps of occupancy better than equal steps of dose now? "
        "Smaller last steps would have to be argued from a curve of response, and no study of "
        "people gives one.",
        {
            "case": "alprazolam-2",
            "rule_a": "linear",
            "rule_b": "equal-occupancy",
            "driver": "response",
        },
    ),
    Preset(
        "tablets",
        "What tablets allow",
        "Equal steps of occupancy from a high one ask for ever smaller doses. What is left of them "
        "if there are only whole tablets? The dotted line is what the rule wants.",
        {
            "case": "lorazepam-4",
            "rule_a": "linear",
            "rule_b": "equal-occupancy",
            "occupancy_percent": 80,
            "tablets": "whole",
        },
    ),
    Preset(
        "crumb",
        "The stop is a step too",
        "A fifth of what is left each week never ends by itself. Move the last dose: what happens "
        "to the weeks, to the stop, and to the peak of the signal?",
        {
            "case": "diazepam-20",
            "rule_a": "linear",
            "rule_b": "percent-of-current",
            "last_dose_percent": 8,
        },
    ),
    Preset(
        "fast-and-slow",
        "25 % a week, and a guideline's pace",
        "The pace of trials around 1990 beside the first pace of the joint guideline of 2025. In "
        "three trials of about the pace of rule A, 38, 48 and 62 % of people stopped: setting and "
        "support differed, the rule hardly.",
        {"case": "lorazepam-4", "rule_a": "schweizer-1990", "rule_b": "asam-2025"},
    ),
)


def _told(name: str) -> str:
    one = rule(name)
    if one.published_as == "form":
        return f"*{one.name}.* {one.says} {one.silent_on}"
    return f"*{one.name}.* Its source says: {one.says} What it does not say: {one.silent_on}"


NOTES = (
    "Stopping abruptly can cause seizures. Nobody who may be physically dependent should stop or "
    "change a dose without a prescriber.",
    "The curves show a model, not an outcome. How many people stopped in trials followed setting "
    "and support more than the rule, and no model here says how likely anything is.",
    "Two bands that overlap are no proof that two rules do the same, and two that don't are no "
    "proof that people would notice. Most of what makes a taper hard or easy is left out: the "
    "illness, sleep, expectation, conditioning, support, other drugs, going slower when it gets "
    "hard.",
    "Occupancy at the start dose is yours to choose. In people it was looked for with alprazolam "
    "(16 % at 2 mg a day) and lorazepam (under 3 %), with other classic benzodiazepines never, as "
    "far as was found. Whether the body adapts to occupancy or to something that saturates "
    "earlier is not known either, and decides whether ever smaller steps matter.",
    "A band holds the middle 90 of 100 drawn people. They differ in clearance, volume, and "
    "strength and speed of adaptation, from wide ranges; all have the same receptors. Levels are "
    "means of a day; desmethyldiazepam is counted as diazepam.",
    "The net signal is in arbitrary units: 1 is what the start dose would do to somebody who is "
    "not adapted. Below 0 it is a signal of withdrawal. It is no score of symptoms.",
    *map(_told, RULES),
)

SOURCES = tuple(
    dict.fromkeys(
        [
            *(key for name in RULES for key in rule(name).sources),
            *(
                "fujita1999",
                "sybirska1993",
                "oudevoshaar2003",
                "morin2004",
                "rickels1990",
                "fda2020",
            ),
        ]
    )
)
