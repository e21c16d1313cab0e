"""Figures of the lesson on tolerance: one mark a study, one mark a person."""

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
LOOKS = (svg.BLUE, svg.ORANGE, svg.PURPLE)
EFFECTS = ("sedation", "seizures", "memory", "anxiety")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course's sources, to be spoilt."""
    shutil.copytree(ROOT / "source_texts", tmp_path / "source_texts")
    (tmp_path / "quizzes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rewrite(course, name, change):
    """Let ``change`` alter each row of a data set."""
    rows = dataset(name)
    with (course / f"source_texts/datasets/{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | change(row) for row in rows)


def uses(picture):
    """The places and colours of all marks."""
    return [
        (float(use.get("x")), next(i for i, c in enumerate(LOOKS) if c in use.get("style")))
        for use in ElementTree.fromstring(picture).iter(USE)
        if any(colour in use.get("style") for colour in LOOKS)
    ]


def people(picture):
    """How many marks of each look, those of the legend left out."""
    found = [look for _, look in uses(picture)]
    return [found.count(look) - 1 if look in found else 0 for look in range(len(LOOKS))]


def test_each_study_is_a_mark_in_the_column_of_its_finding():
    """As many marks as studies, of the look of their kind, in as many columns as findings."""
    figure = figures.tolerance_by_effect()
    kinds = ("animals", "tested", "treated")
    for effect, picture in zip(EFFECTS, figure.svg, strict=True):
        studies = [row for row in dataset("tolerance") if row["effect"] == effect]
        marks = uses(picture)
        assert sorted(look for _, look in marks) == sorted(kinds.index(r["kind"]) for r in studies)
        columns = {row["finding"]: set() for row in studies}
        for row, (x, _) in zip(studies, marks, strict=True):
            columns[row["finding"]].add(round(x))
        assert all(len(places) == 1 for places in columns.values())
        assert len(set.union(*columns.values())) == len(columns)


def test_the_words_tell_every_study_and_count_the_findings():
    """The text alternative names what each study saw, and how many found what."""
    figure = figures.tolerance_by_effect()
    for effect, alt in zip(EFFECTS, figure.alt, strict=True):
        studies = [row for row in dataset("tolerance") if row["effect"] == effect]
        assert all(f"{row['label']} ({row['time']})" in alt for row in studies)
        assert all(row["seen"] in alt for row in studies)
    assert "found 2, in part 2, none 6, can't tell 1" in figure.alt[EFFECTS.index("anxiety")]


def test_the_table_has_every_study_with_a_link():
    """Who, how long, what was seen, and an address."""
    rows = figures.tolerance_by_effect().table.rows
    listed = [(row["who"], row["time"], row["seen"]) for row in dataset("tolerance")]
    assert sorted((row[1], row[2], row[4]) for row in rows) == sorted(listed)
    assert all("](http" in row[5] for row in rows)


def test_the_notes_say_that_marks_are_no_votes():
    """What the eye would do by itself is forbidden in words."""
    notes = " ".join(figures.tolerance_by_effect().notes)
    assert "Marks are not votes" in notes
    assert "we may have missed studies" in notes
    assert "Days in rats are not days in people" in notes


def test_the_map_follows_the_data(course):
    """Another finding stands in another column and is told in other words."""
    before = figures.tolerance_by_effect()
    rewrite(
        course,
        "tolerance",
        lambda row: {"finding": "found"} if row["label"] == "Rats in noise" else {},
    )
    after = figures.tolerance_by_effect()
    assert uses(after.svg[3]) != uses(before.svg[3])
    assert after.svg[2] == before.svg[2]
    assert "Rats in noise (23 days), found" in after.alt[3]


def test_an_effect_without_a_confirmed_study_is_an_error(course):
    """A map with an empty row would look like a finding."""
    rewrite(
        course,
        "tolerance",
        lambda row: {"status": "memory"} if row["effect"] == "memory" else {},
    )
    with pytest.raises(CourseError, match="no confirmed study of 'memory'"):
        figures.tolerance_by_effect()


def test_each_person_is_a_mark():
    """A hundred people in each register."""
    pictures = figures.dose_escalation().svg
    assert [people(picture) for picture in pictures] == [
        [93, 0, 7],
        [92, 0, 8],
        [98, 0, 2],
        [99, 0, 1],
        [67, 26, 7],
    ]


def test_the_words_say_the_whole_and_each_part():
    """The text alternative names the hundred and each of its groups."""
    figure = figures.dose_escalation()
    for picture, alt in zip(figure.svg, figure.alt, strict=True):
        assert "100 marks" in alt
        assert all(f" {count} " in alt for count in people(picture) if count)


def test_the_table_has_the_published_values():
    """Unrounded, with people, what was counted, and time."""
    listed = {
        (row["people"], row["counted"], row["time"], f"{row['value']}%")
        for row in dataset("dose_escalation")
    }
    rows = figures.dose_escalation().table.rows
    assert {row[:4] for row in rows} == listed
    assert "1.6%" in {row[3] for row in rows}


def test_the_notes_forbid_comparison():
    """Five registers, five definitions."""
    notes = " ".join(figures.dose_escalation().notes)
    assert "five questions" in notes
    assert "whether it had risen or not" in notes
    assert "drawn as 1 and 2" in notes
    assert "nor whether it helped" in notes


def test_the_arrays_follow_the_data(course):
    """Another share gives other marks and other words."""
    rewrite(
        course,
        "dose_escalation",
        lambda row: {"value": "11"} if row["series"] == "denmark_above_recommended" else {},
    )
    figure = figures.dose_escalation()
    assert people(figure.svg[0]) == [89, 0, 11]
    assert "11 rose above the recommended dose" in figure.alt[0]


def test_an_unconfirmed_share_is_not_drawn(course):
    """Without a confirmed value there is no figure, and one is told which is missing."""
    rewrite(
        course,
        "dose_escalation",
        lambda row: {"status": "memory"} if row["series"] == "manitoba_high" else {},
    )
    with pytest.raises(CourseError, match="'manitoba_high'"):
        figures.dose_escalation()
