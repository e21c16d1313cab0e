"""What the whole course shares: each rule is broken once, and told with the place."""

import shutil

import pytest

from bzdcourse.check import check_course, check_lesson, course_counts, open_course
from bzdcourse.data import course_root
from classroom import LESSON
from conftest import DEMO_COURSE
from spoiling import change, change_notebook

CELL = f"notebooks/{LESSON}/{LESSON}.ipynb#colours: "


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the demonstration course, without a gradebook and without originals."""
    monkeypatch.delenv("BZD_SOURCES", raising=False)
    root = shutil.copytree(DEMO_COURSE, tmp_path / "course")
    monkeypatch.chdir(root)
    return root


def problems_of(root):
    """Everything that is wrong with a course."""
    return check_course(open_course(root))


def write(course, words):
    """Put words at the end of the cell ``colours``."""

    def add(notebook):
        (cell,) = (cell for cell in notebook["cells"] if cell["id"] == "colours")
        cell["source"] += f"\n\n{words}"

    change_notebook(course, add)


def told_of_cell(course):
    """What is wrong with the cell ``colours``."""
    return [problem for problem in problems_of(course) if problem.startswith(CELL)]


def test_the_demonstration_holds_together(course):
    """A course in which nothing is broken has no problem."""
    assert problems_of(course) == []


def test_this_course_is_complete_and_holds_together(monkeypatch):
    """The course itself has every part that is checked, and no problem."""
    monkeypatch.chdir(course_root())
    course = open_course(course_root())
    assert check_course(course) == []
    parts = ("claims", "glossary", "terms", "timeline", "drugs", "receptor", "taper_rules")
    assert all(getattr(course, part) for part in parts)
    assert list((course.root / "source_texts" / "datasets").glob("*.csv"))
    assert (course.root / "source_texts" / "help_lines.yml").exists()


@pytest.mark.parametrize("name", ["claims.yml", "glossary.md", "terminology.yml", "timeline.yml",
                                  "help_lines.yml", "datasets"])  # fmt: skip
def test_a_small_course_may_lack_a_part(course, name):
    """A part that is not there is not missed."""
    path = course / "source_texts" / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if name == "glossary.md":
        (course / "README.md").unlink()
    assert problems_of(course) == []


SPOILT = [
    ("quizzes/misconceptions.yml", "[doe1960]", "[nobody1999]", ":5: “nobody1999” is not in"),
    ("source_texts/terminology.yml", "[roe1961]", "[nobody1999]", ":10: “nobody1999” is not in"),
    ("source_texts/timeline.yml", "[doe1960]", "[nobody1999]", "the source 'nobody1999' is not in"),
    ("source_texts/claims.yml", "[doe1960]", "[nobody1999]", "A01: references: “nobody1999” is"),
    ("source_texts/glossary.md", "@roe1961", "@nobody1999", ":15: “nobody1999” is not in"),
    ("source_texts/datasets/colours.csv", "doe1960", "nobody1999", ":2: “nobody1999” is not in"),
    ("source_texts/help_lines.yml", "https://help.example.org/contact", "someone", ":8: “someone”"),
    ("source_texts/claims.yml", "[doe1960]", "[]", "A01: "),
    ("source_texts/claims.yml", "verdict: supported", "verdict: perhaps", "“perhaps” is not one"),
    ("source_texts/claims.yml", "It was seen.", "An oldish find.", ":12: “oldish”: write “old”"),
    ("source_texts/timeline.yml", "the sky is blue", "it is oldish", ":6: “oldish”: write “old”"),
    ("source_texts/glossary.md", "of the sky.", "of the oldish sky.", ":5: “oldish”: write “old”"),
    ("README.md", "Its words", "Its oldish words", "README.md:3: “oldish”: write “old”"),
    ("README.md", "glossary.md#", "lexicon.md#", "README.md:3: the link leads to source_texts/lex"),
    ("README.md", "#blue", "#mauve", "README.md:3: glossary.md has no heading for #mauve"),
    ("README.md", "[glossary]", "![]", "has no text that says what it shows"),
    ("quizzes/misconceptions.yml", "id: counts-twice", "id: unheard-of", "no question shows this"),
    ("quizzes/checks/00_demo.yml", "Red is for", "Oldish red is for", ":14: “Oldish”: write “old”"),
    ("quizzes/checks/00_demo.yml", "text: Red,", "text: Greenish red,", ":14: “Greenish”: write"),
    ("quizzes/graded/00_demo.yml", "text: Blue", "text: Oldish blue", "“Oldish”: write “old”"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "told"), SPOILT, ids=[one[3] for one in SPOILT])
def test_a_fault_in_a_file_is_told_with_its_place(course, file, old, new, told):
    """A name that leads nowhere, a word to avoid, a dead link: each is told with file and line."""
    change(course / file, old, new)
    problems = problems_of(course)
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("quizzes/checks/00_demo.yml", "text: Red,", "text: Oldish red,"),
        ("quizzes/misconceptions.yml", "The sky is green", "The oldish sky is green"),
        ("source_texts/claims.yml", "The sky is fair", "The sky is a greenish one"),
        ("README.md", "Its words", "Its `oldish` words"),
        ("README.md", "(source", "(https://anywhere.example.org) (source"),
    ],
)
def test_a_text_may_hold_what_its_kind_allows(course, file, old, new):
    """Wrong options, beliefs and restated claims may hold the words that the list allows there."""
    change(course / file, old, new)
    assert problems_of(course) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("See [it](https://example.org).", "https://example.org is the address of no source"),
        ("See https://example.org/it.", "https://example.org/it is the address of no source"),
        ("A cup holds 200 mg.", "“200 mg” has no source"),
        ("It grew by 3.5 % then.", "“3.5 %” has no source"),
        ("It is 12 per cent.", "“12 per cent” has no source"),
        ("It reached 40 to 60 ng/mL.", "“40 to 60 ng/mL” has no source"),
        ("Five deaths, or 2.9 per 100,000.", "“2.9 per 100,000” has no source"),
        ("So it was with 43 of every 100.", "“43 of every 100” has no source"),
        ("The half-life is 20 h.", "“20 h” has no source"),
        ("So said Doe 1960. It took 30 hours.", "“30 hours” has no source"),
        ("So said Poe 1960: 30 hours, says Doe 1999.", "“30 hours” has no source"),
        ("| one | 5 kg |\n|---|---|\n| two | Doe 1960 |", "“5 kg” has no source"),
        ("- 5 kg\n- it was light (Doe 1960)", "“5 kg” has no source"),
        ("An oldish sky.", "“oldish”: write “old”"),
        ("![](sky.png)", "has no text that says what it shows"),
        ("<img src='sky.png'>", "has no text that says what it shows"),
        ("### Blue\n\n##### Dark blue", "“Dark blue” is of level 5, right below level 3"),
        ("See [it](../../sky.md).", "the link leads to ../../sky.md, which is not there"),
        ("See [above](#Nowhere).", "has no heading for #Nowhere"),
    ],
)
def test_a_fault_in_prose_is_told_with_its_cell(course, words, told):
    """What a lesson's prose lacks is told with the cell, and what to mend."""
    write(course, words)
    assert any(told in problem for problem in told_of_cell(course)), problems_of(course)


