"""The figures of the lesson on tapering, and each number its words have from a model or a sum."""

import json
from math import comb
from xml.etree import ElementTree

import pytest

from bzdcourse import figures
from bzdcourse.data import course_root, dataset, load_yaml
from bzdcourse.explorers import find
from bzdcourse.figures import svg
from bzdcourse.models.equivalence import equivalents_of
from bzdcourse.models.tapering import schedule

SVG = "{http://www.w3.org/2000/svg}"
MAKERS = (figures.what_support_adds, figures.where_tables_part, figures.label_and_guideline)


def words_in(picture):
    """Everything written inside a picture."""
    texts = ElementTree.fromstring(picture).iter(f"{SVG}text")
    return " ".join("".join(text.itertext()) for text in texts)


def stopped(picture):
    """How many marks show somebody who had stopped, that of the legend left out."""
    uses = ElementTree.fromstring(picture).iter(f"{SVG}use")
    return sum(svg.PURPLE in use.get("style", "") for use in uses) - 1


@pytest.mark.parametrize("maker", MAKERS)
def test_each_figure_has_words_a_table_and_sources(maker):
    """Nothing is told by a picture alone."""
    figure = maker()
    assert len(figure.svg) == len(figure.alt)
    assert all(figure.alt) and figure.table.rows and figure.sources and figure.notes


def test_marks_are_the_published_shares():
    """Each picture has as many marks as its row has people of 100, rounded half up."""
    figure = figures.what_support_adds()
    shares = [int(float(row["value"]) + 0.5) for row in dataset("tapering")]
    assert [stopped(picture) for picture in figure.svg] == shares == [15, 45, 44, 62, 34, 48]


def test_the_wide_interval_is_said():
    """After 12 months no difference fits the data, and the reader is told."""
    assert any("no difference fits" in note for note in figures.what_support_adds().notes)


@pytest.mark.parametrize(
    ("drug", "dose_mg", "span"),
    [("temazepam", 15, "7.5 to 10 mg"), ("clonazepam", 1, "10 to 20 mg"),
     ("alprazolam", 3, "30 to 60 mg")],
)  # fmt: skip
def test_a_dose_is_a_range(drug, dose_mg, span):
    """Each case is drawn with both ends, in words too, and never with one number."""
    figure = figures.where_tables_part()
    low, high = equivalents_of(drug).as_diazepam_mg(dose_mg)
    assert span == f"{low:g} to {high:g} mg"
    assert span in words_in(figure.svg[0])
    assert span in figure.alt[0]


def test_every_table_is_named():
    """The table under the ranges has a row for each table that names the drug."""
    rows = figures.where_tables_part().table.rows
    for drug in ("temazepam", "clonazepam", "alprazolam"):
        named = [row[1] for row in rows if drug in row[0]]
        assert named == [value.table.name for value in equivalents_of(drug).values]


def test_three_paces_from_one_dose():
    """The label is over in days, the guideline's ceiling in weeks, its first pace in months."""
    days = [row[4] for row in figures.label_and_guideline().table.rows]
    assert days == ["9 days", "112 days", "294 days"]
    assert all(f"zero {one}" in figures.label_and_guideline().alt[0] for one in days)


@pytest.mark.parametrize(
    ("chosen", "weeks", "peaks"),
    [
        ({"case": "lorazepam-4", "rule_a": "schweizer-1990", "rule_b": "asam-2025"},
         ("3 weeks", "42 weeks"), ("0.49", "0.13")),
        ({"case": "clonazepam-2", "rule_a": "asam-2025-ceiling", "rule_b": "asam-2025"},
         ("16 weeks", "42 weeks"), ("0.14", "0.14")),
        ({"case": "alprazolam-4", "rule_a": "asam-2025-ceiling", "rule_b": "asam-2025"},
         ("16 weeks", "42 weeks"), ("0.13", "0.13")),
        ({"case": "alprazolam-2"}, ("18 weeks", "18 weeks"), ("0.15", "0.13")),
        ({"case": "alprazolam-2", "occupancy_percent": 80},
         ("18 weeks", "18 weeks"), ("0.42", "0.13")),
        ({"case": "alprazolam-2", "driver": "response"},
         ("18 weeks", "18 weeks"), ("0.30", "0.26")),
        ({"rule_b": "percent-of-current", "last_dose_percent": 20},
         ("18 weeks", "7 weeks"), ("0.18", "0.35")),
        ({"rule_b": "percent-of-current", "last_dose_percent": 8},
         ("18 weeks", "11 weeks"), ("0.18", "0.15")),
    ],
)  # fmt: skip
def test_the_lesson_quotes_what_the_laboratory_shows(chosen, weeks, peaks):
    """Weeks to zero and peaks of the signal that the text of lesson 6 names."""
    told = readings(chosen)
    assert (told["weeks-a"], told["weeks-b"]) == weeks
    assert (told["peak-a"].split()[0], told["peak-b"].split()[0]) == peaks


