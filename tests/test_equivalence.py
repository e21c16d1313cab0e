"""Equivalents: always a range with its sources, and a switch run at both of its ends."""

from dataclasses import fields

import numpy as np
import pytest

from bzdcourse.data import references
from bzdcourse.models.equivalence import Spread, equivalents, equivalents_of, switch_to_diazepam
from bzdcourse.models.quantities import ModelError


@pytest.fixture(scope="module")
def switch():
    """Two milligrams of lorazepam a day replaced by diazepam in two weekly steps."""
    return switch_to_diazepam("lorazepam", 2)


PUBLISHED = {
    "alprazolam": (1, 0.5),
    "clonazepam": (1, 0.5),
    "lorazepam": (2, 1),
    "oxazepam": (30, 20),
    "temazepam": (15, 20),
    "triazolam": (0.25, 0.5),
}
"""Equal to 10 mg of diazepam: VA/DoD 2021 and Ashton 2002, as the guideline of 2025 prints."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_both_tables_stand_side_by_side(name):
    """The two tables of the 2025 guideline are there as printed, and are not averaged."""
    told = {value.table.id: value.dose_mg for value in equivalents_of(name).values}
    assert (told["va-dod-2021"], told["ashton-2002"]) == PUBLISHED[name]


def test_a_table_for_5_mg_is_told_for_10():
    """The World Health Organization prints equivalents of 5 mg; here all are for 10 mg."""
    told = {value.table.id: value.dose_mg for value in equivalents_of("lorazepam").values}
    assert told["who-2009"] == 1


def test_four_drugs_of_six_are_twofold_apart():
    """For alprazolam, clonazepam, lorazepam and triazolam tables differ by a factor of two."""
    apart = {name for name in PUBLISHED if _ratio(equivalents_of(name)) == 2}
    assert apart == {"alprazolam", "clonazepam", "lorazepam", "triazolam"}


def _ratio(spread):
    return spread.high_mg / spread.low_mg


def test_an_equivalent_is_always_a_range_with_a_warning():
    """Every answer has two ends, two sources or more, and a warning. Pitfall 18."""
    for spread in equivalents().values():
        assert len(spread.values) >= 2
        low_mg, high_mg = spread.as_diazepam_mg(1)
        assert low_mg <= high_mg
        assert "no dose for anybody" in spread.warning


def test_nothing_hands_out_a_single_equivalent():
    """A spread has no middle, mean or typical value that could be taken for the answer.

    Pitfall 18.
    """
    names = {field.name for field in fields(Spread)} | set(dir(Spread))
    assert not {name for name in names if "mean" in name or "typical" in name or "mid" in name}


def test_the_range_turns_around():
    """The smallest equivalent gives the largest dose of diazepam."""
    assert equivalents_of("lorazepam").as_diazepam_mg(2) == (10, 20)


def test_every_table_has_sources_that_are_in_the_bibliography():
    """No value without a source that a reader can find."""
    known = references()
    used = {key for s in equivalents().values() for v in s.values for key in v.table.sources}
    assert used and used <= set(known)


def test_a_drug_of_one_table_only_is_refused():
    """One table would look exact, so what only one table names is not told. Pitfall 18."""
    with pytest.raises(ModelError, match=r"No two tables.*'midazolam'.*lorazepam"):
        equivalents_of("midazolam")


def test_a_switch_is_run_at_both_ends(switch):
    """The two ends of the tables give levels of diazepam that are twofold apart all the way."""
    assert switch.diazepam_mg == (10, 20)
    after = switch.day > 1
    assert switch.high.parent_ng_ml[after] == pytest.approx(2 * switch.low.parent_ng_ml[after])


def test_a_switch_is_not_instant(switch):
    """Two weeks after the last tablet the metabolite is still rising, and lorazepam is gone.

    Pitfall 18.
    """
    at = [int(np.searchsorted(switch.day, day)) for day in (7, 21, 56)]
    metabolite = switch.low.metabolite_ng_ml[at]
    assert metabolite[0] < 0.5 * metabolite[2]
    assert metabolite[1] < 0.98 * metabolite[2]
    assert switch.before.parent_ng_ml[at[1]] < 0.01 * switch.before.parent_ng_ml[at[0]]


def test_the_old_drug_falls_in_steps(switch):
    """Half of the lorazepam is taken in the first week of the switch and none after it."""
    before, first, gone = (
        switch.before.parent_ng_ml[(switch.day > a) & (switch.day <= b)].mean()
        for a, b in ((-7, 0), (4, 7), (12, 14))
    )
    assert first == pytest.approx(before / 2, rel=0.05)
    assert gone < 0.02 * before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"daily_dose_mg": -2}, "daily_dose_mg is -2 mg; it must be from 0.001 to 1000 mg"),
        ({"steps": 0}, "steps is 0 steps; it must be from 1 to 10"),
        ({"days_per_step": float("nan")}, "days_per_step is nan days"),
        ({"weeks_after": 1000}, "weeks_after is 1000 weeks; it must be from 1 to 52 weeks"),
        ({"name": "aspirin"}, "'aspirin'"),
    ],
)
def test_bad_input_is_named_with_unit_and_range(options, says):
    """What can't be done is said with its unit and what is allowed."""
    with pytest.raises(ModelError, match=says):
        switch_to_diazepam(**{"name": "lorazepam", "daily_dose_mg": 2, **options})
