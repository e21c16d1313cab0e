"""Controls, teaching cases and notes of the explorer of adaptation."""

from __future__ import annotations

from bzdcourse.explorers.base import Choice, Preset, Slider

EFFECTS = {
    "sedation": "sedation",
    "seizure-protection": "protection from seizures",
    "anxiety-relief": "relief of anxiety",
    "overall": "whatever an abrupt stop shows",
}
STRUCTURES = {
    "one": "opponent process, one time scale",
    "two": "opponent process, two time scales",
    "feedback": "feedback of the response on itself",
}

CONTROLS = (
    Choice("effect", "Effect (sets the band)", EFFECTS, "sedation"),
    Choice("structure", "Structure of the model", STRUCTURES, "one"),
    Slider("weeks_on", "Weeks with the drug", "weeks", 1, 26, 1, 8),
    Slider("weeks_off", "Weeks shown after the last dose", "weeks", 1, 26, 1, 6),
    Slider("half_life_h", "Half-life of the level", "h", 2, 120, 1, 12),
    Slider("weight", "Strength of the adaptation (opponent process)", "", 0, 0.9, 0.05, 0.8),
    Slider("time_constant_days", "Time constant of the adaptation", "days", 1, 40, 0.5, 7),
)

PRESETS = (
    Preset(
        "eight-weeks",
        "Eight weeks of a sedative",
        "How much of the effect is left in the eighth week? Where does what goes below 0 come "
        "from, although nothing was ever taken away from the person?",
        {},
    ),
    Preset(
        "two-weeks",
        "Two weeks instead of eight",
        "Shorten and lengthen the time with the drug. From which week on does a longer time "
        "hardly change what comes after it, in this model? Would you trust it there?",
        {"weeks_on": 2},
    ),
    Preset(
        "anxiety-relief",
        "Relief of anxiety",
        "A review holds that tolerance to this effect probably does not develop; not everybody "
        "agrees. The band goes from none to some. What would a person notice at each edge?",
        {"effect": "anxiety-relief", "weight": 0.15, "time_constant_days": 14},
    ),
    Preset(
        "two-time-scales",
        "A second, slow time scale",
        "A slow component of a twentieth draws a tail that lasts for months. Does it explain one? "
        "What would have to be measured before one could say so?",
        {"structure": "two", "effect": "overall", "weeks_on": 26, "weeks_off": 20},
    ),
    Preset(
        "another-structure",
        "The same from another structure",
        "Here nothing opposes the drug; the response only feeds back on itself. Look for what "
        "is the same: overshoot, tolerance, rebound. What could tell the two apart?",
        {"structure": "feedback", "weeks_off": 10},
    ),
)

NOTES = (
    "*Arbitrary units*: no signal here is a score of symptoms, and no day a date in anybody's "
    "course. Mood, sleep, learning, expectation, support and other medicines are left out.",
    "Which mechanism adapts is not settled; the model names none. No published model of "
    "benzodiazepine withdrawal in people was found. Strengths and times are drawn from wide "
    "ranges that rest on animals, on one study of people and on choice.",
    "The slow time scale draws a protracted tail and does not explain one. A clinic reported "
    "symptoms after months in a minority; an internet survey of 1,207 people who chose to "
    "answer, without a control group, reported many. How common they are is not known.",
    "The level is drawn as a smooth average: swings between doses are left out. An abrupt stop "
    "after weeks of use can cause seizures; it is shown here because it is what was studied.",
    "A critic of models of this kind holds that plain homeostasis fails for repeated doses, "
    "and that the body learns dose *and* interval.",
)

SOURCES = (
    "solomon1974",
    "vinkers2012",
    "miller1988",
    "miller1988b",
    "rosenberg1983",
    "nbr1985",
    "gabrielsson2008",
    "peper2004",
    "ashton1991",
    "ritvo2023",
    "rickels1990",
    "fda2020",
)
