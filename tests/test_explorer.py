"""Explorers answer every setting with a picture, words and numbers, or say what is not allowed."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bzdcourse
from bzdcourse import data
from bzdcourse.data import CourseError
from bzdcourse.explorers import IDS, find
from bzdcourse.explorers.base import LABEL, Choice, Reading, Slider, Switch, View
from bzdcourse.explorers.numbers import duration, level, rounded
from bzdcourse.explorers.prediction import outcome
from bzdcourse.figures.chart import Band, Guide, Line, Points
from bzdcourse.models.quantities import ModelError
from bzdcourse.render import plain
from bzdcourse.widgets.explorer import explore
from bzdcourse.wording import load_terms, wording_problems

OURS = ("dose-and-interval", "half-life-and-metabolite")


@pytest.fixture(scope="module", params=IDS)
def explorer(request):
    """Each explorer of the course."""
    return find(request.param)


@pytest.fixture
def widget(page):
    """An explorer on a page."""
    return explore("dose-and-interval")


def shown(explorer, **values):
    """The view of these values; what is not named stands as at first."""
    return explorer.show(explorer.values(values))


def number_of(view, reading):
    """The value of one reading."""
    return next(one.value for one in view.readings if one.id == reading)


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


# Dose and interval


@pytest.fixture(scope="module")
def dose():
    """The explorer of dose and interval."""
    return find("dose-and-interval")


def test_average_knows_neither_volume_nor_interval(dose):
    """The same daily dose gives the same average, and the volume does not move it."""
    base = number_of(shown(dose, dose_mg=3, interval_h=24), "average")
    for change in ({"dose_mg": 1, "interval_h": 8}, {"dose_mg": 1.5, "interval_h": 12},
                   {"dose_mg": 3, "interval_h": 24, "volume_factor": 2.5},
                   {"dose_mg": 3, "interval_h": 24, "loading": True}):  # fmt: skip
        assert number_of(shown(dose, **change), "average") == pytest.approx(base)
    halved = shown(dose, dose_mg=3, interval_h=24, clearance_factor=0.5)
    assert number_of(halved, "average") == pytest.approx(2 * base)


def test_volume_moves_swing_and_time(dose):
    """A larger volume flattens the swing and lengthens the way to the steady state."""
    small, large = (shown(dose, volume_factor=factor) for factor in (1, 2))
    assert number_of(large, "peak") < number_of(small, "peak")
    assert number_of(large, "trough") > number_of(small, "trough")
    # Absorption takes its part of the time whatever the volume is.
    ratio = number_of(large, "reached") / number_of(small, "reached")
    assert ratio == pytest.approx(2, rel=0.03)


def test_steady_state_is_where_the_curve_ends(dose):
    """After many half-lives the drawn curve swings between the trough and the peak named."""
    for drug in ("alprazolam", "clonazepam"):
        view = shown(dose, drug=drug, interval_h=24, days=30)
        line = next(one for one in view.panels[0].series if one.label == "this person")
        late = line.y[line.x > 29]
        assert late.max() == pytest.approx(number_of(view, "peak"), rel=0.01)
        assert late.min() == pytest.approx(number_of(view, "trough"), rel=0.01)


def test_ninety_percent_takes_three_half_lives_and_a_bit(dose):
    """In one compartment it is 3.32 half-lives, and a little more for the absorption."""
    view = shown(dose, drug="alprazolam")
    assert number_of(view, "reached") == pytest.approx(3.32 * 11.2, rel=0.03)


def test_an_inhibitor_raises_the_average_slowly(dose):
    """The average rises as clearance falls, the curve from that day on only, and not at once."""
    plain_view = shown(dose, interval_h=12, days=20)
    view = shown(dose, interval_h=12, days=20, change_day=10, change_factor=0.39)
    rise = number_of(view, "average") / number_of(plain_view, "average")
    assert rise == pytest.approx(1 / 0.39)
    before, after = (
        next(one for one in each.panels[0].series if one.label == "this person")
        for each in (plain_view, view)
    )
    early = before.x <= 9
    assert np.allclose(before.y[early], after.y[early])
    assert after.y[after.x <= 9.5].max() < 0.7 * number_of(view, "peak")


def test_a_missed_dose_is_seen_and_named(dose):
    """Without one dose the level falls below the usual trough, and the words say which day."""
    view = shown(dose, interval_h=12, days=8, missed_day=5)
    line = next(one for one in view.panels[0].series if one.label == "this person")
    gap = (line.x > 4.4) & (line.x <= 4.5)
    assert line.y[gap].min() < 0.7 * number_of(view, "trough")
    assert "first dose of day 5 is missed" in view.panels[0].alt
    assert "missed" not in shown(dose, days=4, missed_day=5).panels[0].alt


def test_a_loading_dose_is_there_at_once(dose):
    """With it, the first day is already at the height of the last."""
    view = shown(dose, drug="diazepam", interval_h=24, days=14, loading=True)
    line = next(one for one in view.panels[0].series if one.label == "this person")
    first, last = line.y[(line.x > 0.5) & (line.x < 1)], line.y[line.x > 13.5]
    assert first.mean() == pytest.approx(last.mean(), rel=0.15)


def test_no_inhibitor_where_the_gut_matters(dose):
    """For triazolam a change of clearance is refused, and why; without one there is a view."""
    with pytest.raises(ModelError, match="gut"):
        shown(dose, drug="triazolam", change_factor=0.5)
    assert_complete(shown(dose, drug="triazolam"))


# Half-life and metabolite


@pytest.fixture(scope="module")
def tail():
    """The explorer of half-life and metabolite."""
    return find("half-life-and-metabolite")


def test_the_metabolite_lengthens_the_end(tail):
    """Counted, a tenth is left later than of the parent alone; not counted, there is no number."""
    view = shown(tail)
    assert number_of(view, "both") > 1.4 * number_of(view, "alone")
    without = shown(tail, counted=False)
    assert number_of(without, "both") is None
    assert number_of(without, "alone") == number_of(view, "alone")


def test_metabolite_overtakes_with_time(tail):
    """After one dose it stays below the parent, after four weeks it stands above."""
    assert number_of(shown(tail, days_taken=1), "ratio") < 1
    assert number_of(shown(tail, days_taken=28), "ratio") > 1.5


@pytest.mark.parametrize(("age_years", "half_life_h"), [(20, 20), (80, 90), (50, 55)])
def test_half_life_follows_age(tail, age_years, half_life_h):
    """On the line of Klotz: 20 h at 20 years, 90 h at 80."""
    view = shown(tail, age_years=age_years)
    assert number_of(view, "half-life") == pytest.approx(half_life_h, rel=0.01)


def test_parent_alone_falls_by_its_half_life(tail):
    """Until a tenth is left it takes 3.32 half-lives, whatever the dose."""
    for dose_mg in (2, 20):
        view = shown(tail, dose_mg=dose_mg)
        wanted = 3.32 * number_of(view, "half-life")
        assert number_of(view, "alone") == pytest.approx(wanted, rel=0.01)


def test_the_other_medicine_is_compared(tail):
    """Alprazolam is down to a tenth long before diazepam; none chosen, none is drawn."""
    view = shown(tail, other="alprazolam")
    assert number_of(view, "other") < number_of(view, "alone") / 2
    assert "alprazolam" in [one.label for one in view.panels[1].series]
    assert number_of(shown(tail), "other") is None


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


# On the page


def ask(widget, page, answer, kind="show"):
    """Send one message as the page does, and return the reply, if there is one."""
    wire = widget.comm
    content = {"type": kind, "answer": answer, "n": "token"}
    wire.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
    return page.replies.pop(wire.comm_id, None)


def test_new_values_give_a_new_picture(widget, page):
    """Each message is answered with pictures, words and readings, and with its own token."""
    values = dict(widget.view["presets"][0]["values"])
    first = ask(widget, page, {"values": values, "page": "p", "width": 640})
    other = ask(widget, page, {"values": values | {"dose_mg": 2}, "page": "p", "width": 640})
    assert first["n"] == other["n"] == "token"
    assert first["type"] == other["type"] == "shown"
    assert first["svg"] != other["svg"]
    assert 'viewBox="0 0 640 ' in other["svg"][0]
    assert 'id="p-0-desc"' in other["svg"][0]
    assert first["readings"][0]["text"] == "30 ng/mL"
    assert other["readings"][0]["text"] == "60 ng/mL"
    assert other["alt"] != first["alt"]
    assert first == ask(widget, page, {"values": values, "page": "p", "width": 640})


def test_the_table_comes_when_it_is_open(widget, page):
    """It takes as long as the picture, so it is sent only to whoever looks at it."""
    assert ask(widget, page, {"values": {}})["table"] is None
    assert "<caption>" in ask(widget, page, {"values": {}, "table": True})["table"]


@pytest.mark.parametrize(
    ("values", "words"),
    [({"dose_mg": 99}, "Dose is 99 mg; it must be from 0.25 to 10 mg"),
     ({"dose_mg": "much"}, "Dose must be one number in mg"),
     ({"drug": "water"}, "Medicine must be one of: alprazolam"),
     ({"nonsense": 1}, "no control 'nonsense'"),
     (None, "sent no values"), ([1], "sent no values")],
)  # fmt: skip
def test_bad_values_are_answered_in_words(widget, page, values, words):
    """What can't be shown is said, with what is allowed; the next good message is shown."""
    reply = ask(widget, page, {"values": values})
    assert reply["type"] == "error"
    assert words in reply["message"]
    assert ask(widget, page, {"values": {}})["type"] == "shown"


