"""What the teaching cases of receptor, adaptation, withdrawal and survey have to show."""

import pytest

from bzdcourse.explorers import find
from bzdcourse.figures.chart import Band, Guide, Points
from bzdcourse.models.quantities import ModelError
from views import lines, value, view

# receptor


def test_hyperbolic_tapering_is_an_open_question():
    """Pitfall 15: the notes say "open question" and that no curve in people was found."""
    notes = " ".join(find("receptor").notes)
    assert "**open question**" in notes
    assert "No dose\u2013occupancy curve in people was found" in notes


def test_a_usual_dose_holds_a_sixth_and_tapers_nearly_evenly():
    """Pitfall 14: 16 % and 1.4 times beside 80 % and 25 times, with which the data support."""
    usual, eighty = view("receptor"), view("receptor", "eighty-per-cent")
    assert value(usual, "held") == pytest.approx(0.16, abs=0.005)
    assert value(usual, "last-step") == pytest.approx(1.4, abs=0.05)
    assert value(eighty, "held") == pytest.approx(0.8, abs=0.005)
    assert value(eighty, "last-step") == pytest.approx(25, abs=1)
    assert "No benzodiazepine was found to do so" in eighty.panels[0].alt


def test_without_gaba_nothing_opens():
    """However high the level, less than one channel in a thousand is open."""
    assert value(view("receptor", "no-gaba"), "open") < 0.001


def test_flumazenil_takes_sites_and_effect_away():
    """It holds most sites itself, and the channels go back towards GABA alone."""
    with_it = view("receptor", "flumazenil-added")
    without = view("receptor", "flumazenil-added", flumazenil_nm=0)
    assert value(with_it, "held") < 0.5 * value(without, "held")
    assert value(with_it, "flumazenil") > 0.5
    assert value(with_it, "alone") < value(with_it, "open") < value(without, "open")


def test_kinds_of_ligand_go_three_ways():
    """The same sites held: more open, as many, or fewer."""
    opened = {
        kind: view("receptor", ligand=kind, level_ng_ml=200)
        for kind in ("positive_modulator", "antagonist", "inverse_agonist")
    }
    more, same, fewer = (value(one, "open") for one in opened.values())
    assert more > same > fewer
    assert same == pytest.approx(value(opened["antagonist"], "alone"))


def test_disagreement_and_ignorance_are_drawn_as_ranges():
    """Lorazepam is a range between two studies, and what was not measured is called so."""
    lorazepam = view("receptor", "studies-disagree")
    assert {r.id: r.text for r in lorazepam.readings}["held"] == "3 to 18 %"
    assert lines(lorazepam.panels[0], Band)
    unmeasured = view("receptor", site="unmeasured").panels[0]
    assert "illustration" in unmeasured.alt
    assert not lines(unmeasured, Points)


# adaptation


def test_longer_with_the_drug_is_more_tolerance_up_to_a_point():
    """The first weeks matter more than later ones."""
    two, eight, twenty = (
        value(view("adaptation", weeks_on=weeks), "tolerance") for weeks in (1, 8, 20)
    )
    assert two < 0.75 * eight
    assert twenty == pytest.approx(eight, rel=0.01)


def test_without_adaptation_there_is_no_withdrawal():
    """No strength, no tolerance, and no number for a peak that is not there."""
    plain = view("adaptation", weight=0)
    assert value(plain, "tolerance") == pytest.approx(0)
    assert value(plain, "peak") is value(plain, "peak-day") is None
    assert "hardly falls below 0" in plain.panels[1].alt


def test_another_structure_shows_overshoot_and_rebound_too():
    """The feedback model loses effect and goes below 0, without a band and saying so."""
    shown = view("adaptation", "another-structure")
    assert value(shown, "tolerance") > 0.5
    assert value(shown, "peak") > 0.05
    assert not lines(shown.panels[1], Band)
    assert "without a band" in shown.panels[1].alt
    assert "adaptation" not in lines(shown.panels[0])


def test_a_slow_component_leaves_a_tail():
    """Twenty weeks later something is left with two time scales, and nothing with one."""
    one = view("adaptation", "two-time-scales", structure="one")
    two = view("adaptation", "two-time-scales")
    assert value(one, "left") < 1e-6 < 0.005 < value(two, "left")


# withdrawal


def test_worst_days_by_half_life():
    """V51: near day 2 with a short half-life, on days 4 to 7 with a long one, lower and later."""
    short, long = view("withdrawal-course"), view("withdrawal-course", "long")
    assert value(short, "peak-day") == pytest.approx(2, abs=0.3)
    assert 4 < value(long, "peak-day") < 7
    assert value(long, "peak") < value(short, "peak")


