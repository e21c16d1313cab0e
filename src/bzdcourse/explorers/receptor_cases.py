"""Controls, teaching cases and notes of the explorer of the receptor."""

from __future__ import annotations

from bzdcourse.explorers.base import Choice, Preset, Slider
from bzdcourse.models.receptor import level_for_occupancy_ng_ml
from bzdcourse.models.receptor_data import receptor_data

USUAL_NG_ML = 20.0
"""What 2 mg a day of alprazolam or 2 mg of lorazepam give, roughly."""

CITALOPRAM = receptor_data().studies["citalopram-people"].value / 100
"""Share of serotonin transporters that it holds at a usual dose."""

CONTRAST_NG_ML = USUAL_NG_ML * (1 - CITALOPRAM) / CITALOPRAM
"""Half-occupying level of an imagined medicine that holds as much at ``USUAL_NG_ML``."""

_EIGHTY_NG_ML = round(float(level_for_occupancy_ng_ml(0.8, CONTRAST_NG_ML)))

KINDS = {
    "positive_modulator": "positive modulator, as benzodiazepines are",
    "antagonist": "neutral antagonist",
    "inverse_agonist": "inverse agonist",
}
SITES = {
    "alprazolam": "alprazolam: one study of people",
    "lorazepam": "lorazepam: rats and people disagree",
    "unmeasured": "no measured value, such as diazepam or clonazepam",
    "contrast": "for contrast: imagined, holding as much as citalopram does elsewhere",
}

CONTROLS = (
    Choice("site", "Whose sites", SITES, "alprazolam"),
    Choice("ligand", "What the ligand does once bound", KINDS, "positive_modulator"),
    Slider("level_ng_ml", "Level in plasma", "ng/mL", 0, 500, 1, USUAL_NG_ML),
    Slider("flumazenil_nm", "Flumazenil, free in plasma", "nmol/L", 0, 200, 1, 0),
    Slider("gaba_um", "GABA", "µM", 0, 300, 1, 60),
)

PRESETS = (
    Preset(
        "therapeutic",
        "A usual dose of alprazolam",
        "2 mg a day, at which nine healthy people were sedated. How many of their sites were "
        "held? What does that say about the belief that an effect needs most receptors?",
        {},
    ),
    Preset(
        "no-gaba",
        "No GABA",
        "GABA is gone and the level is as high as it goes. How many channels open? Now add a "
        "little GABA: why is a benzodiazepine called a modulator, and not an agonist?",
        {"gaba_um": 0, "level_ng_ml": 500},
    ),
    Preset(
        "flumazenil-added",
        "Flumazenil comes",
        "In this model flumazenil does nothing to the channel by itself. What does it do to the "
        "sites that the drug holds, and so to the channels? Raise the level: can the drug win?",
        {"flumazenil_nm": 60, "level_ng_ml": 60},
    ),
    Preset(
        "studies-disagree",
        "Two studies, two answers",
        "Rats say that 20 ng/mL of lorazepam hold about a sixth of the sites; a study of "
        "people says under 3 %. Both saw effects. Which would you teach, and what would settle "
        "it?",
        {"site": "lorazepam"},
    ),
    Preset(
        "eighty-per-cent",
        "If it held 80 %",
        "An imagined medicine that holds as much as antidepressants hold of their transporter. "
        "Compare the last step of an even taper with that of alprazolam. Which of the two "
        "cases do the studies of benzodiazepines support?",
        {"site": "contrast", "level_ng_ml": _EIGHTY_NG_ML},
    ),
    Preset(
        "inverse-agonist",
        "An inverse agonist",
        "It holds the same sites and does the opposite. Compare the picture with that of the "
        "antagonist. What would flumazenil do to each of the two?",
        {"ligand": "inverse_agonist", "level_ng_ml": 300},
    ),
)

NOTES = (
    "Whether tapers should be *hyperbolic*, with ever smaller steps, is an **open question** "
    "for benzodiazepines. For antidepressants the argument rests on measured occupancy near "
    "80 %. At 16 % or less the curve is nearly straight, and it does not carry over by itself; "
    "it could still hold if what adapts follows a response that saturates before occupancy "
    "does, or at high doses. No dose\u2013occupancy curve in people was found for a classic "
    "benzodiazepine.",
    "Levels are total levels in plasma and are set against half-occupying levels in plasma. "
    "Constants measured in a dish belong to the free drug and would make occupancy look many "
    "times too high.",
    "The channel's constants are illustrative: its curves have the right shape and no "
    "measured height. Desensitisation and the subtypes of the receptor are left out.",
    "Occupancy is not effect: marked sedation was seen with too little lorazepam on the sites "
    "to be measured.",
)

SOURCES = (
    "fujita1999",
    "alprazolam_steady_state",
    "greenblatt1993",
    "sybirska1993",
    "jpet2007",
    "flumazenilpet2026",
    "jucaite2017",
    "myers2012",
    "meyer2001",
    "sorensen2021",
    "downing2005",
    "neuroreport1999",
    "horowitz2019",
    "horowitz2024",
)
