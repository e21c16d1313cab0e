"""Figures can be seen, heard and read off, and show nothing that was not confirmed."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest

from bzdcourse import figures
from bzdcourse.data import CourseError, dataset
from bzdcourse.figures import Figure, Table, svg

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [name for name in figures.__all__ if name[0].islower()]


@pytest.fixture(params=FIGURES, scope="module")
def figure(request):
    """Each figure of the course."""
    return getattr(figures, request.param)()


@pytest.fixture(scope="module")
def history():
    """Prescribing and deaths."""
    return figures.prescribing_and_deaths()


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course's sources, to be spoilt."""
    shutil.copytree(ROOT / "source_texts", tmp_path / "source_texts")
    (tmp_path / "quizzes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit_rows(course, name, change):
    """Rewrite a data set with each row as ``change`` returns it; ``None`` leaves it out."""
    path = course / "source_texts" / "datasets" / f"{name}.csv"
    rows = [change(dict(row)) for row in dataset(name)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["series", "year", "value", "unit", "source", "status"])
        writer.writeheader()
        writer.writerows(filter(None, rows))


def words_in(panel):
    """Everything written inside a picture."""
    return " ".join("".join(text.itertext()) for text in panel.iter(f"{SVG}text"))


def numbers_in(text):
    """Numbers of a text as they are written, without percent signs and without final points."""
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)


def test_no_figure_without_alternative_or_table():
    """A figure whose text alternative or table is missing can't be made."""
    table = Table("Values", ("Name", "Value"), (("a", "1"),))
    with pytest.raises(ValueError, match="text alternative"):
        Figure(("<svg/>",), ("",), table, "A caption", (), ())
    with pytest.raises(ValueError, match="text alternative"):
        Figure(("<svg/>", "<svg/>"), ("One for two.",), table, "A caption", (), ())
    with pytest.raises(ValueError, match="table of its data"):
        Figure(("<svg/>",), ("Words.",), Table("None", ("Name",), ()), "A caption", (), ())


def test_pictures_are_valid_and_described(figure):
    """Each panel is XML, is one image to a screen reader, and has a name and a description."""
    for picture, alt in zip(figure.svg, figure.alt, strict=True):
        root = ElementTree.fromstring(picture)
        description = root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert root.get("aria-describedby") == description.get("id")
        assert description.text == alt


def test_pictures_have_no_size_colour_or_date_of_their_own(figure):
    """The page decides on size, text colour and letters; nothing tells when it was drawn."""
    for picture in figure.svg:
        root = ElementTree.fromstring(picture)
        assert root.get("viewBox")
        assert root.get("width") is None
        assert root.find(f"{SVG}metadata") is None
        texts = list(root.iter(f"{SVG}text"))
        assert texts
        for text in texts:
            style = text.get("style")
            assert "var(--jp-content-font-color" in style
            assert "var(--jp-ui-font-family" in style
            assert not re.search(r"fill: #", style)
        assert svg.INK not in picture
        assert svg.FAINT not in picture


def test_letters_are_large_enough(figure):
    """No letters are smaller than 11 units of a picture that is at most 400 units wide."""
    for picture in figure.svg:
        root = ElementTree.fromstring(picture)
        assert float(root.get("viewBox").split()[2]) <= 400
        sizes = [float(size) for size in re.findall(r"([\d.]+)px", picture)]
        assert min(sizes) >= 11


def test_html_has_words_table_and_links(figure):
    """The page has the picture, its words, its data with heads, and every source."""
    html = figure._repr_html_()
    assert html.count('role="img"') == len(figure.svg)
    for alt in figure.alt:
        assert html.count(alt) == 2  # for the screen reader, and for everybody
    assert "<caption>" in html
    assert html.count('<th scope="col">') == len(figure.table.columns)
    assert html.count('<th scope="row">') == len(figure.table.rows)
    assert figure.sources
    assert html.count("https://doi.org/") >= len(figure.sources)
    controls = re.findall(r"<(?:a|summary) [^>]*>|<summary>", html)
    assert all('data-lm-suppress-shortcuts="true"' in control for control in controls)


def test_ids_are_unique_on_the_page(figure):
    """No id stands twice, and what is referred to is there."""
    html = figure._repr_html_()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', html)) <= set(ids)


def test_plain_text_is_the_alternative(figure):
    """Where there is no HTML, the figure is its text alternative."""
    assert repr(figure) == "\n\n".join(figure.alt)


def test_drawn_twice_is_the_same(history):
    """The same data give the same bytes, also when a learner has set matplotlib up otherwise."""
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        again = figures.prescribing_and_deaths()
    assert again._repr_html_() == history._repr_html_()


