"""Controls, teaching cases and notes of the explorer of half-life and metabolite."""

from __future__ import annotations

from bzdcourse.explorers.base import Choice, Preset, Slider, Switch
from bzdcourse.models.drugs import drugs

NOTHING = "none"
"""Where another medicine could be named."""

_OTHERS = {NOTHING: "nothing"} | {
    key: one.name for key, one in drugs().items() if not one.metabolite_parameters
}

CONTROLS = (
    Slider("dose_mg", "Dose, once a day", "mg", 1, 20, 1, 10),
    Slider("days_taken", "Days of taking it", "days", 1, 60, 1, 28),
    Slider("days_after", "Days after the stop", "days", 3, 60, 1, 28),
    Slider("age_years", "Age", "years", 20, 80, 1, 40),
    Slider("clearance_factor", "Clearance of diazepam", "\u00d7 typical", 0.2, 2, 0.01, 1),
    Slider(
        "metabolite_factor", "Clearance of desmethyldiazepam", "\u00d7 typical", 0.2, 2, 0.01, 1
    ),
    Switch("counted", "Count desmethyldiazepam", True),
    Choice("other", "Compare with", _OTHERS, NOTHING),
    Switch("log", "Logarithmic axis", False),
)

PRESETS = (
    Preset(
        "metabolite-outlasts",
        "The metabolite outlasts the parent",
        "Four weeks, then a stop. Which of the two is higher at the stop, and which stays "
        "longer? Switch off *Count desmethyldiazepam*: by how much would one misjudge the end?",
        {},
    ),
    Preset(
        "one-dose",
        "One dose only",
        "After a single dose the metabolite never comes near the parent. Raise the days of "
        "taking it: when does it overtake, and why so late?",
        {"days_taken": 1, "days_after": 14},
    ),
    Preset(
        "short-and-long",
        "A short half-life beside a long one",
        "Alprazolam, once a day for as long, beside diazepam. After how many days is a tenth "
        "left of each? Choose others: which come near diazepam?",
        {"other": "alprazolam"},
    ),
    Preset(
        "old-age",
        "At 80 years",
        "Klotz and colleagues found a half-life of 90 h at 80 years and of 20 h at 20, at the "
        "same clearance. Move the age: what does it do to the end, and what to the level? "
        "Divoll and colleagues found clearance about halved in older men: set it to 0.5. The "
        "studies disagree.",
        {"age_years": 80, "days_taken": 42, "days_after": 42},
    ),
    Preset(
        "slow-enzyme",
        "A slow enzyme",
        "Among 18 men, those without a working CYP2C19 gene had half-lives of 84 h and 176 h "
        "(parent, metabolite), those with two 20 h and 99 h: 0.24 and 0.56 times the clearance. "
        "Another study found no such difference. Who needs the longer watch after a stop?",
        {
            "age_years": 20,
            "clearance_factor": 0.24,
            "metabolite_factor": 0.56,
            "days_taken": 42,
            "days_after": 42,
        },
    ),
    Preset(
        "straight-lines",
        "Straight lines",
        "On a logarithmic axis whatever halves in equal times is a straight line. Which of the "
        "curves is one? Long after the stop, which slope does diazepam's metabolite follow?",
        {"log": True, "days_after": 42},
    ),
)

NOTES = (
    "Diazepam is one compartment here, so that half-life can follow age; single doses really "
    "peak higher. Averages, and the end after many doses, stay as they are.",
    "Milligrams of parent and metabolite are added up as if they acted alike. That is a "
    "simplification; the explorer of the receptor weighs them.",
    "Of the metabolite only the share formed divided by its clearance can be told from blood. "
    "That all of the diazepam becomes desmethyldiazepam is a choice, and the metabolite's "
    "braking of diazepam's own breakdown is left out.",
    "A level that has fallen is not the end of adaptation: when and how hard withdrawal comes "
    "is not in this picture.",
)

SOURCES = (
    "klotz1975",
    "divoll1983",
    "clorazepate_kinetics",
    "friedman1989",
    "qin1999",
    "zhang1990",
    "diazepam_inhibition",
    "alprazolam_label",
)