@pytest.mark.parametrize("answer", [None, "x", 3, []])
def test_a_message_without_an_answer_is_an_error_in_words(widget, page, answer):
    """Not even a broken message gets a traceback."""
    assert ask(widget, page, answer)["type"] == "error"


def test_other_messages_are_not_answered(widget, page):
    """Messages of another kind are none of the explorer's business."""
    assert ask(widget, page, {"values": {}}, kind="save") is None


@pytest.mark.parametrize(
    "odd", [{"width": -5}, {"width": "wide"}, {"width": 1e9}, {"page": '"><x'}]
)
def test_odd_widths_and_page_ids_do_no_harm(widget, page, odd):
    """A picture stays within reason, and no id is taken that isn't one."""
    (picture,) = ask(widget, page, {"values": {}} | odd)["svg"]
    root = ElementTree.fromstring(picture)
    assert 280 <= float(root.get("viewBox").split()[2]) <= 960


def test_prediction_is_answered_with_the_curve_before(widget, page):
    """After a prediction the picture keeps the old curve, and the reply says how it went."""
    values = {"values": {"dose_mg": 2}, "before": {}, "predicted": {"average": "up"}}
    reply = ask(widget, page, values)
    assert ">before</text>" in reply["svg"][0]
    assert ">before</text>" not in ask(widget, page, {"values": {"dose_mg": 2}})["svg"][0]
    told = reply["outcome"][0]
    assert told["verdict"] == "As predicted."
    assert "from 30 ng/mL to 60 ng/mL" in told["happened"]
    assert reply["outcome"][1]["verdict"] == ""