def test_matplotlib_is_loaded_only_to_draw():
    """Importing the figures loads no matplotlib, and drawing one loads no pyplot."""
    code = (
        "import sys; from bzdcourse.figures import prescribing_and_deaths as draw;"
        "assert 'matplotlib' not in sys.modules; draw();"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def luminance(colour):
    """Relative luminance of ``#rrggbb`` by WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [svg.BLUE, svg.ORANGE, svg.PURPLE])
@pytest.mark.parametrize("ground", ["#ffffff", "#111111", "#212121"])
def test_series_stand_out_in_both_themes(colour, ground):
    """Each colour of a series has 3:1 against the grounds of the light and the dark theme."""
    low, high = sorted([luminance(colour), luminance(ground)])
    assert (high + 0.05) / (low + 0.05) >= 3


def test_alternative_names_every_number_drawn(history):
    """What is written at a point or beside a mark is said in the panel's words as well."""
    for picture, alt in zip(history.svg, history.alt, strict=True):
        root = ElementTree.fromstring(picture)
        ticks = {
            "".join(text.itertext())
            for axis in root.iter(f"{SVG}g")
            if "-matplotlib.axis" in axis.get("id", "")
            for text in axis.iter(f"{SVG}text")
        }
        drawn = set(numbers_in(words_in(root))) - ticks
        assert drawn
        assert drawn <= set(numbers_in(alt))


def test_table_holds_the_confirmed_values(history):
    """The rows are the data sets' values, each with its source."""
    listed = {(row["value"], row["unit"]) for name in ("prescribing", "overdose_deaths")
              for row in dataset(name)}  # fmt: skip
    rows = [(value.replace(",", ""), unit) for _, _, value, unit, _ in history.table.rows]
    assert len(rows) == 14
    assert set(rows) <= listed
    assert all("](https://doi.org/" in row[-1] for row in history.table.rows)


def test_table_and_pictures_agree(history):
    """Each value of the table is in the text alternative of a panel."""
    said = numbers_in(" ".join(history.alt))
    assert {row[2] for row in history.table.rows} <= set(said)


def test_one_hundred_marks(history):
    """The icon array has 100 marks, 84 of them with an opioid, and one of each in its legend."""
    root = ElementTree.fromstring(history.svg[-1])
    marks = list(root.iter(f"{SVG}use"))
    counts = [sum(colour in mark.get("style") for mark in marks)
              for colour in (svg.BLUE, svg.ORANGE, svg.PURPLE)]  # fmt: skip
    assert counts == [84 + 1, 7 + 1, 9 + 1]
    assert "84 also with an opioid; 7 without" in history.alt[-1]


def test_alternative_says_what_the_marks_leave_out(history):
    """The total, the exact shares and the suicides are in words, and in the table."""
    for said in ("118,208 people", "83.5%", "9%", "8.5%", "36.2%"):
        assert said in history.alt[-1]


def test_notes_say_what_it_must_not_be_taken_for(history):
    """The reader is told of missing years, of two definitions, and that involved isn't caused."""
    notes = " ".join(history.notes)
    assert "nothing about the years between" in notes
    assert "not one series" in notes
    assert "*involves*" in notes and "*caused by*" in notes
    assert "after 2019" in notes


def test_an_unconfirmed_value_is_not_drawn(course):
    """A row that is neither confirmed nor corroborated stays out of picture, words and table."""

    def doubt_2017(row):
        return row | {"status": "memory"} if row["value"] == "3.55" else row

    edit_rows(course, "overdose_deaths", doubt_2017)
    figure = figures.prescribing_and_deaths()
    assert "3.55" not in figure._repr_html_()
    assert "2.96" in figure._repr_html_()


def test_a_missing_series_is_named(course):
    """Without any confirmed value of a series there is no figure, and one is told which."""
    edit_rows(
        course, "prescribing", lambda row: row if row["series"] != "ambulatory_visits" else None
    )
    with pytest.raises(CourseError, match="'ambulatory_visits'"):
        figures.prescribing_and_deaths()


def test_the_picture_follows_the_data(course):
    """Another share of deaths with an opioid gives other marks, words and rows."""
    edit_rows(
        course,
        "overdose_deaths",
        lambda row: row | {"value": "60.0"} if row["series"] == "share_with_opioid" else row,
    )
    figure = figures.prescribing_and_deaths()
    assert "60 also with an opioid; 31 without" in figure.alt[-1]
    assert figure.svg[-1].count(svg.BLUE) > 0
    assert "83.5" not in figure._repr_html_()
