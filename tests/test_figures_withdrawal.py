"""The figures of the lesson on acute withdrawal: what was counted, when, and what is schematic."""

import csv
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bzdcourse import figures
from bzdcourse.data import CourseError, dataset, references
from bzdcourse.figures import svg

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
USE = f"{SVG}use"
DATA = {"symptoms_on_stopping": "withdrawal_symptoms", "what_studies_saw": "withdrawal_times"}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course's sources, to be spoilt."""
    shutil.copytree(ROOT / "source_texts", tmp_path / "source_texts")
    (tmp_path / "quizzes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(course, name, series=None, **change):
    """Rewrite one row of a data set, or all of them."""
    rows = dataset(name)
    chosen = {series} if series else {row["series"] for row in rows}
    with (course / f"source_texts/datasets/{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | change if row["series"] in chosen else row for row in rows)


def written(picture):
    """Everything that is written in a picture."""
    return [text.text for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def marks(picture, colour):
    """How many marks of a colour a picture has."""
    uses = ElementTree.fromstring(picture).iter(USE)
    return sum(colour in use.get("style") for use in uses)


def test_each_symptom_has_its_mark_and_its_number():
    """Squares are named by article A, circles are not; one more of each explains the marks."""
    figure = figures.symptoms_on_stopping()
    rows = dataset("withdrawal_symptoms")
    named = [row["series"] for row in rows if row["article_a"] == "yes"]
    assert marks(figure.svg[0], svg.PURPLE) == len(named) + 1
    assert marks(figure.svg[0], svg.BLUE) == len(rows) - len(named) + 1
    assert {row["value"] for row in rows} <= set(written(figure.svg[0]))


def test_the_words_tell_symptom_number_and_whether_it_was_named():
    """Who cannot see the marks learns the same from the text alternative."""
    alt = figures.symptoms_on_stopping().alt[0]
    assert "sleeplessness 29.5 (left out by article A)" in alt
    assert "diarrhoea 13.6 (named by article A)" in alt
    assert alt.count("(named by article A)") == 5


def test_symptoms_stand_from_the_most_to_the_least_often():
    """The data are in the order in which they are drawn."""
    values = [float(row["value"]) for row in dataset("withdrawal_symptoms")]
    assert values == sorted(values, reverse=True)


def test_each_study_has_its_days_in_words_and_in_the_table():
    """A band is said as days, with who was asked, how they stopped and the source."""
    figure = figures.what_studies_saw()
    rows = dataset("withdrawal_times")
    assert "Short half-life, stopped at once: the worst days, day 2." in figure.alt[0]
    assert "Long half-life, stopped at once: the worst days, days 4 to 7." in figure.alt[0]
    listed = [(row["people"], f"{row['from_day']} to {row['to_day']}") for row in rows]
    assert [(cells[0], cells[3]) for cells in figure.table.rows] == listed
    urls = [references()[row["source"]].url for row in rows]
    assert [url in cells[-1] for url, cells in zip(urls, figure.table.rows, strict=True)]


def test_two_rows_may_be_compared_and_the_reader_is_told_which():
    """The notes say what not to read out of the bands."""
    notes = " ".join(figures.what_studies_saw().notes)
    assert "first two, which come from one study" in notes
    assert "not the course of one person" in notes
    assert "not how these medicines should be stopped" in notes
    first, second = dataset("withdrawal_times")[:2]
    assert first["source"] == second["source"]


def test_the_courses_say_that_they_are_schematic():
    """Nobody can take the three curves for measured ones: not by title, words or scale."""
    figure = figures.three_courses()
    assert len(figure.svg) == 3
    for picture, alt in zip(figure.svg, figure.alt, strict=True):
        assert "schematic" in alt
        assert any("(schematic)" in text for text in written(picture))
        assert not re.search(r"\d", "".join(written(picture)))
    assert "not from data" in figure.caption
    assert len(figure.table.rows) == 3


def test_only_withdrawal_brings_what_is_new():
    """New complaints rise in one of the three pictures, and their line lies flat in the others."""
    heights = [dashed_heights(picture) for picture in figures.three_courses().svg]
    assert [len(ys) > 1 for ys in heights] == [False, True, False]


def dashed_heights(picture):
    """The heights that the curve of new complaints passes through, in whole pixels."""
    paths = ElementTree.fromstring(picture).iter(f"{SVG}path")
    curve = next(p for p in paths if svg.ORANGE in (p.get("style") or "") and "dasharray" in
                 p.get("style") and len(p.get("d").split()) >= 4)  # fmt: skip
    return {round(float(y)) for y in re.findall(r"[ML] [\d.]+ ([\d.]+)", curve.get("d"))}


@pytest.mark.parametrize(("name", "data"), DATA.items())
def test_an_unconfirmed_row_is_not_drawn(course, name, data):
    """What nobody has confirmed is missing from the picture, and without any row there is none."""
    row = dataset(data)[0]
    edit(course, data, row["series"], status="memory")
    assert len(getattr(figures, name)().table.rows) == len(dataset(data)) - 1
    edit(course, data, status="memory")
    with pytest.raises(CourseError, match=data):
        getattr(figures, name)()
