"""The figures of the lesson on symptoms that last: a map of who looked, and people as marks."""

import csv
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bzdcourse import figures
from bzdcourse.data import CourseError, dataset
from bzdcourse.figures import svg
from bzdcourse.figures.protracted import COMPARED

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
KINDS = (svg.BLUE, svg.ORANGE, svg.PURPLE)
PLANS = ("trial_older", "trial_by_lot")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course's sources, to be spoilt."""
    shutil.copytree(ROOT / "source_texts", tmp_path / "source_texts")
    (tmp_path / "quizzes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit_rows(course, name, series="", **change):
    """Change the rows of one series of a data set, or all rows."""
    rows = [row | change if row["series"].startswith(series) else row for row in dataset(name)]
    with (course / f"source_texts/datasets/{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def words_in(picture):
    """Everything written inside a picture."""
    texts = ElementTree.fromstring(picture).iter(f"{SVG}text")
    return " ".join("".join(text.itertext()) for text in texts)


def marks(picture):
    """How many marks of each colour, those of the legend left out."""
    uses = [use.get("style") for use in ElementTree.fromstring(picture).iter(f"{SVG}use")]
    return [sum(colour in style for style in uses) for colour in KINDS]


def test_the_map_names_every_source():
    """Each source stands in the picture, in its words and in the table, with its comparison."""
    figure = figures.when_somebody_looked()
    rows = {row[0]: row for row in figure.table.rows}
    for source in dataset("after_stopping"):
        compared = COMPARED[source["compared"]][0]
        assert source["label"] in words_in(figure.svg[0])
        assert f"{source['label']}: {source['time']}, {compared}" in figure.alt[0]
        assert rows[source["label"]][1:4] == (source["people"], source["time"], compared)
        assert "](https://" in rows[source["label"]][4]


def test_the_gap_that_the_map_is_drawn_for():
    """The blind trial ends within weeks, and nothing with a comparison spans the first year."""
    rows = dataset("after_stopping")
    blind = [float(row["to_weeks"]) for row in rows if row["compared"] == "blind"]
    assert blind == [4]
    spans = [row for row in rows if row["compared"] != "nobody" and row["to_weeks"]]
    assert not [r for r in spans if float(r["from_weeks"]) < 5 and float(r["to_weeks"]) > 52]
    assert "ends after weeks" in figures.when_somebody_looked().alt[0]


def test_lines_that_count_from_the_plan_say_so():
    """Two trials do not give the last dose: rows and a note say what their weeks count from."""
    rows = [row for row in dataset("after_stopping") if row["series"] in PLANS]
    assert all("from the start of the plan" in row["time"] for row in rows)
    assert len(rows) == len(PLANS)
    notes = " ".join(figures.when_somebody_looked().notes)
    assert "start of the plan" in notes
    assert "430 of 1,207 people had not stopped" in notes


def test_what_was_told_afterwards_has_no_dates():
    """Reports and survey are the dotted lines, and the reader is told why."""
    rows = dataset("after_stopping")
    undated = {row["series"] for row in rows if not row["from_weeks"] and not row["to_weeks"]}
    assert undated == {"reports", "survey"}
    figure = figures.when_somebody_looked()
    assert "told afterwards, without dates" in words_in(figure.svg[0])
    assert any("no dates were given" in note for note in figure.notes)
    assert "nobody's future" in figure.notes[-1]


def test_the_map_follows_the_data(course):
    """A source that was not confirmed is not drawn; without any there is no map."""
    edit_rows(course, "after_stopping", "survey", status="memory")
    figure = figures.when_somebody_looked()
    assert "Survey" not in words_in(figure.svg[0])
    assert figure.alt[0].startswith("A map of 10 sources")
    edit_rows(course, "after_stopping", status="memory")
    with pytest.raises(CourseError, match="no confirmed row"):
        figures.when_somebody_looked()


def test_each_of_the_fifty_is_a_mark():
    """Fifty people, and a hundred twice, in the numbers that the words say."""
    figure = figures.how_people_fared()
    # Each look in the picture has one more mark, in its legend.
    assert marks(figure.svg[0]) == [24 + 11 + 2, 3 + 4 + 2, 8 + 1]
    assert marks(figure.svg[1]) == [75 + 1, 0, 25 + 1]
    assert marks(figure.svg[2]) == [65 + 1, 0, 35 + 1]
    told = "24 fully recovered; 11 much better; 8 better; 3 no better; 4 did not come off"
    assert "50 marks" in figure.alt[0]
    assert told in figure.alt[0]


def test_the_fifty_follow_the_data(course):
    """Another published share gives other marks, and everybody stays in the picture."""
    edit_rows(course, "protracted", "clinic_recovered", value="40")
    figure = figures.how_people_fared()
    assert "20 fully recovered" in figure.alt[0]
    assert "8 did not come off" in figure.alt[0]
    assert sum(marks(figure.svg[0])) == 50 + 5


def test_an_unconfirmed_value_is_not_drawn(course):
    """Without a confirmed value there is no figure, and one is told which is missing."""
    edit_rows(course, "protracted", "anxiety_without", status="memory")
    with pytest.raises(CourseError, match="'anxiety_without'"):
        figures.how_people_fared()


def test_nobody_is_made_to_stand_for_everybody():
    """The notes say who these people are, and that a day is not for ever."""
    notes = " ".join(figures.how_people_fared().notes)
    assert "no picture of everybody who stops" in notes
    assert "not for ever" in notes
    assert "nobody was assigned by lot" in notes
