"""What a lesson does in its kernel, seen from the page's end of the wire."""

import json
import os
import shutil
import stat
from pathlib import Path

import comm
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from bzdcourse import lesson
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.responses import append_response
from bzdcourse.widgets.lesson import LessonError
from page import Page

LESSON = "00_demo"
ANSWERS = {
    "demo-single": "blue",
    "demo-multiple": ["red", "amber"],
    "demo-numeric": "1,298",
    "demo-ordering": ["one", "two", "three", "four"],
    "demo-classification": {"fire": "warm", "ice": "cool", "sea": "cool", "sun": "warm"},
}


@pytest.fixture
def page(monkeypatch):
    """The page's end of the wire."""
    page = Page()
    monkeypatch.setattr(comm, "create_comm", page.plug)
    return page


@pytest.fixture
def released(demo_course, monkeypatch):
    """The working folder is a learner's copy; returns its journal."""
    folder = demo_course / "my_course" / LESSON
    folder.mkdir(parents=True)
    bank = load_bank(demo_course / "quizzes" / "graded" / f"{LESSON}.yml")
    (folder / f"{LESSON}.quiz.json").write_text(json.dumps(bank.public()))
    monkeypatch.chdir(folder)
    return folder / "responses.jsonl"


@pytest.fixture
def source(demo_course, monkeypatch):
    """The working folder is the lesson's source; returns the course."""
    monkeypatch.chdir(demo_course / "notebooks" / LESSON)
    return demo_course


def saved(journal):
    """Answers on the disk, line by line."""
    return [json.loads(line)["answer"] for line in journal.read_text().split("\n") if line]


@pytest.mark.parametrize("item_id", ANSWERS)
def test_a_reply_of_saved_means_on_the_disk(page, released, item_id):
    """Each kind of answer is in the journal when "saved" comes back, with its token."""
    lesson(LESSON).ask(item_id)
    reply = page.answer(item_id, ANSWERS[item_id])
    assert reply["type"] == "saved"
    assert reply["n"] == "token"
    expected = 1298 if item_id == "demo-numeric" else ANSWERS[item_id]
    assert saved(released) == [expected] == [reply["answer"]]
    assert page.state(item_id)["answer"] == expected


@pytest.mark.parametrize(
    ("item_id", "answer"),
    [
        ("demo-single", "pink"),
        ("demo-single", ["blue"]),
        ("demo-multiple", ["red", "red"]),
        ("demo-numeric", "some"),
        ("demo-numeric", "2501"),
        ("demo-numeric", True),
        ("demo-ordering", ["one"]),
        ("demo-classification", {"fire": "tepid"}),
        ("demo-classification", {"moon": "cool"}),
    ],
)
def test_what_no_learner_could_answer_is_not_saved(page, released, item_id, answer):
    """An impossible answer comes back as an error in words, and the journal stays as it was."""
    lesson(LESSON).ask(item_id)
    reply = page.answer(item_id, answer)
    assert reply["type"] == "error"
    assert len(reply["message"]) > 10
    assert not released.exists()


def test_a_withdrawn_answer_is_saved_as_none(page, released):
    """Clearing an answer is appended, and the question counts as open again."""
    lesson(LESSON).ask("demo-single")
    page.answer("demo-single", "blue")
    assert page.answer("demo-single", None)["missing"] == "not answered yet"
    assert saved(released) == ["blue", None]


def test_a_partly_answered_question_says_what_is_open(page, released):
    """Rows without a class are counted in words."""
    lesson(LESSON).ask("demo-classification")
    reply = page.answer("demo-classification", {"ice": "cool"})
    assert reply["missing"] == "3 of 4 rows still open"