@pytest.mark.parametrize(
    "words",
    [
        "See [Doe 1960](https://doi.org/10.1000/demo.1960), or [help](https://help.example.org).",
        "A cup holds 200 mg ([Doe 1960](https://doi.org/10.1000/demo.1960)).",
        "A cup holds 200 mg (Doe 1960).",
        "A cup holds 200 mg. It was\nweighed twice (Roe 1961).",
        "As Roe 1961 found in 12 books of 1950, page 3.",
        "| one | 5 kg (Doe 1960) |\n|---|---|\n| two | light |",
        "- 5 kg (Doe 1960)\n- it was light",
        "### Worked example\n\nTwo cups (Doe 1960).\n\nThey hold 2 * 200 mg = 400 mg.",
        "`200 mg`, and a [sky](../../README.md), and [above](#Counting).",
        "![A blue sky](../../README.md)",
        "“An oldish sky”, said Doe.",
    ],
)
def test_sound_prose_is_left_alone(course, words):
    """Sources, plain citations, code, quotations and living links give no problem."""
    write(course, words)
    assert told_of_cell(course) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda cells: cells[2].update(id="title"), "#title: 2 cells have this id"),
        (lambda cells: cells[2].update(id="a1b2c3d4"), "#a1b2c3d4: cell 3 needs an id in words"),
        (lambda cells: cells[2].pop("id"), "#: cell 3 needs an id in words"),
        (lambda cells: cells[1].update(execution_count=1), "#set-up: an output is stored"),
        (lambda cells: cells[1].update(outputs=[{}]), "#set-up: an output is stored"),
        (lambda cells: cells[2].update(source="# Colours"), "2 titles"),
        (lambda cells: cells[0].update(source="A demonstration"), "0 titles"),
    ],
)
def test_a_fault_in_a_cell_is_told(course, spoil, told):
    """Ids speak and are unique, outputs are not stored, and there is one title."""
    change_notebook(course, lambda notebook: spoil(notebook["cells"]))
    assert any(told in problem for problem in problems_of(course)), problems_of(course)


