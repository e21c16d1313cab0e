"""The sources and the data of the course, as a reader of the course gets them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from bzdcourse.data import CourseError, course_root, dataset, load_yaml, references, source_text

DATASETS = ("prescribing", "overdose_deaths")
KINDS = {"science", "marketing", "regulation", "recognition"}


@pytest.fixture(scope="module")
def events() -> list[dict]:
    """The events of the timeline."""
    return source_text("timeline")["events"]


def help_lines() -> list[dict]:
    """Every help line of every country."""
    return [line for country in source_text("help_lines") for line in country["lines"]]


def test_a_reference_reads_like_a_reference():
    """A reference is authors, year, title, place and a link by DOI."""
    assert references()["ashton1984"].markdown == (
        "Ashton H (1984). Benzodiazepine withdrawal: an unfinished story. *BMJ, 288:1135*. "
        "[10.1136/bmj.288.6424.1135](https://doi.org/10.1136/bmj.288.6424.1135)"
    )


def test_names_are_printed_as_they_stand():
    """Several authors are neither split nor turned round."""
    assert references()["squires1977"].text.startswith("Squires RF, Braestrup C (1977). ")


def test_a_title_that_ends_in_a_question_mark_gets_no_full_stop():
    """A title brings its own mark."""
    assert "anxiety or hysteria? *Acta" in references()["higgitt1990"].text


def test_a_reference_without_an_address_is_still_a_reference():
    """Without a confirmed address there is no link, and no empty brackets."""
    petursson = references()["petursson1981"]
    assert petursson.url is None
    assert petursson.markdown == petursson.text


def test_every_reference_has_author_year_and_title():
    """Each reference names who, when and what."""
    shape = re.compile(r"\S.* \(\d{4}\)\. \S.{3,}")
    assert len(references()) > 100
    assert [key for key, one in references().items() if not shape.match(one.text)] == []


def test_a_torn_bibliography_is_told_with_its_line(tmp_path):
    """Two entries run into one another by a bad merge: a sentence with file and line."""
    folder = tmp_path / "source_texts"
    folder.mkdir()
    (folder / "bibliography.bib").write_text("@article{a,\n  year = {1990},\n@book{b,\n}\n")
    with pytest.raises(CourseError, match=r"bibliography\.bib.*line \d"):
        references(tmp_path)


def test_no_reference_is_listed_twice():
    """A key stands once in the bibliography, and so does a DOI."""
    text = (course_root() / "source_texts" / "bibliography.bib").read_text(encoding="utf-8")
    for pattern in (r"^@\w+\{(\S+),$", r"^  doi = \{(.+)\},$"):
        found = re.findall(pattern, text, re.MULTILINE)
        assert sorted(found) == sorted(set(found))


def test_every_reference_says_how_far_it_was_read():
    """Each source is marked as read in full, as an abstract or as quoted elsewhere."""
    text = (course_root() / "source_texts" / "bibliography.bib").read_text(encoding="utf-8")
    read = re.findall(r"^  read = \{(.+)\},$", text, re.MULTILINE)
    assert len(read) == len(references())
    assert set(read) <= {"fulltext", "abstract", "secondary"}


def test_every_source_of_an_event_is_in_the_bibliography(events):
    """An event has a source, and the bibliography knows it."""
    assert all(event["sources"] for event in events)
    assert {key for event in events for key in event["sources"]} <= set(references())


def test_events_stand_in_the_order_of_their_years(events):
    """The timeline runs from 1955 to 2025, and a span ends after it begins."""
    years = [event["year"] for event in events]
    assert years == sorted(years)
    assert (years[0], years[-1]) == (1955, 2025)
    assert all(event["year"] < event.get("until", 2026) <= 2026 for event in events)


def test_events_are_of_known_kinds_and_have_ids_of_their_own(events):
    """Each of the four kinds occurs, and no id occurs twice."""
    assert {event["kind"] for event in events} == KINDS
    assert {event["certainty"] for event in events} == {"confirmed", "disputed"}
    assert len({event["id"] for event in events}) == len(events)


@pytest.mark.parametrize("name", DATASETS)
def test_a_value_is_a_number_of_a_year_with_a_known_source(name):
    """Each row has a year, a number, a unit, a source and how far it is verified."""
    for row in dataset(name):
        assert float(row["value"]) >= 0
        assert 1950 <= int(row["year"]) <= 2025
        assert row["unit"]
        assert row["source"] in references()
        assert row["status"] in {"confirmed", "corroborated"}


@pytest.mark.parametrize("name", DATASETS)
def test_a_series_has_one_value_a_year(name):
    """No series says two things about one year, and all its values have one unit."""
    rows = dataset(name)
    assert len({(row["series"], row["year"]) for row in rows}) == len(rows)
    units = {(row["series"], row["unit"]) for row in rows}
    assert len(units) == len({row["series"] for row in rows})


@pytest.mark.parametrize("name", DATASETS)
def test_the_data_dictionary_explains_every_series(name):
    """What is in a table is defined beside it."""
    text = (course_root() / "source_texts/datasets/README.md").read_text(encoding="utf-8")
    explained = {term.rstrip("*") for term in re.findall(r"`([a-z0-9_]+\*?)`", text)}
    for series in {row["series"] for row in dataset(name)}:
        assert series in explained or any(
            series.startswith(term) for term in explained if term.endswith("_")
        )


def test_every_help_line_has_a_number_and_where_it_was_seen():
    """A number is given only with its source and the day on which it was checked."""
    assert help_lines()
    for line in help_lines():
        assert re.search(r"\d", line["phone"])
        assert line["source"].startswith("http")
        assert line["how"].startswith("seen in ")
        assert isinstance(line["checked"], datetime.date)


def test_every_country_has_an_emergency_number():
    """Whoever needs help at once finds a number first."""
    assert all(re.search(r"\d{3}", country["emergency"]) for country in source_text("help_lines"))


def test_the_course_is_found_from_a_folder_below_it(tmp_path: Path):
    """A notebook deep in the course finds the course around it."""
    for name in ("source_texts", "quizzes", "notebooks/01_history"):
        (tmp_path / name).mkdir(parents=True)
    assert course_root(tmp_path / "notebooks" / "01_history") == tmp_path.resolve()


def test_without_a_course_around_it_the_installed_one_is_found(tmp_path: Path):
    """Far from any course, the checkout that is installed serves."""
    assert (course_root(tmp_path) / "source_texts" / "timeline.yml").is_file()


def test_a_missing_course_is_named_with_what_to_do(tmp_path: Path, monkeypatch):
    """Where there is no course at all, the message says where to go."""
    monkeypatch.setattr("bzdcourse.data.__file__", str(tmp_path / "a" / "b" / "c" / "data.py"))
    with pytest.raises(CourseError, match="Go into the course's folder"):
        course_root(tmp_path)


def test_yaml_is_read_as_data_and_never_runs(tmp_path: Path):
    """A file that asks for a Python object is refused."""
    bad = tmp_path / "bad.yml"
    bad.write_text("!!python/object/apply:os.system ['true']", encoding="utf-8")
    with pytest.raises(Exception, match="could not determine a constructor"):
        load_yaml(bad)


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\x00", b"a: &x [*x]\nb: *y"])
def test_a_file_that_is_not_yaml_is_named(tmp_path, content):
    """A torn file of the course is one clear sentence with its name."""
    path = tmp_path / "objectives.yml"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=r"objectives\.yml: not readable as YAML"):
        load_yaml(path)