def test_where_the_model_misses_is_said():
    """V51: at 100 h the worst day is after day 7, and a teaching case says that it was not seen."""
    assert value(view("withdrawal-course", "where-it-misses"), "peak-day") > 7
    assert value(view("withdrawal-course", "ruled-out"), "peak-day") > 8
    texts = {preset.id: preset.text for preset in find("withdrawal-course").presets}
    assert "beyond what was seen" in texts["where-it-misses"]


def test_what_studies_saw_is_marked_with_its_source():
    """The windows of two studies stand in the picture, as times only."""
    panel = view("withdrawal-course").panels[1]
    assert {guide.value for guide in panel.series if isinstance(guide, Guide)} == {2, 28}
    seen = lines(panel, Band)["seen: worst days, long half-lives"]
    assert (seen.x[0], seen.x[-1]) == (4, 7)
    assert {"rickels1990", "busto1986"} <= set(find("withdrawal-course").sources)
    assert "nothing about how strong" in panel.alt


def test_a_stop_is_never_shown_without_its_warning():
    """Wherever an abrupt stop is drawn, the notes speak of seizures and of a prescriber."""
    notes = find("withdrawal-course").notes[0]
    assert "seizures" in notes and "prescriber" in notes
    assert "seizures" in " ".join(find("adaptation").notes)


# survey


def test_a_fair_survey_and_one_that_symptoms_draw_people_to():
    """Fair: the truth, and an interval that holds it. Drawn in: far off, and it misses."""
    fair, drawn = view("survey-selection"), view("survey-selection", "drawn-in")
    texts = [{r.id: r.text for r in one.readings} for one in (fair, drawn)]
    assert value(fair, "seen") == pytest.approx(0.1, abs=0.04)
    assert "holds the truth" in texts[0]["width"]
    assert value(drawn, "seen") > 0.35
    assert "misses the truth" in texts[1]["width"]


def test_more_answers_narrow_the_interval_around_the_same_error():
    """Four times the people: half the width, the same share."""
    few, many = view("survey-selection", "drawn-in"), view("survey-selection", "many-answers")
    assert value(many, "width") == pytest.approx(value(few, "width") / 2, rel=0.15)
    assert value(many, "seen") == pytest.approx(value(few, "seen"), abs=0.05)


def test_the_published_kind_gives_about_as_many_answers():
    """Some 1,200 answers, as in the survey that it is modelled on; and it says what is invented."""
    shown = view("survey-selection", "like-a-published-survey")
    assert value(shown, "answers") == pytest.approx(1207, rel=0.1)
    presets = {one.id: one.text for one in find("survey-selection").presets}
    assert "invented" in presets["like-a-published-survey"]


def test_the_numbers_that_lesson_7_quotes():
    """42 and 59 of 100, 7 and 3.5 points, 40 and 41 of 100; the tails of three structures."""
    texts = [{r.id: r.text for r in view("survey-selection", case).readings}
             for case in ("drawn-in", "many-answers")]  # fmt: skip
    assert [one["width"] for one in texts] == ["7 points; it misses the truth",
                                               "3.5 points; it misses the truth"]  # fmt: skip
    averages = {
        "42": view("survey-selection", "drawn-in"),
        "59": view("survey-selection", "like-a-published-survey"),
        "40": view("survey-selection", true_percent=40),
        "41": view("survey-selection", true_percent=5, times_with_symptom=8, times_when_severe=3),
    }
    for share, shown in averages.items():
        assert f"show {share} of 100 on average" in shown.panels[1].alt
    low = view("survey-selection", "too-ill-to-answer")
    assert "Truly 30 of 100 people have the symptom; surveys like this one show 22" in (
        low.panels[1].alt
    )
    two, one = (view("adaptation", "two-time-scales", structure=s) for s in ("two", "one"))
    assert [value(v, "peak") for v in (two, one)] == pytest.approx([0.66, 0.61], abs=0.005)
    assert value(two, "peak-day") == pytest.approx(2, abs=0.3)
    assert value(two, "left") == pytest.approx(0.009, abs=0.0005)
    eight = {"weeks_off": 8}
    assert value(view("adaptation", "two-time-scales", **eight), "left") == pytest.approx(
        0.024, abs=0.0005
    )
    feedback = view(
        "adaptation", "two-time-scales", structure="feedback", time_constant_days=40, **eight
    )
    assert value(feedback, "left") == pytest.approx(0.028, abs=0.0005)


def test_bad_values_are_told():
    """A value that no control can have is named with what is allowed."""
    with pytest.raises(ModelError, match="from 0 to 500 ng/mL"):
        view("receptor", level_ng_ml=-1)
    with pytest.raises(ModelError, match="one, two, feedback"):
        view("adaptation", structure="three")