LESSON = "06_tapering"
FAST_AND_SLOW = {"case": "lorazepam-4", "rule_a": "schweizer-1990", "rule_b": "asam-2025"}
LINA = {"case": "clonazepam-2", "rule_a": "asam-2025-ceiling", "rule_b": "asam-2025"}
MARCUS = LINA | {"case": "alprazolam-4"}
SHAPES = {"case": "alprazolam-2"}
HIGH = SHAPES | {"occupancy_percent": 80}
RESERVE = SHAPES | {"driver": "response"}
CRUMB = {"rule_b": "percent-of-current"}
LABEL_AND_CEILING = ("clonazepam-label", "asam-2025-ceiling")


def view(chosen):
    """What the laboratory shows."""
    laboratory = find("taper-laboratory")
    return laboratory.show(laboratory.values(chosen))


def readings(chosen):
    """By id, the numbers under the pictures."""
    return {one.id: one.text for one in view(chosen).readings}


def peaks(chosen, joined=" and "):
    """Both peaks, as the lesson joins them."""
    told = readings(chosen)
    return joined.join(told[name].split()[0] for name in ("peak-a", "peak-b"))


def bands(chosen):
    """What the words under the signal say of the two bands."""
    return view(chosen).panels[3].alt.split("The two bands ")[1].rstrip(".")


def cell(name):
    """The words of one cell of the lesson."""
    path = course_root() / "notebooks" / LESSON / f"{LESSON}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next("".join(one["source"]) for one in cells if one["id"] == name)


def question(name):
    """All words of one question, in either bank."""
    for bank in ("checks", "graded"):
        for item in load_yaml(course_root() / "quizzes" / bank / f"{LESSON}.yml")["items"]:
            if item["id"] == name:
                return json.dumps(item, ensure_ascii=False)
    raise AssertionError(f"no question {name}")


def test_the_words_on_two_paces_are_the_laboratory_s():
    """Weeks, peaks and the stop over the step before it, in the words after the laboratory."""
    told = cell("what-the-laboratory-shows")
    assert readings(FAST_AND_SLOW)["weeks-a"] == "3 weeks"
    weeks = readings(FAST_AND_SLOW)["weeks-b"].removesuffix(" weeks")
    assert f"Three weeks and {weeks}, " in told and f"peaks of {peaks(FAST_AND_SLOW)}." in told
    lina = readings(LINA)
    assert f"{lina['weeks-a']} against {lina['weeks-b'].split()[0]}, and the peaks" in told
    assert f"the peaks are {peaks(LINA)}." in told
    marcus = readings(MARCUS)
    assert [marcus[name] for name in ("weeks-a", "weeks-b")] == ["16 weeks", "42 weeks"]
    assert f"the same weeks, and {peaks(MARCUS)} " in told


