"""Explorers answer every setting with a view that is complete, or say what is not allowed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse import data
from bzdcourse.data import CourseError
from bzdcourse.explorers import IDS, find
from bzdcourse.explorers.base import Choice, Reading, Slider, Switch, View
from bzdcourse.explorers.numbers import duration, level, rounded
from bzdcourse.explorers.prediction import outcome
from bzdcourse.figures.chart import Band, Guide, Line, Points
from bzdcourse.models.quantities import ModelError
from bzdcourse.widgets.explorer import explore
from bzdcourse.wording import load_terms, wording_problems

OURS = ("dose-and-interval", "half-life-and-metabolite")


@pytest.fixture(scope="module", params=IDS)
def explorer(request):
    """Each explorer of the course."""
    return find(request.param)


def shown(explorer, **values):
    """The view of these values; what is not named stands as at first."""
    return explorer.show(explorer.values(values))


def numbers_drawn(view):
    """All arrays and guide lines of the pictures."""
    for panel in view.panels:
        for one in panel.series:
            if isinstance(one, Guide):
                yield np.array([one.value])
            elif isinstance(one, Band):
                yield from (one.x, one.low, one.high)
            elif isinstance(one, Line | Points):
                yield from (one.x, one.y)


def extremes(control):
    """Both ends of a slider, every option of a choice, both sides of a switch."""
    if isinstance(control, Slider):
        return [control.low, control.high]
    return list(control.options) if isinstance(control, Choice) else [False, True]


def assert_complete(view: View):
    """A view has pictures with words, finite numbers, readings and a table."""
    assert view.panels
    assert all(panel.alt.strip() and panel.title and panel.y_label for panel in view.panels)
    for array in numbers_drawn(view):
        array = np.asarray(array, float)
        assert array.size
        assert not np.isinf(array).any()
        assert np.isfinite(array).any()
    assert 2 <= len(view.readings) <= 6
    assert len({one.id for one in view.readings}) == len(view.readings)
    for one in view.readings:
        assert one.text.strip()
        assert one.value is None or np.isfinite(one.value)
    assert 1 <= len(view.table.rows) <= 45
    assert all(len(row) == len(view.table.columns) for row in view.table.rows)


def test_every_teaching_case_is_shown(explorer):
    """Each teaching case sets what there is to set, says what to look at, and gives a view."""
    assert len({preset.id for preset in explorer.presets}) == len(explorer.presets) >= 2
    ids = None
    for preset in explorer.presets:
        view = shown(explorer, **preset.values)
        assert_complete(view)
        assert preset.text.strip() and preset.name.strip()
        ids = ids or [one.id for one in view.readings]
        assert [one.id for one in view.readings] == ids


def test_every_control_reaches_its_ends(explorer):
    """At both ends of every control the view is complete; a choice may ask for another choice."""
    first = explorer.presets[0].values
    for control in explorer.controls:
        for value in extremes(control):
            try:
                assert_complete(shown(explorer, **first | {control.id: value}))
            except ModelError as problem:
                assert isinstance(control, Choice)
                assert "choose" in str(problem)


def test_controls_start_where_they_may_stand(explorer):
    """Each control's first value is one of its own, and its name is no other's."""
    assert len({control.id for control in explorer.controls}) == len(explorer.controls)
    for control in explorer.controls:
        assert control.read(control.value) == control.value


def test_the_same_values_give_the_same_view(explorer):
    """Nothing is drawn by chance: two views of the same values are equal, number by number."""
    one, two = shown(explorer), shown(explorer)
    pairs = zip(numbers_drawn(one), numbers_drawn(two), strict=True)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)
    assert (one.readings, one.table) == (two.readings, two.table)


def test_sources_stand_in_the_bibliography(explorer):
    """An explorer names its sources, and each is known."""
    assert explorer.sources
    assert set(explorer.sources) <= set(data.references())


def test_words_are_the_course_s_own(explorer):
    """What an explorer says keeps to the course's list of words."""
    terms = load_terms(data.course_root() / "source_texts" / "terminology.yml")
    texts = [explorer.title, explorer.task, *explorer.notes]
    texts += [control.label for control in explorer.controls]
    texts += [text for preset in explorer.presets for text in (preset.name, preset.text)]
    texts += [panel.alt for panel in shown(explorer).panels]
    assert list(wording_problems("\n\n".join(texts), terms)) == []


