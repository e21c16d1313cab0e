"""The taper laboratory: what its pictures, words and headline numbers say of two rules."""

import numpy as np
import pytest

from bzdcourse.data import references
from bzdcourse.explorers.taper_laboratory import EXPLORER
from bzdcourse.figures.chart import Band, Line
from bzdcourse.models.quantities import ModelError


def view_of(preset=None, **values):
    """The view of a teaching case with some values changed."""
    case = next((one.values for one in EXPLORER.presets if one.id == preset), {})
    return EXPLORER.show(EXPLORER.values({**case, **values}))


def reading(view, name):
    """One headline number by its id."""
    return next(one for one in view.readings if one.id == name)


def ends(view, letter):
    """5th and 95th percentile of the peak, as the reading prints them."""
    text = reading(view, f"peak-{letter}").text
    return [float(part) for part in text.partition("(")[2].rstrip(")").split(" to ")]


def line(view, panel, label):
    """One curve of a panel."""
    return next(
        one for one in view.panels[panel].series if isinstance(one, Line) and one.label == label
    )


@pytest.mark.parametrize("preset", [one.id for one in EXPLORER.presets])
def test_every_case_is_shown_in_pictures_words_and_numbers(preset):
    """Four panels with words for each, two to five headline numbers, and a table."""
    view = view_of(preset)
    assert len(view.panels) == 4
    assert all(panel.alt.endswith(".") and len(panel.alt) > 80 for panel in view.panels)
    assert 2 <= len(view.readings) <= 5
    assert 10 <= len(view.table.rows) <= 30
    assert all(len(row) == len(view.table.columns) for row in view.table.rows)


@pytest.mark.parametrize("control", [one for one in EXPLORER.controls if hasattr(one, "options")])
def test_every_option_can_be_chosen(control):
    """No option of a control fails where the others stand as at first."""
    for option in control.options:
        assert view_of(**{control.id: option}).panels


def test_at_low_occupancy_the_bands_overlap():
    """With 16 % occupied the model can't tell equal steps of dose from equal steps of occupancy.

    Pitfalls 14 and 15.
    """
    view = view_of("low-occupancy")
    (low_a, high_a), (low_b, high_b) = ends(view, "a"), ends(view, "b")
    assert low_a < high_b and low_b < high_a
    assert view.panels[3].alt.endswith("The two bands overlap.")


def test_at_high_occupancy_they_stand_apart():
    """With 80 % occupied, equal steps of occupancy give a lower peak, beyond both bands."""
    view = view_of("high-occupancy")
    assert ends(view, "b")[1] < ends(view, "a")[0]
    assert view.panels[3].alt.endswith("The two bands stand apart.")


def test_a_reserve_raises_the_peak_of_a_linear_taper():
    """If the body adapts to a response ahead of occupancy, the last equal step weighs more."""
    without, with_reserve = view_of("low-occupancy"), view_of("reserve")
    assert reading(with_reserve, "peak-a").value > 1.3 * reading(without, "peak-a").value
    assert "Response" in with_reserve.panels[2].title


def test_whole_tablets_undo_small_last_steps():
    """With whole tablets the stop of equal steps of occupancy is several times larger."""
    exact, whole = view_of("tablets", tablets="exact"), view_of("tablets")
    assert reading(whole, "stop-b").value > 3 * reading(exact, "stop-b").value
    assert any(one.label == "B as wanted" for one in whole.panels[0].series)
    assert "differ from what the rule wants" in whole.panels[0].alt
    assert not any("wanted" in one.label for one in exact.panels[0].series)


def test_the_last_dose_is_a_step_that_counts():
    """A share of what is left that stops at 8 % stops with four times the step before it.

    Pitfall 16.
    """
    small, large = view_of("crumb"), view_of("crumb", last_dose_percent=25)
    assert "It is 4.1 times the reduction before it." in small.panels[0].alt
    assert reading(large, "stop-b").value > 2 * reading(small, "stop-b").value
    assert reading(large, "weeks-b").value < reading(small, "weeks-b").value
    assert reading(large, "peak-b").value > reading(small, "peak-b").value


def test_a_fast_taper_has_the_higher_peak():
    """25 % a week is over in weeks and gives the larger signal; the slow one takes months."""
    view = view_of("fast-and-slow")
    assert reading(view, "weeks-a").value < 5 < 30 < reading(view, "weeks-b").value
    assert ends(view, "a")[0] > ends(view, "b")[1]


def test_a_second_time_scale_leaves_a_tail():
    """With a slow adaptation the signal weeks after the stop is further below zero."""
    one, two = (view_of("crumb", two_time_scales=on) for on in (False, True))
    assert line(two, 3, "Rule B").y[-1] < line(one, 3, "Rule B").y[-1] - 1e-3


def test_dose_level_and_signal_end_at_zero():
    """After the taper nothing is taken, nothing is left, and the signal goes back."""
    view = view_of("low-occupancy")
    assert line(view, 0, "Rule A").y[-1] == 0
    assert line(view, 1, "Rule A").y[-1] == pytest.approx(0, abs=1e-6)
    assert line(view, 3, "Rule A").y[-1] == pytest.approx(0, abs=0.01)


def test_bands_hold_their_curve():
    """Each band lies around the median that is drawn with it."""
    for panel in view_of("crumb").panels[1:]:
        bands = [one for one in panel.series if isinstance(one, Band)]
        curves = [one for one in panel.series if isinstance(one, Line) and one.dash == "solid"]
        for band, curve in zip(bands, curves, strict=True):
            assert np.all(band.low <= curve.y) and np.all(curve.y <= band.high)


def test_the_signal_has_no_score_and_no_calendar():
    """Signals are in arbitrary units over weeks of a model. Pitfall 19."""
    signal = view_of("low-occupancy").panels[3]
    assert "arbitrary units" in signal.y_label
    assert signal.x_label == "Weeks from the first reduction"
    assert "arbitrary units" in signal.alt


def test_a_rule_in_milligrams_is_not_put_on_another_drug():
    """Steps told in mg of diazepam mean nothing in mg of alprazolam, and no table turns them."""
    with pytest.raises(ModelError, match="milligrams of diazepam; choose a case with diazepam"):
        view_of("low-occupancy", rule_a="ashton")


def test_there_is_no_place_for_ones_own_dose():
    """Doses are teaching cases to choose from; no control takes milligrams or a date."""
    units = {getattr(control, "unit", "") for control in EXPLORER.controls}
    assert not {unit for unit in units if "mg" in unit or "day" in unit or "week" in unit}


def test_notes_warn_and_tell_what_sources_leave_open():
    """The notes say not to stop abruptly and, for every rule, what its source does not say."""
    notes = " ".join(EXPLORER.notes)
    assert "seizures" in notes and "prescriber" in notes
    rules = next(one for one in EXPLORER.controls if one.id == "rule_a").options
    assert all(f"*{name}.*" in notes for name in rules.values())
    assert set(EXPLORER.sources) <= set(references())


def test_the_same_setting_gives_the_same_numbers():
    """People are drawn from a fixed seed."""
    first, second = view_of("crumb"), view_of("crumb")
    assert [one.text for one in first.readings] == [one.text for one in second.readings]
