"""What the two explorers of levels must show, whoever computes it."""

import numpy as np
import pytest

from bzdcourse.models.quantities import ModelError
from views import lines, value, view

DOSE, TAIL = "dose-and-interval", "half-life-and-metabolite"


def person(shown):
    """The curve of the person whose level is drawn."""
    return lines(shown.panels[0])["this person"]


def test_average_knows_neither_volume_nor_interval():
    """The same daily dose gives the same average, and the volume does not move it."""
    base = value(view(DOSE, dose_mg=3, interval_h=24), "average")
    for change in ({"dose_mg": 1, "interval_h": 8}, {"dose_mg": 1.5, "interval_h": 12},
                   {"dose_mg": 3, "interval_h": 24, "volume_factor": 2.5},
                   {"dose_mg": 3, "interval_h": 24, "loading": True}):  # fmt: skip
        assert value(view(DOSE, **change), "average") == pytest.approx(base)
    halved = view(DOSE, dose_mg=3, interval_h=24, clearance_factor=0.5)
    assert value(halved, "average") == pytest.approx(2 * base)


def test_volume_moves_swing_and_time():
    """A larger volume flattens the swing and lengthens the way to the steady state."""
    small, large = (view(DOSE, volume_factor=factor) for factor in (1, 2))
    assert value(large, "peak") < value(small, "peak")
    assert value(large, "trough") > value(small, "trough")
    # Absorption takes its part of the time whatever the volume is.
    ratio = value(large, "reached") / value(small, "reached")
    assert ratio == pytest.approx(2, rel=0.03)


def test_steady_state_is_where_the_curve_ends():
    """After many half-lives the drawn curve swings between the trough and the peak named."""
    for drug in ("alprazolam", "clonazepam"):
        seen = view(DOSE, drug=drug, interval_h=24, days=30)
        line = person(seen)
        late = line.y[line.x > 29]
        assert late.max() == pytest.approx(value(seen, "peak"), rel=0.01)
        assert late.min() == pytest.approx(value(seen, "trough"), rel=0.01)


def test_ninety_percent_takes_three_half_lives_and_a_bit():
    """In one compartment it is 3.32 half-lives, and a little more for the absorption."""
    seen = view(DOSE, drug="alprazolam")
    assert value(seen, "reached") == pytest.approx(3.32 * 11.2, rel=0.03)


def test_an_inhibitor_raises_the_average_slowly():
    """The average rises as clearance falls, the curve from that day on only, and not at once."""
    without = view(DOSE, interval_h=12, days=20)
    seen = view(DOSE, interval_h=12, days=20, change_day=10, change_factor=0.39)
    rise = value(seen, "average") / value(without, "average")
    assert rise == pytest.approx(1 / 0.39)
    before, after = person(without), person(seen)
    early = before.x <= 9
    assert np.allclose(before.y[early], after.y[early])
    assert after.y[after.x <= 9.5].max() < 0.7 * value(seen, "peak")


def test_a_missed_dose_is_seen_and_named():
    """Without one dose the level falls below the usual trough, and the words say which day."""
    seen = view(DOSE, interval_h=12, days=8, missed_day=5)
    line = person(seen)
    gap = (line.x > 4.4) & (line.x <= 4.5)
    assert line.y[gap].min() < 0.7 * value(seen, "trough")
    assert "first dose of day 5 is missed" in seen.panels[0].alt
    assert "missed" not in view(DOSE, days=4, missed_day=5).panels[0].alt


def test_a_loading_dose_is_there_at_once():
    """With it, the first day is already at the height of the last."""
    seen = view(DOSE, drug="diazepam", interval_h=24, days=14, loading=True)
    line = person(seen)
    first, last = line.y[(line.x > 0.5) & (line.x < 1)], line.y[line.x > 13.5]
    assert first.mean() == pytest.approx(last.mean(), rel=0.15)


def test_no_inhibitor_where_the_gut_matters():
    """For triazolam a change of clearance is refused, and why; without one there is a view."""
    with pytest.raises(ModelError, match="gut"):
        view(DOSE, drug="triazolam", change_factor=0.5)
    assert value(view(DOSE, drug="triazolam"), "average") > 0


def test_the_metabolite_lengthens_the_end():
    """Counted, a tenth is left later than of the parent alone; not counted, there is no number."""
    seen = view(TAIL)
    assert value(seen, "both") > 1.4 * value(seen, "alone")
    without = view(TAIL, counted=False)
    assert value(without, "both") is None
    assert value(without, "alone") == value(seen, "alone")


def test_metabolite_overtakes_with_time():
    """After one dose it stays below the parent, after four weeks it stands above."""
    assert value(view(TAIL, days_taken=1), "ratio") < 1
    assert value(view(TAIL, days_taken=28), "ratio") > 1.5


@pytest.mark.parametrize(("age_years", "half_life_h"), [(20, 20), (80, 90), (50, 55)])
def test_half_life_follows_age(age_years, half_life_h):
    """On the line of Klotz: 20 h at 20 years, 90 h at 80."""
    seen = view(TAIL, age_years=age_years)
    assert value(seen, "half-life") == pytest.approx(half_life_h, rel=0.01)


def test_parent_alone_falls_by_its_half_life():
    """Until a tenth is left it takes 3.32 half-lives, whatever the dose."""
    for dose_mg in (2, 20):
        seen = view(TAIL, dose_mg=dose_mg)
        wanted = 3.32 * value(seen, "half-life")
        assert value(seen, "alone") == pytest.approx(wanted, rel=0.01)


def test_the_other_medicine_is_compared():
    """Alprazolam is down to a tenth long before diazepam; none chosen, none is drawn."""
    seen = view(TAIL, other="alprazolam")
    assert value(seen, "other") < value(seen, "alone") / 2
    assert "alprazolam" in [one.label for one in seen.panels[1].series]
    assert value(view(TAIL), "other") is None