@pytest.mark.parametrize("trouble", ["a folder", "a link", "no folder"])
def test_what_cannot_be_written_is_said_in_plain_words(page, released, trouble):
    """Whatever is in the way, the reply says what to do and is no "saved"."""
    demo = lesson(LESSON)
    demo.ask("demo-single")
    if trouble == "a folder":
        released.mkdir()
    elif trouble == "a link":
        released.symlink_to(released.parent / "elsewhere")
    else:
        shutil.rmtree(released.parent)
    reply = page.answer("demo-single", "blue")
    assert reply["type"] == "error"
    assert "try again" in reply["message"]
    assert "Errno" not in reply["message"]
    assert page.state("demo-single")["answer"] is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(page, released, monkeypatch):
    """Of a full disk the learner is told to free space."""
    lesson(LESSON).ask("demo-single")
    real_open = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *rest: real_open("/dev/full", os.O_WRONLY | os.O_APPEND)
    )
    assert "the disk is full" in page.answer("demo-single", "blue")["message"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(page, released):
    """In a folder that can't be written to, the learner is told to copy the lesson."""
    lesson(LESSON).ask("demo-single")
    released.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    message = page.answer("demo-single", "blue")["message"]
    released.parent.chmod(stat.S_IRWXU)
    assert "Copy the lesson's folder" in message


def test_answers_are_restored_when_a_cell_runs_again(page, released):
    """What another kernel has written meanwhile shows as soon as the cell runs."""
    demo = lesson(LESSON)
    demo.ask("demo-single")
    append_response(released, "demo-single", "mauve")
    demo.ask("demo-single")
    assert page.state("demo-single")["answer"] == "mauve"
    assert len(page.wires) == 1


def test_a_saved_answer_that_no_longer_fits_asks_for_another(page, released):
    """An answer to an older form of the question is shown as open, not as an error."""
    append_response(released, "demo-single", "turquoise")
    lesson(LESSON).ask("demo-single")
    assert page.state("demo-single")["answer"] is None
    assert "answer again" in page.state("demo-single")["missing"]


def test_progress_follows_every_save(page, released):
    """Counts, open questions and the journal's name are true after each answer."""
    demo = lesson(LESSON)
    for item_id in ANSWERS:
        demo.ask(item_id)
    demo.progress()
    assert page.state("progress")["state"]["summary"] == "0 of 5 answered, 5 to go"
    page.answer("demo-single", "blue")
    page.answer("demo-classification", {"ice": "cool"})
    state = page.state("progress")["state"]
    assert state["summary"] == "1 of 5 answered, 4 to go"
    assert state["open"][-1] == {
        "id": "demo-classification",
        "text": "Question 5: 3 of 4 rows still open",
    }
    for item_id, answer in ANSWERS.items():
        page.answer(item_id, answer)
    state = page.state("progress")["state"]
    assert (state["summary"], state["open"]) == ("All 5 answered", [])
    assert "responses.jsonl" in state["kept"]


def test_progress_tells_of_lines_that_cannot_be_read(page, released):
    """A torn journal is mentioned, and what is whole in it counts."""
    append_response(released, "demo-single", "blue")
    with released.open("a") as journal:
        journal.write('{"item": "demo-mul')
    lesson(LESSON).progress()
    state = page.state("progress")["state"]
    assert state["summary"] == "1 of 5 answered, 4 to go"
    assert "could not be read" in state["kept"]


def test_a_kernel_holds_no_key_of_a_graded_question(page, source):
    """Even beside the bank, what goes to the page holds no rationale, key or source."""
    demo = lesson(LESSON)
    for item_id in ANSWERS:
        demo.ask(item_id)
    sent = json.dumps([page.state(item_id)["question"] for item_id in ANSWERS])
    for secret in ("Rationale", "doe1960", "misconception", "key", "tolerance"):
        assert secret not in sent


def test_an_authors_answers_stay_out_of_the_source_folder(page, source):
    """In the source folder the journal is the author's own, where no release takes it along."""
    demo = lesson(LESSON)
    demo.ask("demo-single")
    page.answer("demo-single", "blue")
    assert saved(source / ".author" / LESSON / "responses.jsonl") == ["blue"]
    assert [path.name for path in Path.cwd().iterdir()] == [f"{LESSON}.ipynb"]


def test_a_mended_bank_shows_after_running_the_cell_again(page, source):
    """An author needs no new kernel to see a changed question."""
    lesson(LESSON).ask("demo-single")
    bank = source / "quizzes" / "graded" / f"{LESSON}.yml"
    bank.write_text(bank.read_text().replace("text: Mauve", "text: Lilac"))
    page.wires.clear()
    lesson(LESSON).ask("demo-single")
    assert "Lilac" in str(page.state("demo-single")["question"])


def test_a_check_explains_and_saves_nothing(page, released):
    """A check gives verdict, rationale and source at once, as often as one likes."""
    lesson(LESSON).check("check-grass")
    assert page.do("check-grass", "check", None)["message"] == "Choose an answer first."
    wrong = page.do("check-grass", "check", "blue")["html"]
    assert "Not right" in wrong
    assert "Grass is not the sky." in wrong
    right = page.do("check-grass", "check", "green")["html"]
    assert "Right" in right
    assert "Not right" not in right
    assert not released.exists()


def test_a_lesson_that_is_not_here_says_where_to_open_it(demo_course, monkeypatch):
    """From any other folder the message names the notebook and what to look for."""
    monkeypatch.chdir(demo_course)
    with pytest.raises(LessonError, match=r"Open 00_demo\.ipynb from its own folder"):
        lesson(LESSON)


def test_an_unknown_lesson_names_those_that_exist(demo_course, monkeypatch):
    """A mistyped id is answered by the ids that there are."""
    monkeypatch.chdir(demo_course)
    with pytest.raises(LessonError, match="The lessons are: 00_demo"):
        lesson("09_nothing")


def test_an_unknown_question_names_those_that_exist(released):
    """A mistyped question is answered by the ids that there are, for both banks."""
    demo = lesson(LESSON)
    with pytest.raises(LessonError, match="demo-single, demo-multiple"):
        demo.ask("demo-none")
    with pytest.raises(LessonError, match="check-grass, check-fingers"):
        demo.check("demo-single")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"items": 5}',
        '{"items": [5]}',
        '{"items": [{"kind": "single_choice"}]}',
        '{"items": [{"kind": "poem", "id": "x"}]}',
        "[" * 100_000,
    ],
)
def test_a_torn_question_file_says_how_to_mend_it(released, content):
    """Damaged questions are one sentence, which says that the answers are safe."""
    (released.parent / f"{LESSON}.quiz.json").write_text(content)
    with pytest.raises(LessonError, match="your answers stay in responses"):
        lesson(LESSON)


