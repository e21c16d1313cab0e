"""The figures of the lesson on tapering: people as marks, ranges, and three paces."""

from xml.etree import ElementTree

import pytest

from bzdcourse import figures
from bzdcourse.data import dataset
from bzdcourse.explorers import find
from bzdcourse.figures import svg
from bzdcourse.models.equivalence import equivalents_of

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
    ],
)  # fmt: skip
def test_the_lesson_quotes_what_the_laboratory_shows(chosen, weeks, peaks):
    """Weeks to zero and peaks of the signal that the text of lesson 6 names."""
    laboratory = find("taper-laboratory")
    told = {one.id: one.text for one in laboratory.show(laboratory.values(chosen)).readings}
    assert (told["weeks-a"], told["weeks-b"]) == weeks
    assert (told["peak-a"].split()[0], told["peak-b"].split()[0]) == peaks