@pytest.mark.parametrize("raw", [None, "8", True, float("nan"), 1e9, -1, [1], {}])
def test_a_slider_takes_only_numbers_in_range(raw):
    """Anything else is refused, with name, unit and range."""
    slider = Slider("dose_mg", "Dose", "mg", 0.25, 10, 0.25, 1)
    with pytest.raises(ModelError, match=r"Dose .*mg"):
        slider.read(raw)
    assert slider.read(10) == 10


def test_choice_and_switch_take_only_their_own():
    """A choice names what there is; a switch is on or off."""
    with pytest.raises(ModelError, match="Drug must be one of: a, b"):
        Choice("drug", "Drug", {"a": "A", "b": "B"}, "a").read("c")
    with pytest.raises(ModelError, match="on or off"):
        Switch("log", "Axis", False).read(1)


def test_unknown_explorer_case_and_control_are_named():
    """Whoever asks for what there isn't is told what there is."""
    with pytest.raises(CourseError, match=r"no explorer 'x'.*dose-and-interval"):
        find("x")
    with pytest.raises(CourseError, match=r"no teaching case 'x'.*many-doses"):
        explore("dose-and-interval", "x")
    with pytest.raises(ModelError, match=r"no control 'x'.*dose_mg"):
        find("dose-and-interval").values({"x": 1})


@pytest.mark.parametrize("explorer_id", OURS)
@given(choose=st.data())
@settings(max_examples=25, deadline=None)
def test_any_setting_is_shown_or_refused_in_words(explorer_id, choose):
    """Whatever the controls are set to, there is a complete view, or a sentence why not."""
    explorer = find(explorer_id)
    values = {}
    for control in explorer.controls:
        if isinstance(control, Slider):
            values[control.id] = choose.draw(st.floats(control.low, control.high))
        else:
            values[control.id] = choose.draw(st.sampled_from(extremes(control)))
    try:
        assert_complete(shown(explorer, **values))
    except ModelError as problem:
        assert "can't" in str(problem)


# Predictions


def reading(value, name="a"):
    """A reading with this value."""
    return Reading(name, "Level", value, f"{value} ng/mL")


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [(10, 12, "up"), (10, 10.4, "same"), (10, 9.6, "same"), (10, 9, "down"), (0, 1, "up"),
     (0, 0, "same")],
)  # fmt: skip
def test_prediction_is_held_against_the_change(before, after, way):
    """Up, down, or the same within a twentieth: whoever said so reads so, the others otherwise."""
    for said in ("up", "same", "down"):
        (told,) = outcome([reading(before)], [reading(after)], {"a": said})
        assert told["verdict"] == ("As predicted." if said == way else "Otherwise than predicted.")
        assert f"from {before} ng/mL to {after} ng/mL" in told["happened"]


def test_nothing_predicted_nothing_judged():
    """Without a prediction, or without a number, there is no verdict."""
    (told,) = outcome([reading(1)], [reading(2)], {})
    assert (told["verdict"], told["predicted"]) == ("", "You: no prediction.")
    (told,) = outcome([reading(1)], [reading(2)], {"a": "sideways"})
    assert told["verdict"] == ""
    (told,) = outcome([reading(1)], [Reading("a", "Level", None, "none")], {"a": "up"})
    assert told["verdict"] == ""
    assert "nothing to compare" in told["happened"]


# Numbers


def test_numbers_are_rounded_for_reading():
    """Three figures, thousands grouped, no powers of ten, no zero below zero."""
    given_numbers = [0, -0.0, 1e-17, 31.24, 0.4249, 1234.5, 0.00123, 300, 99.96]
    wanted = ["0", "0", "0", "31.2", "0.425", "1,234", "0.00123", "300", "100"]
    assert [rounded(one) for one in given_numbers] == wanted
    assert level(0.0001) == "below 0.001 ng/mL"
    assert (level(20.04), duration(36), duration(240)) == ("20 ng/mL", "36 h", "10 days")