def test_an_error_shows_in_a_notebook_without_a_traceback(source, capsys):
    """IPython prints the sentence and nothing else."""
    shell = InteractiveShell()
    shell.run_cell("from bzdcourse import lesson\nlesson('09_nothing')")
    shown = capsys.readouterr().out
    assert "There is no lesson “09_nothing”." in shown
    assert "Traceback" not in shown
    assert "raise" not in shown


@pytest.mark.parametrize("place", ["released", "source"])
def test_validation_tells_a_learner_what_is_open(request, monkeypatch, capsys, page, place):
    """`nbgrader validate` shows one line for an open question, to learners only."""
    request.getfixturevalue(place)
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    demo = lesson(LESSON)
    demo.ask("demo-single")
    expected = "Question demo-single: not answered yet.\n" if place == "released" else ""
    assert capsys.readouterr().err == expected
    page.answer("demo-single", "blue")
    demo.ask("demo-single")
    assert capsys.readouterr().err == ""


def test_a_static_page_shows_every_question_without_a_kernel(released, demo_course):
    """An executed notebook as HTML holds prompts, options and rows to read, and no key."""
    source = demo_course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(source, as_version=4)
    resources = {"metadata": {"path": str(released.parent)}}
    NotebookClient(notebook, timeout=60, resources=resources, store_widget_state=False).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} == {"display_data"}
    page, _ = HTMLExporter().from_notebook_node(notebook)
    for text in (
        "Question 1 of 5 (2 points)",
        "<li>Mauve</li>",
        "A number from 0 to 2500.",
        "<li>Three</li>",
        '<th scope="row">The sea</th>',
        "run its cells to answer",
    ):
        assert text in page
    assert "Rationale of" not in page
    assert "Loading widget" not in page