def test_a_quoted_output_may_be_stored(course):
    """An output that the prose quotes is tagged, and kept."""
    kept = {"outputs": [{}], "metadata": {"tags": ["nbval-check-output"]}}
    change_notebook(course, lambda notebook: notebook["cells"][1].update(kept))
    assert problems_of(course) == []


def test_an_objective_of_a_lesson_to_come_needs_questions(course):
    """Also an objective whose lesson is not there is asked for twice, as by the inventory."""
    objectives = course / "quizzes" / "objectives.yml"
    fly = "  - {id: fly, lesson: 01_later, text: Fly., bloom: apply, core_concept: null}\n"
    objectives.write_text(objectives.read_text() + fly)
    assert problems_of(course) == [
        "quizzes/objectives.yml: fly: fewer than two questions ask for it"
    ]


def test_a_copied_run_is_told_where_the_originals_are(course, tmp_path, monkeypatch):
    """Five words in a row from an original are told; without originals nothing is compared."""
    write(course, "The sky, when it rains, can be grey.")
    change(course / "source_texts" / "timeline.yml", "the sky is blue", "a sea when calm can shine")
    assert problems_of(course) == []
    originals = tmp_path / "originals"
    originals.mkdir()
    (originals / "one.txt").write_text("SKY when it rains can fall. A sea when calm can please.")
    monkeypatch.setenv("BZD_SOURCES", str(originals))
    assert f"{CELL}“sky when it rains can” stands in an original; say it in other words" in (
        problems_of(course)
    )
    assert any("timeline.yml:6: “a sea when calm can”" in told for told in problems_of(course))


def test_one_lesson_can_be_checked_alone(course):
    """With a lesson named, its own faults are told and nobody else's."""
    change(course / "README.md", "#blue", "#mauve")
    assert check_lesson(open_course(course), LESSON) == []
    write(course, "A cup holds 200 mg.")
    (problem,) = check_lesson(open_course(course), LESSON)
    assert problem.startswith(CELL)


def test_counts_say_how_much_there_is(course):
    """Everything is counted, with its sorts; what only an absent file would hold is left out."""
    counts = {what: (number, sorts) for what, number, sorts in course_counts(open_course(course))}
    assert counts["claims"] == (2, "1 supported, 1 value judgement")
    assert counts["references"] == (2, "2 cited")
    assert counts["questions: checks"] == (
        3,
        "1 single choice, 1 numeric, 1 calculation\n2 apply, 1 remember",
    )
    assert counts["questions: graded"][0] == 7
    (course / "source_texts" / "claims.yml").unlink()
    assert "claims" not in {what for what, *_ in course_counts(open_course(course))}
