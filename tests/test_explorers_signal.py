"""The explorers of receptor, adaptation, withdrawal and survey: what their views show and say."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import ROOT
from bzdcourse.data import references
from bzdcourse.explorers import find
from bzdcourse.explorers.base import Choice, Slider
from bzdcourse.figures.chart import Band, Line, Points
from bzdcourse.wording import load_terms, wording_problems
from views import lines, view

IDS = ("receptor", "adaptation", "withdrawal-course", "survey-selection")
CASES = [(one, preset.id) for one in IDS for preset in find(one).presets]


def ends_of(control):
    """Values at the edges of a control."""
    if isinstance(control, Slider):
        return [control.low, control.high]
    return list(control.options) if isinstance(control, Choice) else [True, False]


def drawn_values(control):
    """Any value of a control."""
    if isinstance(control, Slider):
        return st.floats(control.low, control.high)
    return st.sampled_from(ends_of(control))


def assert_sound(shown):
    """A view is complete: words, numbers, a table, and no gaps."""
    assert 2 <= len(shown.readings) <= 5
    assert 1 <= len(shown.table.rows) <= 30
    assert all(len(row) == len(shown.table.columns) for row in shown.table.rows)
    for reading in shown.readings:
        assert reading.text
        assert reading.value is None or math.isfinite(reading.value)
    for panel in shown.panels:
        assert panel.alt.endswith(".") and len(panel.alt) > 80 and "nan" not in panel.alt
        for one in panel.series:
            if isinstance(one, Line | Points):
                assert np.isfinite(one.y).all()
            if isinstance(one, Band):
                assert (np.asarray(one.low) <= np.asarray(one.high) + 1e-9).all()


@pytest.mark.parametrize(("explorer_id", "preset"), CASES)
def test_every_teaching_case_is_complete(explorer_id, preset):
    """Each case has its pictures in words too, two to five numbers, a short table, a question."""
    explorer = find(explorer_id)
    assert_sound(view(explorer_id, preset))
    assert next(one for one in explorer.presets if one.id == preset).text.endswith("?")


@pytest.mark.parametrize("explorer_id", IDS)
def test_every_control_works_at_its_ends(explorer_id):
    """No end of any control breaks the picture."""
    explorer = find(explorer_id)
    for control in explorer.controls:
        for end in ends_of(control):
            assert_sound(view(explorer_id, **{control.id: end}))


@pytest.mark.parametrize("explorer_id", IDS)
def test_readings_stay_the_same_ones(explorer_id):
    """Every view of an explorer has the same headline numbers, so that changes can be foretold."""
    explorer = find(explorer_id)
    found = {tuple(r.id for r in view(explorer_id, p.id).readings) for p in explorer.presets}
    assert len(found) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_values_give_a_view(data):
    """Whatever the sliders are set to, there is a sound picture."""
    explorer = find(data.draw(st.sampled_from(IDS)))
    values = {one.id: data.draw(drawn_values(one)) for one in explorer.controls}
    assert_sound(explorer.show(explorer.values(values)))


@pytest.mark.parametrize("explorer_id", IDS)
def test_the_same_values_give_the_same_picture(explorer_id):
    """Nothing flickers: the people behind a band are drawn once, by seed."""
    first, again = view(explorer_id), view(explorer_id)
    assert first.readings == again.readings
    assert first.table == again.table
    assert [panel.alt for panel in first.panels] == [panel.alt for panel in again.panels]


@pytest.mark.parametrize("explorer_id", IDS)
def test_no_axis_is_a_score_or_a_date(explorer_id):
    """Pitfall 19: signals are in arbitrary units; no axis has points of a scale or a calendar."""
    for preset in find(explorer_id).presets:
        for panel in view(explorer_id, preset.id).panels:
            labels = f"{panel.x_label} {panel.y_label} {panel.title}"
            assert not re.search(r"\b(scores?|points|scale|dates?)\b", labels, re.I)
            if re.search(r"signal|adaptation", panel.title + panel.y_label, re.I):
                assert "arbitrary units" in panel.y_label


@pytest.mark.parametrize("explorer_id", ["adaptation", "withdrawal-course"])
def test_signals_come_with_their_uncertainty(explorer_id):
    """Pitfall 19: the signal has a band from wide ranges, and a switch that changes the model."""
    bands = lines(view(explorer_id).panels[1], Band)
    band = bands["90 of 100 drawn from wide ranges"]
    assert (band.high - band.low).max() > 0.15
    controls = {control.id for control in find(explorer_id).controls}
    assert controls & {"structure", "two_time_scales"}


@pytest.mark.parametrize("explorer_id", IDS)
def test_each_says_what_it_leaves_out_and_where_it_is_from(explorer_id):
    """Notes name what is left out, and sources are in the bibliography."""
    explorer = find(explorer_id)
    assert "eft out" in " ".join(explorer.notes)
    assert set(explorer.sources) <= set(references())
    assert len(set(explorer.sources)) == len(explorer.sources)


@pytest.mark.parametrize("explorer_id", IDS)
def test_words_are_those_of_the_course(explorer_id):
    """Explorers speak of people and medicines as the rest of the course does."""
    explorer = find(explorer_id)
    shown = [view(explorer_id, preset.id) for preset in explorer.presets]
    texts = [explorer.title, explorer.task, *explorer.notes]
    texts += [one.label for one in explorer.controls]
    texts += [word for one in explorer.presets for word in (one.name, one.text)]
    texts += [panel.alt for one in shown for panel in one.panels]
    terms = load_terms(ROOT / "source_texts" / "terminology.yml")
    assert not list(wording_problems("\n\n".join(texts), terms))