def test_widget_begins_with_the_case_asked_for():
    """The second argument names the teaching case; without it the first one is shown."""
    assert explore("dose-and-interval").view["preset"] == "many-doses"
    chosen = explore("dose-and-interval", "inhibitor")
    assert chosen.view["preset"] == "inhibitor"
    assert "clearance changes" in chosen.view["shown"]["svg"][0]


@pytest.mark.parametrize("explorer_id", IDS)
def test_a_static_page_has_everything(explorer_id):
    """Without a kernel: the picture with its label, its words, its numbers, notes, sources."""
    bundle = explore(explorer_id)._repr_mimebundle_()[0]
    explorer, html = find(explorer_id), bundle["text/html"]
    view = shown(explorer, **explorer.presets[0].values)
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert html.count('role="img"') == len(view.panels)
    assert html.count(f">{LABEL}</text>") == len(view.panels)
    assert html.count("<tr>") == len(view.table.rows) + 1
    assert html.count("https://") >= 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert bundle["text/plain"] == "\n\n".join(panel.alt for panel in view.panels)
    written = plain_words(html)
    for text in (explorer.title, *explorer.notes, explorer.presets[0].text):
        assert "".join(plain(text).split()) in written
    for one in view.readings:
        assert "".join(plain(one.text).split()) in written


def plain_words(html):
    """The words of a page without markup and spaces."""
    from html import unescape

    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_a_notebook_enters_by_the_front_door():
    """Notebooks say ``from bzdcourse import explore``."""
    assert bzdcourse.explore is explore
