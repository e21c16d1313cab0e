"""Controls, teaching cases and notes of the explorer of dose and interval."""

from __future__ import annotations

from bzdcourse.explorers.base import Choice, Preset, Slider, Switch
from bzdcourse.models.drugs import drugs, interaction

_INHIBITED = interaction("itraconazole-alprazolam")

CONTROLS = (
    Choice("drug", "Medicine", {key: one.name for key, one in drugs().items()}, "alprazolam"),
    Slider("dose_mg", "Dose", "mg", 0.25, 10, 0.25, 1),
    Slider("interval_h", "Time between doses", "h", 4, 48, 1, 8),
    Slider("days", "Days shown", "days", 1, 30, 1, 5),
    Slider("missed_day", "Day with a missed dose (0: none)", "", 0, 30, 1, 0),
    Switch("loading", "Begin with a loading dose", False),
    Slider("change_day", "Day on which clearance changes", "", 1, 30, 1, 10),
    Slider("change_factor", "Clearance from that day on", "\u00d7 before", 0.2, 2.5, 0.01, 1),
    Slider("clearance_factor", "This person's clearance", "\u00d7 typical", 0.4, 2.5, 0.05, 1),
    Slider("volume_factor", "This person's volume", "\u00d7 typical", 0.5, 2.5, 0.05, 1),
)

PRESETS = (
    Preset(
        "many-doses",
        "One dose, and many",
        "The dashed curve is the first dose alone; the other adds one dose after the other. "
        "How much higher do later peaks get? When do they stop rising, and why do they?",
        {},
    ),
    Preset(
        "one-dose",
        "A single dose",
        "Diazepam, once. Does the level go down from its peak smoothly, or with a bend? Then "
        "choose lorazepam: the model has one compartment for it, and two for diazepam.",
        {"drug": "diazepam", "dose_mg": 5, "interval_h": 48, "days": 2},
    ),
    Preset(
        "same-daily-dose",
        "The same daily dose, split otherwise",
        "3 mg once a day. Then set 1.5 mg every 12 h, and 1 mg every 8 h. One headline number "
        "does not move at all: which one, and what does that say about it?",
        {"dose_mg": 3, "interval_h": 24, "days": 7},
    ),
    Preset(
        "missed-dose",
        "A missed dose",
        "How far does the level fall, and how long until it is back? Choose diazepam or "
        "clonazepam and look again: what decides how much one missed dose matters?",
        {"interval_h": 12, "days": 8, "missed_day": 5},
    ),
    Preset(
        "loading-dose",
        "A loading dose",
        "A larger first dose. Switch it off and on: does it change where the level ends, or "
        "only when it gets there? Why would one be careful with it?",
        {"drug": "diazepam", "dose_mg": 5, "interval_h": 24, "days": 14, "loading": True},
    ),
    Preset(
        "old-age",
        "Old age: two readings of the evidence",
        "Klotz and colleagues found diazepam spread over a larger volume in older people, at "
        "the same clearance: the volume stands at 2.5. Move it to 1: what changes, and what "
        "does not? Divoll and colleagues found clearance about halved in older men: set it to "
        "0.5. What does that change? The studies disagree; the model can't decide it.",
        {"drug": "diazepam", "dose_mg": 5, "interval_h": 24, "days": 30, "volume_factor": 2.5},
    ),
    Preset(
        "inhibitor",
        "An inhibitor is added on day 10",
        f"{_INHIBITED.text} Here such an inhibitor comes on day 10 and stays. Nothing is "
        "changed in the dose. How high does the level get, and how long is it on its way?",
        {
            "interval_h": 12,
            "days": 20,
            "change_day": 10,
            "change_factor": _INHIBITED.clearance_factor,
        },
    ),
    Preset(
        "short-and-long",
        "Short and long half-life",
        "Once a day. Go through triazolam, alprazolam, clonazepam and diazepam: what happens "
        "to the swing between two doses, and to the time until nothing rises any more?",
        {"drug": "triazolam", "interval_h": 24, "days": 10},
    ),
)

NOTES = (
    "Every medicine is one typical adult of 70 kg, from averages of small studies. The 200 "
    "people differ in clearance and volume only, as far as studies have told how much.",
    "Elimination is in proportion to the level, whatever the level. Food, illness of liver or "
    "kidneys, and what gut and liver remove on the way in are left out.",
    "The accumulation ratio is $1/(1-2^{-\\tau/t_{1/2}})$, with $\\tau$ the time between doses: "
    "how much more of a dose is in the body once nothing rises any more. Other definitions, by "
    "areas or by troughs, give other numbers for the same person.",
    "Active metabolites are left out here; *half-life and metabolite* has them.",
    "A level is not an effect, and equal levels are not equal effects in two people. What the "
    "body does to adapt is not in this picture.",
)

SOURCES = tuple(
    dict.fromkeys(
        [
            "alprazolam_label",
            "greenblatt1993",
            *_INHIBITED.sources,
            "klotz1975",
            "divoll1983",
            "friedman1989",
            "crevoisier2003",
            "greenblatt2005",
            "greenblatt1979",
            "scavone1986",
        ]
    )
)