def test_the_stop_over_the_step_before_it():
    """About 9 and 3 times; the laboratory rounds doses to a thousandth of the start dose."""
    told = cell("what-the-laboratory-shows")
    assert "about 9 times the reduction before it (8.4 with the laboratory's rounding" in told
    assert "at the ceiling 3 times" in told
    # Before the stop from d a rule of shares took d * share / (1 - share).
    assert [(1 - share) / share for share in (0.1, 0.25)] == pytest.approx([9, 3])
    alt = view(LINA).panels[0].alt
    for line, times in zip(alt.split("Rule B, "), ("3", "8.4"), strict=True):
        assert f"It is {times} times the reduction before it." in line
    for name in ("asam-2025", "asam-2025-ceiling"):
        plan = schedule(name, 2, [0.002])
        second_half = plan.cuts_mg[plan.cuts_mg.size // 2 :]
        assert second_half[-1] == max(second_half)
        assert plan.dose_mg[-2] == pytest.approx(0.2, abs=0.02)


def test_the_words_on_the_shapes_are_the_laboratory_s():
    """Peaks and bands of equal steps of dose and of occupancy, in text and question."""
    told = cell("what-the-shapes-show")
    assert "At 16%, as measured" in told and "16 %" in cell_note("16 % at 2 mg a day")
    assert f"the peaks are {peaks(SHAPES)}, and the bands {bands(SHAPES)}." in told
    assert f"benzodiazepine: {peaks(HIGH)}, and the bands {bands(HIGH)}." in told
    assert f"With a reserve: {peaks(RESERVE)}, {bands(RESERVE)}ping again." in told
    asked = question("check-tapering-two-occupancies")
    assert f"are {peaks(SHAPES)}, and the bands {bands(SHAPES)}" in asked
    assert f"made up: {peaks(HIGH)}, and they {bands(HIGH)}" in asked


def cell_note(words):
    """The note of the laboratory that has these words."""
    return next(note for note in find("taper-laboratory").notes if words in note)


def test_the_question_on_the_two_paces():
    """The bands stand apart, and the weeks are those of the laboratory."""
    asked = question("check-tapering-sorting-the-shapes")
    assert bands(FAST_AND_SLOW) == "stand apart"
    assert f"stand apart, {peaks(FAST_AND_SLOW)}." in asked
    told = readings(FAST_AND_SLOW)
    assert f"of {told['weeks-b']} brings a smaller signal than one of {told['weeks-a']}" in asked


def test_the_question_on_the_crumb():
    """From 8 to 20 %: weeks saved, the stop the largest step, the peak more than doubled."""
    small, large = (readings(CRUMB | {"last_dose_percent": one}) for one in (8, 20))
    asked = question("check-tapering-the-crumb")
    weeks = f"{large['weeks-b']} instead of {small['weeks-b'].split()[0]}"
    peak = [one["peak-b"].split()[0] for one in (small, large)]
    assert f"over after {weeks}" in asked
    assert f"From {peak[0]} to {peak[1]} of an abrupt stop" in asked
    assert float(peak[1]) > 2 * float(peak[0])
    alt = view(CRUMB | {"last_dose_percent": 20}).panels[0].alt
    assert "the last, the stop, 4.2 mg" in alt and "From 4.2 mg to nothing" in asked
    over_first = {
        percent: float(readings(CRUMB | {"last_dose_percent": percent})["stop-b"].split()[0])
        for percent in (8, 16, 17, 20)
    }
    assert [one > 1 for one in over_first.values()] == [False, False, True, True]


def test_two_official_texts():
    """Nine days against 112, more than tenfold; Lina's doses and shares under the label."""
    label, ceiling = (schedule(name, 1, [0.01]) for name in LABEL_AND_CEILING)
    told = cell("two-official-texts")
    assert label.days_to_zero == 9 and f"Nine days against {ceiling.days_to_zero:g} " in told
    assert "more than tenfold" in told and ceiling.days_to_zero > 10 * label.days_to_zero
    assert list(label.dose_mg) == pytest.approx([0.75, 0.5, 0.25, 0])
    before = [label.start_dose_mg, *label.dose_mg[:-1]]
    shares = [cut / dose for cut, dose in zip(label.cuts_mg, before, strict=True)]
    assert shares == pytest.approx([1 / 4, 1 / 3, 1 / 2, 1])
    assert "25%, then a third, then half, then all" in cell("worked-example")
    three_days_in_half_lives = 3 * 24 / 35
    assert three_days_in_half_lives == pytest.approx(2, abs=0.1)


def test_tables_differ_up_to_twofold():
    """No two values of the two tables that the guideline prints differ by more."""
    names = ("alprazolam", "chlordiazepoxide", "clonazepam", "lorazepam", "oxazepam", "temazepam",
             "triazolam")  # fmt: skip
    ratios = []
    for drug in names:
        printed = [one.dose_mg for one in equivalents_of(drug).values
                   if one.table.id in ("va-dod-2021", "ashton-2002")]  # fmt: skip
        ratios.append(max(printed) / min(printed))
    assert max(ratios) == 2


def test_sums_of_the_lesson():
    """None of 310 by the rule of three; a fifth of 2.7 mg; 8 and 14 of 20 by chance alone."""
    told = cell("hospital-and-other-offers")
    assert round(1000 * 3 / 310) == 10 and "up to about 10 of 1,000" in told
    assert 0.5 / 2.7 < 1 / 5 and "took less than a fifth" in cell("published-rules")
    assert (0.4 * 20, 0.7 * 20) == (8, 14) and "8 and 14 of them" in told
    chances = {a: comb(20, a) * comb(20, 22 - a) / comb(40, 22) for a in range(2, 21)}
    as_far = sum(one for one in chances.values() if one <= chances[8] * (1 + 1e-9))
    assert as_far == pytest.approx(0.11, abs=0.005)
