"""Receptor: how many sites a level holds, and what a ligand there does to the channel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Reading, View
from bzdcourse.explorers.numbers import rounded
from bzdcourse.explorers.receptor_cases import (
    CITALOPRAM,
    CONTRAST_NG_ML,
    CONTROLS,
    KINDS,
    NOTES,
    PRESETS,
    SOURCES,
    USUAL_NG_ML,
)
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points, Series
from bzdcourse.figures.figure import Table
from bzdcourse.models.receptor import (
    last_step_ratio,
    occupancy_with_flumazenil,
    open_probability,
)
from bzdcourse.models.receptor_data import receptor_data

_GABA_UM = np.linspace(0, 300, 121)
_ROWS = 13
_DATA = receptor_data()


def _half_levels_ng_ml() -> dict[str, tuple[float, float]]:
    """Lowest and highest half-occupying level of each choice."""
    alprazolam, lorazepam = (_DATA.half_level(name) for name in ("alprazolam", "lorazepam"))
    constants = _DATA.illustrative
    return {
        "alprazolam": (alprazolam.value, alprazolam.value),
        "lorazepam": (lorazepam.low, lorazepam.high),
        "unmeasured": (constants["unmeasured_low"], constants["unmeasured_high"]),
        "contrast": (CONTRAST_NG_ML, CONTRAST_NG_ML),
    }


_HALF_LEVELS_NG_ML = _half_levels_ng_ml()


@dataclass(frozen=True)
class _Setting:
    """One setting of the controls, and what follows from it. Shares are 0 to 1."""

    site: str
    ligand: str
    level_ng_ml: float
    flumazenil_nm: float
    gaba_um: float

    @property
    def halves_ng_ml(self) -> tuple[float, float]:
        """Lowest and highest half-occupying level."""
        return _HALF_LEVELS_NG_ML[self.site]

    @property
    def is_range(self) -> bool:
        """Whether no single half-occupying level can be named."""
        return self.halves_ng_ml[0] != self.halves_ng_ml[1]

    @cached_property
    def levels_ng_ml(self) -> np.ndarray:
        """Levels that are drawn."""
        top = 100 if self.level_ng_ml <= 80 else 250 if self.level_ng_ml <= 200 else 500
        return np.linspace(0, top, 101)

    def held(self, levels_ng_ml: Any, flumazenil_nm: float) -> np.ndarray:
        """Shares held by the drug: lowest and highest, along the first axis."""
        kd = _DATA.studies["flumazenil-kd"].value
        return np.stack(
            [
                occupancy_with_flumazenil(levels_ng_ml, half, flumazenil_nm, kd).first
                for half in reversed(self.halves_ng_ml)
            ]
        )

    @cached_property
    def now(self) -> np.ndarray:
        """Shares held at the level set, lowest and highest."""
        return self.held(self.level_ng_ml, self.flumazenil_nm)

    @cached_property
    def by_flumazenil(self) -> float:
        """Share that flumazenil holds; of a range, its middle."""
        kd = _DATA.studies["flumazenil-kd"].value
        both = [
            occupancy_with_flumazenil(self.level_ng_ml, half, self.flumazenil_nm, kd).second
            for half in self.halves_ng_ml
        ]
        return float(np.mean(both))

    def opened(self, gaba_um: Any, *, full: bool = False) -> np.ndarray:
        """Shares of open channels with the ligand, lowest and highest; ``full``: all sites held."""
        kd = _DATA.studies["flumazenil-kd"].value
        shift = _DATA.illustrative[self.ligand]
        ratios = [1e6] * 2 if full else [self.level_ng_ml / half for half in self.halves_ng_ml]
        against = 0.0 if full else self.flumazenil_nm / kd
        channel = _DATA.two_state_receptor
        found = [open_probability(channel, gaba_um, one, shift, against) for one in ratios]
        return np.sort(np.stack(found), axis=0)


def show(values: dict[str, Any]) -> View:
    """Occupancy against level, and open channels against GABA."""
    setting = _Setting(**values)
    return View((_sites(setting), _channel(setting)), _readings(setting), _table(setting))


def _span(ends: np.ndarray, unit: str = " %") -> str:
    """Two shares as one text: "16 %" or "3 to 18 %"."""
    low, high = (rounded(100 * float(end), 2) for end in ends)
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def _sites(setting: _Setting) -> Panel:
    x = setting.levels_ng_ml
    low, high = 100 * setting.held(x, setting.flumazenil_nm)
    series: list[Series] = [Line(x, high, _NAMES[setting.site][0])]
    if setting.is_range:
        series.insert(0, Band(x, low, high, "range"))
        series.append(Line(x, low, _NAMES[setting.site][1], dash="dashed"))
    if setting.flumazenil_nm:
        series.append(Line(x, 100 * setting.held(x, 0)[1], "without flumazenil", "ink", "dotted"))
    series += _imaging(setting.site)
    series.append(Guide(100 * CITALOPRAM, "citalopram, at its own site"))
    series.append(Guide(setting.level_ng_ml, "level set", axis="x"))
    return Panel(
        title="Sites held by the drug",
        x_label="Level in plasma (ng/mL)",
        y_label="Sites held (%)",
        series=series,
        alt=_sites_in_words(setting),
        x_range=(0, float(x[-1])),
        y_range=(0, 100),
    )


def _imaging(site: str) -> list[Points]:
    """What imaging of people found, at the level that the dose gives."""
    at = np.array([USUAL_NG_ML])
    if site == "alprazolam":
        seen = np.array([_DATA.studies["alprazolam-people"].value])
        return [Points(at, seen, "seen in 9 people (SPECT)", "orange")]
    if site == "lorazepam":
        top = np.array([_DATA.studies["lorazepam-people"].high])
        return [Points(at, top, "people: less than this (SPECT)", "orange", 0 * top, top)]
    return []


_NAMES = {
    "alprazolam": ("held",),
    "lorazepam": ("as rats say", "as the study of people says"),
    "unmeasured": ("illustrative: upper end", "illustrative: lower end"),
    "contrast": ("held",),
}
_BASIS = {
    "alprazolam": "The curve is drawn through the one finding in people: 16 % in nine healthy "
    "people on 2 mg a day, taken as 20 ng/mL.",
    "lorazepam": "The upper curve is from rats; the lower one from a study of people that found "
    "less than 3 %, a level of 20 ng/mL assumed. They disagree, and nothing between is better.",
    "unmeasured": "No occupancy was found in living people, so the range is an illustration and "
    "no finding.",
    "contrast": "An imagined medicine that at 20 ng/mL holds 77 % of its sites, as citalopram does "
    "of another protein. No benzodiazepine was found to do so at usual doses.",
}


def _sites_in_words(setting: _Setting) -> str:
    half = " to ".join(rounded(one) for one in dict.fromkeys(setting.halves_ng_ml))
    told = [
        f"Share of the sites held against level, a curve that bends towards 100 %: half of the "
        f"sites at {half} ng/mL.",
        f"At {rounded(setting.level_ng_ml)} ng/mL the drug holds {_span(setting.now)}.",
        _BASIS[setting.site],
    ]
    if setting.flumazenil_nm:
        before = setting.held(setting.level_ng_ml, 0)
        told.append(
            f"With {setting.flumazenil_nm:g} nmol/L of flumazenil the curve is lower; without it "
            f"the drug would hold {_span(before)}."
        )
    told.append("A line at 77 % marks what citalopram holds of its own, other site.")
    return " ".join(told)


def _channel(setting: _Setting) -> Panel:
    alone = 100 * open_probability(_DATA.two_state_receptor, _GABA_UM)
    low, high = 100 * setting.opened(_GABA_UM)
    full = 100 * setting.opened(_GABA_UM, full=True)[0]
    name = "with the ligand"
    # Of a range only its ends are known: no curve is drawn between them.
    held = Band(_GABA_UM, low, high, name) if setting.is_range else Line(_GABA_UM, high, name)
    return Panel(
        title="What a ligand there does to the channel",
        x_label="GABA (µM, illustrative)",
        y_label="Channels open (%)",
        series=[
            held,
            Line(_GABA_UM, alone, "GABA alone", "ink", "dashed"),
            Line(_GABA_UM, full, "all sites held", "purple", "dotted"),
            Guide(setting.gaba_um, "GABA set", axis="x"),
        ],
        alt=_channel_in_words(setting),
        x_range=(0, 300),
        y_range=(0, 100),
    )


def _channel_in_words(setting: _Setting) -> str:
    channel = _DATA.two_state_receptor
    alone = open_probability(channel, setting.gaba_um)
    nothing = setting.opened(0.0)
    full = setting.opened(setting.gaba_um, full=True)
    return (
        f"Share of open channels against GABA; ligand: {KINDS[setting.ligand]}. "
        f"At {setting.gaba_um:g} µM of GABA, {_span(np.array([alone, alone]))} are open without "
        f"a ligand, {_span(setting.opened(setting.gaba_um))} with it, and {_span(full)} if it "
        f"held all sites and no flumazenil were there, which is its ceiling. Without any GABA "
        f"{_span(nothing)} are open with it: next to none."
    )


def _readings(setting: _Setting) -> tuple[Reading, ...]:
    alone = float(open_probability(_DATA.two_state_receptor, setting.gaba_um))
    opened = setting.opened(setting.gaba_um)
    ratios = last_step_ratio(setting.held(setting.level_ng_ml, 0))
    steps = " to ".join(dict.fromkeys(rounded(float(one), 2) for one in ratios))
    flumazenil = setting.by_flumazenil
    return (
        Reading("held", "Sites held by the drug", float(setting.now.mean()), _span(setting.now)),
        Reading("flumazenil", "Sites held by flumazenil", flumazenil,
                _span(np.array([flumazenil, flumazenil]))),
        Reading("last-step", "Equal steps of dose down from here: last step of occupancy, as a "
                "multiple of the first", float(ratios.mean()), f"{steps} times"),
        Reading("alone", "Channels open with GABA alone", alone, _span(np.array([alone, alone]))),
        Reading("open", "Channels open with the ligand", float(opened.mean()), _span(opened)),
    )  # fmt: skip


def _table(setting: _Setting) -> Table:
    levels = np.linspace(0, setting.levels_ng_ml[-1], _ROWS)
    gaba = np.linspace(0, _GABA_UM[-1], _ROWS)
    held, opened = setting.held(levels, setting.flumazenil_nm), setting.opened(gaba)
    alone = open_probability(_DATA.two_state_receptor, gaba)
    rows = tuple(
        (rounded(levels[n]), _span(held[:, n], ""), rounded(gaba[n]),
         rounded(100 * alone[n], 2), _span(opened[:, n], ""))
        for n in range(_ROWS)
    )  # fmt: skip
    heads = ("Level (ng/mL)", "Sites held (%)", "GABA (µM)", "Open, GABA alone (%)",
             "Open, with the ligand (%)")  # fmt: skip
    return Table("Two curves: sites held by level, and channels open by GABA", heads, rows)


EXPLORER = Explorer(
    id="receptor",
    title="From level to receptor",
    task="Choose a teaching case and move the level. *How many sites does a usual dose hold, and "
    "what do they do without GABA?*",
    controls=CONTROLS,
    presets=PRESETS,
    show=show,
    notes=NOTES,
    sources=SOURCES,
)
