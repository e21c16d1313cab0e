"""The icon arrays of the lesson on dependence: every mark is a person that somebody counted."""

import csv
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bzdcourse import figures
from bzdcourse.data import CourseError, dataset
from bzdcourse.figures import svg

ROOT = Path(__file__).parent.parent
USE = "{http://www.w3.org/2000/svg}use"
NAMES = ("use_and_disorder", "withdrawal_and_duration", "who_goes_on")
KINDS = (svg.BLUE, svg.ORANGE, svg.PURPLE)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course's sources, to be spoilt."""
    shutil.copytree(ROOT / "source_texts", tmp_path / "source_texts")
    (tmp_path / "quizzes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit_row(course, series, **change):
    """Rewrite one row of the data set."""
    rows = dataset("dependence")
    with (course / "source_texts/datasets/dependence.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | change if row["series"] == series else row for row in rows)


def marks(picture):
    """How many marks of each colour, those of the legend left out."""
    uses = [use.get("style") for use in ElementTree.fromstring(picture).iter(USE)]
    counts = [sum(colour in style for style in uses) for colour in KINDS]
    return [count - 1 if count else 0 for count in counts]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("use_and_disorder", [[829, 156, 15]]),
        ("withdrawal_and_duration", [[95, 0, 5], [57, 0, 43], [65, 0, 35], [0, 42, 58]]),
        ("who_goes_on", [[95, 0, 5], [85, 0, 15], [61, 0, 39]]),
    ],
)
def test_each_person_is_a_mark(name, expected):
    """A picture has as many marks of each kind as its words say."""
    assert [marks(picture) for picture in getattr(figures, name)().svg] == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_words_say_the_whole_and_each_part(name):
    """The text alternative names the number of people in the picture and in each of its groups."""
    figure = getattr(figures, name)()
    for picture, alt in zip(figure.svg, figure.alt, strict=True):
        counts = [count for count in marks(picture) if count]
        assert f"{sum(counts):,} marks" in alt
        assert all(f" {count} " in alt for count in counts)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_has_the_published_values_with_people_and_time(name):
    """Every row says in whom what was counted, over what time, the share, and the source."""
    listed = {
        (row["people"], row["counted"], row["time"], f"{row['value']}%")
        for row in dataset("dependence")
    }
    rows = getattr(figures, name)().table.rows
    assert all(row[:4] in listed and "](http" in row[4] for row in rows)
    assert len({row[:3] for row in rows}) == len(rows), "two values that nothing tells apart"


def test_the_notes_name_what_must_not_be_compared():
    """The reader is told which pictures are of one study, and what is not drawn at all."""
    notes = " ".join(figures.withdrawal_and_duration().notes)
    assert "first two pictures come from one study" in notes
    assert "47 people" in notes
    assert "Physical dependence isn't drawn" in figures.use_and_disorder().notes[0]
    assert "three definitions" in figures.who_goes_on().notes[0]


def test_the_pictures_follow_the_data(course):
    """Another share gives other marks and other words."""
    edit_row(course, "withdrawal_diazepam_from_8_months", value="50")
    figure = figures.withdrawal_and_duration()
    assert marks(figure.svg[1]) == [50, 0, 50]
    assert "50 had withdrawal" in figure.alt[1]


def test_an_unconfirmed_value_is_not_drawn(course):
    """Without a confirmed value there is no figure, and one is told which is missing."""
    edit_row(course, "long_term_finland", status="memory")
    with pytest.raises(CourseError, match="'long_term_finland'"):
        figures.who_goes_on()
