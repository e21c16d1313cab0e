"""What a lesson does in its kernel, seen from the page's end of the wire."""

import json
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from bzdcourse import lesson
from bzdcourse.quiz.responses import append_response
from bzdcourse.widgets.lesson import LessonError
from page import ANSWERS

LESSON = "00_demo"


def saved(journal):
    """Answers on the disk, line by line."""
    return [json.loads(line)["answer"] for line in journal.read_text().split("\n") if line]


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
    assert page.state("progress")["state"]["summary"] == "0 of 7 answered, 7 to go"
    page.answer("demo-single", "blue")
    page.answer("demo-classification", {"ice": "cool"})
    state = page.state("progress")["state"]
    assert state["summary"] == "1 of 7 answered, 6 to go"
    assert state["open"][-1] == {
        "id": "demo-classification",
        "text": "Question 7: 3 of 4 rows still open",
    }
    for item_id, answer in ANSWERS.items():
        page.answer(item_id, answer)
    state = page.state("progress")["state"]
    assert (state["summary"], state["open"]) == ("All 7 answered", [])
    assert "responses.jsonl" in state["kept"]


def test_progress_tells_of_lines_that_cannot_be_read(page, released):
    """A torn journal is mentioned, and what is whole in it counts."""
    append_response(released, "demo-single", "blue")
    with released.open("a") as journal:
        journal.write('{"item": "demo-mul')
    lesson(LESSON).progress()
    state = page.state("progress")["state"]
    assert state["summary"] == "1 of 7 answered, 6 to go"
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
        '{"items": [{"kind": "calculation", "id": "x", "prompt": "x", "variants": []}]}',
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
    append_response(released, "demo-calculation", {"variant": 2, "value": 5})
    resources = {"metadata": {"path": str(released.parent)}}
    NotebookClient(notebook, timeout=60, resources=resources, store_widget_state=False).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} == {"display_data"}
    page, _ = HTMLExporter().from_notebook_node(notebook)
    for text in (
        "Question 1 of 7 (2 points)",
        "<li>Mauve</li>",
        "A number from 0 to 2500.",
        "A train goes 120 km in 2 h.",
        "The numbers vary from person to person",
        "<li>Three</li>",
        "<li>The sea</li>",
        "Give each line one class: <strong>Warm</strong>; <strong>Cool</strong>.",
        "Run this cell in Jupyter to answer",
    ):
        assert text in page
    assert "100 km in 0.8 h" not in page  # this learner's own
    assert "Rationale of" not in page
    assert "Loading widget" not in page
