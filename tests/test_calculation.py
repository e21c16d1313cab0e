"""Questions whose numbers vary: one row is drawn, kept with the answer, and graded by."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest
import yaml

from bzdcourse import lesson
from bzdcourse.quiz.bank import BankError, load_bank
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.items import UnreadableAnswer
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.responses import append_response
from bzdcourse.quiz.scoring import score
from classroom import LESSON
from conftest import DEMO_COURSE
from spoiling import problem_of

GRADED = DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml"
ITEM = "demo-calculation"
SPEEDS = [60, 80, 125, 50 / 3]
PROMPTS = ["120 km in 2 h", "240 km in 3 h", "100 km in 0.8 h", "50 km in 3 h"]


@pytest.fixture(scope="module")
def item(demo_bank):
    """The demonstration's calculation, with its key."""
    return demo_bank.items[ITEM]


def answer_to(variant, value):
    """An answer as the journal holds it."""
    return {"variant": variant, "value": value}


# --- scoring and explaining


@pytest.mark.parametrize(("variant", "speed"), list(enumerate(SPEEDS)))
def test_each_variant_has_its_own_right_number(item, variant, speed):
    """The grader computes the key anew for the numbers that this learner had."""
    assert score(item, answer_to(variant, speed)).state == "right"
    assert score(item, item.key(answer_to(variant, None))).state == "right"
    others = [score(item, answer_to(n, speed)).state for n in range(4) if n != variant]
    assert others == ["not right"] * 3


def test_tolerance_is_a_share_of_the_right_number(item):
    """1 % of 60 is 0.6, both ends included."""
    fractions = [score(item, answer_to(0, n)).fraction for n in (59.4, 60.6, 59.3, 60.7)]
    assert fractions == [1, 1, 0, 0]


def test_a_wrong_formula_shows_its_misconception(item):
    """A number that the wrong formula gives for these numbers gets its own explanation."""
    told = feedback(item, score(item, answer_to(1, 720)))
    assert [(n.about, n.verdict) for n in told.notes] == [
        ("720 km/h", "not right"),
        ("80 km/h", "missed"),
    ]
    assert told.notes[0].misconception == "counts-twice"
    assert "240 times 3, which is not 80" in told.notes[0].rationale
    other = feedback(item, score(item, answer_to(0, 720)))
    assert [n.verdict for n in other.notes] == ["missed"]


def test_feedback_speaks_of_the_learners_own_numbers(item):
    """Prompt, answer, key and rationale are those of the variant; the key has three digits."""
    told = feedback(item, score(item, answer_to(3, 17)))
    assert PROMPTS[3] in told.prompt and "vary" not in told.prompt
    assert (told.answer, told.key) == (["17 km/h"], ["16.7 km/h"])
    assert r"$\frac{50}{3}$ is about 16.7" in told.notes[0].rationale


def test_numbers_that_were_shown_but_not_answered_are_no_answer(item):
    """A draw scores as not answered, and is explained with its own numbers."""
    drawn = answer_to(2, None)
    result = score(item, drawn)
    assert (result.fraction, result.state) == (0, "not answered")
    assert item.missing(item.read(drawn)) == "not answered yet"
    assert item.missing(item.read(answer_to(2, 0))) is None
    told = feedback(item, result)
    assert PROMPTS[2] in told.prompt
    assert (told.answer, told.key) == ([], ["125 km/h"])


@pytest.mark.parametrize("saved", [None, "60", answer_to(9, 60)])
def test_without_a_variant_the_numbers_are_called_an_example(item, saved):
    """Whoever never saw the question sees the first numbers, and that they vary."""
    told = feedback(item, score(item, saved))
    assert PROMPTS[0] in told.prompt and "vary from person to person" in told.prompt
    assert told.key == ["60 km/h"]


@pytest.mark.parametrize(
    "saved",
    [
        60,
        "60",
        True,
        [0, 60],
        {},
        {"variant": 0},
        {"value": 60},
        answer_to(0, 60) | {"key": 60},
        answer_to(0, 60) | {"variants": [{"distance_km": 1, "duration_h": 1}]},
        answer_to(4, 60),
        answer_to(-1, 60),
        answer_to("0", 60),
        answer_to(0.0, 60),
        answer_to(False, 60),
        answer_to(None, 60),
        answer_to([0], 60),
        answer_to(10**400, 60),
        answer_to(0, "60"),
        answer_to(0, True),
        answer_to(0, [60]),
        answer_to(0, float("nan")),
        answer_to(0, float("inf")),
        answer_to(0, 10**400),
        answer_to(0, -1),
        answer_to(0, 2001),
    ],
)
def test_any_other_shape_is_unreadable(item, saved):
    """What no widget writes is refused with and without the key, and scores zero with a reason."""
    for one in (item, KINDS[item.kind](item.public())):
        with pytest.raises(UnreadableAnswer, match="the saved"):
            one.read(saved)
    result = score(item, saved)
    assert (result.fraction, result.state) == (0, "not readable")
    assert "No credit: the saved" in result.reason
    feedback(item, result)


def test_the_given_numbers_travel_and_nothing_to_compute_with(item):
    """Learners get template, rows of numbers, unit and range; no formula and no tolerance."""
    assert item.public().keys() == {"id", "kind", "prompt", "points", "variants", "unit", "range"}
    assert item.public()["variants"] == item.raw["variants"]
    assert KINDS[item.kind](item.public()).prompt(answer_to(1, None)) == item.prompt(
        answer_to(1, None)
    )


# --- what is wrong with a bank


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("distance_km / duration_h, t", "distance_km / hours, t", "no number “hours”"),
        ("distance_km / duration_h, t", "distance_km.real, t", "is not allowed"),
        ("distance_km / duration_h, t", "distance_km /, t", "is not a formula"),
        ("distance_km / duration_h, t", "distance_km / (duration_h - 2), t", "has no result"),
        ("distance_km / duration_h, t", "distance_km * 99, t", "outside the range"),
        ("distance_km / duration_h, t", "6 * 7, t", "the same whatever the numbers"),
        ("tolerance_percent: 1}", "tolerance_percent: 0.1}", "less than the minimum"),
        ("distance_km * duration_h", "distance_km / 0", "has no result"),
        ("distance_km * duration_h", "0 - distance_km", "outside the range"),
        ("distance_km * duration_h", "distance_km / 3", "overlaps with the right one (80) with"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 240}", "first row: duration_h"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 240, hours: 3}", "first row: d"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: .nan, duration_h: 3}", "not a number"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 1.0e+13, duration_h: 3}", "up to"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: x, duration_h: 3}", "not of type"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 120, duration_h: 2}", "non-unique"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 2, key: 3}", "should not be valid"),
        ("{distance_km: 240, duration_h: 3}", "{distance_km: 2, h: 3}", "does not match"),
        ("times {duration_h}, which", "times {hours}, which", "have no {hours}"),
        ("range: [0, 2000]", "range: [2000, 0]", "smallest"),
    ],
)
def test_problem_is_told_with_its_line(tmp_path, old, new, words):
    """Whatever is wrong for any row of numbers is told with file, line and question."""
    lines, line = problem_of(tmp_path, ITEM, old, new, words)
    assert _lies_near(lines, line, new, words)


def _lies_near(lines, line, new, words):
    """Whether a line is the spoilt one, or the head of the list that it spoils."""
    if "same whatever" in words or "non-unique" in words:
        return "{distance_km: 120" in lines[line - 1]
    return new.split("times ")[-1] in lines[line - 1]


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("A train goes {distance_km} km.", "does not give {duration_h}"),
        ("{distance_km} km in {duration_h} h or {hours}?", "have no {hours}"),
        (r"{distance_km} km in {duration_h} h: $\frac{wrong_name}{x}$?", "have no {wrong_name}"),
        ("{distance_km} km in {duration_h} h is {key}?", "tells the {key}"),
    ],
)
def test_a_prompt_gives_every_number_and_no_key(tmp_path, prompt, words):
    """A name that is missing, mistyped or the key itself is told of the prompt."""
    content = yaml.safe_load(GRADED.read_text())
    (raw,) = [entry for entry in content["items"] if entry["id"] == ITEM]
    raw["prompt"] = prompt
    path = tmp_path / "bank.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(BankError) as caught:
        load_bank(path)
    (told,) = caught.value.problems
    assert f"{ITEM}: prompt: " in told
    assert words in told


# --- drawing in a learner's copy


def saved(journal):
    """Answers on the disk, line by line."""
    lines = journal.read_text().split("\n") if journal.is_file() else []
    return [json.loads(line)["answer"] for line in lines if line]


def another_kernel(page, journal):
    """A lesson that nobody has opened yet in this kernel, and a page without widgets."""
    page.wires.clear()
    questions = journal.with_name(f"{LESSON}.quiz.json")
    os.utime(questions, ns=(0, questions.stat().st_mtime_ns + 1))
    return lesson(LESSON)


def shown(page):
    """Which variant the page shows."""
    prompt = page.state(ITEM)["question"]["prompt"]
    assert "vary" not in prompt
    (variant,) = [n for n, words in enumerate(PROMPTS) if words in prompt]
    return variant


def test_numbers_are_drawn_once(page, released):
    """The first look draws and saves; running the cell again, another kernel, show the same."""
    demo = lesson(LESSON)
    demo.ask(ITEM)
    variant = shown(page)
    assert saved(released) == [answer_to(variant, None)]
    state = page.state(ITEM)
    assert (state["answer"], state["missing"], state["trouble"]) == (None, "not answered yet", "")
    demo.ask(ITEM)
    assert shown(page) == variant
    for _ in range(3):
        another_kernel(page, released).ask(ITEM)
        assert shown(page) == variant
    assert len(saved(released)) == 1


def test_what_another_kernel_drew_shows_when_the_cell_runs_again(page, released):
    """If two kernels drew at the same moment, both go on with the last line."""
    demo = lesson(LESSON)
    demo.ask(ITEM)
    other = (shown(page) + 1) % 4
    append_response(released, ITEM, answer_to(other, 33))
    demo.ask(ITEM)
    assert (shown(page), page.state(ITEM)["answer"]) == (other, 33)
    page.answer(ITEM, "44")
    assert saved(released)[-1] == answer_to(other, 44)


def test_learners_get_different_numbers(page, released):
    """Chance decides for each learner, even in notebooks that seed their own random numbers."""
    drawn = set()
    for _ in range(40):
        random.seed(1)
        released.unlink(missing_ok=True)
        another_kernel(page, released).ask(ITEM)
        drawn.add(shown(page))
    assert len(drawn) > 1


def test_an_answer_is_kept_with_its_numbers(page, released):
    """Saving, taking back and answering again keep the variant; a withdrawn answer is open."""
    demo = lesson(LESSON)
    demo.ask(ITEM)
    demo.progress()
    variant = shown(page)
    assert page.answer(ITEM, "1,298.5")["answer"] == 1298.5
    assert "1 of 7 answered" in page.state("progress")["state"]["summary"]
    reply = page.answer(ITEM, None)
    assert (reply["answer"], reply["missing"]) == (None, "not answered yet")
    assert "0 of 7 answered" in page.state("progress")["state"]["summary"]
    page.answer(ITEM, "7")
    assert saved(released) == [answer_to(variant, value) for value in (None, 1298.5, None, 7)]
    another_kernel(page, released).ask(ITEM)
    assert (shown(page), page.state(ITEM)["answer"]) == (variant, 7)


@pytest.mark.parametrize("typed", ["some", "2001", -1, True, answer_to(1, 60), [60]])
def test_what_no_learner_could_answer_is_not_saved(page, released, typed):
    """An impossible answer is an error in words; the page can't choose another variant."""
    lesson(LESSON).ask(ITEM)
    reply = page.answer(ITEM, typed)
    assert reply["type"] == "error"
    assert len(reply["message"]) > 10
    assert saved(released) == [answer_to(shown(page), None)]


def test_an_answer_that_no_longer_fits_is_asked_for_again(page, released):
    """A variant that is gone is said, and new numbers are drawn for a new answer."""
    append_response(released, ITEM, answer_to(7, 60))
    lesson(LESSON).ask(ITEM)
    assert "answer again" in page.state(ITEM)["missing"]
    assert saved(released)[-1] == answer_to(shown(page), None)


def test_numbers_that_cannot_be_saved_show_all_the_same(page, released):
    """The page says in plain words what is in the way, and the answer takes the draw along."""
    released.mkdir()
    demo = lesson(LESSON)
    demo.ask(ITEM)
    variant = shown(page)
    assert "is not a plain file" in page.state(ITEM)["trouble"]
    demo.ask(ITEM)
    assert shown(page) == variant
    assert page.answer(ITEM, "60")["type"] == "error"
    released.rmdir()
    assert page.answer(ITEM, "60")["type"] == "saved"
    assert page.state(ITEM)["trouble"] == ""
    assert saved(released) == [answer_to(variant, 60)]


def test_numbers_are_saved_as_soon_as_they_can_be(page, released):
    """Running the cell again once the trouble is over saves the draw that was shown."""
    released.mkdir()
    demo = lesson(LESSON)
    demo.ask(ITEM)
    variant = shown(page)
    released.rmdir()
    demo.ask(ITEM)
    assert page.state(ITEM)["trouble"] == ""
    assert saved(released) == [answer_to(variant, None)]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_a_journal_that_cannot_be_read_is_not_drawn_over(
    page, released, open_folder, make_read_only, monkeypatch
):
    """Where an answer may stand unread, no draw is put in its place."""
    append_response(released, ITEM, answer_to(1, 5))
    released.chmod(0o222)
    shutil.copytree(released.parent, open_folder, dirs_exist_ok=True)
    monkeypatch.chdir(open_folder)
    make_read_only(open_folder)
    lesson(LESSON).ask(ITEM)
    shown(page)
    monkeypatch.undo()
    if os.getuid() == 0:
        os.seteuid(0)
    else:
        (open_folder / released.name).chmod(0o600)
    assert saved(open_folder / released.name) == [answer_to(1, 5)]


def test_validating_a_lesson_draws_for_nobody(page, released, monkeypatch):
    """Whoever validates a release must not leave a draw in it that the whole class would get."""
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    lesson(LESSON).ask(ITEM)
    shown(page)
    assert not released.exists()


# --- practising in a check


def pencils(page):
    """The numbers that the check shows."""
    words = page.state("check-pencils")["question"]["prompt"].split("are in ")[1]
    boxes, inside = words.split("?")[0].split(" boxes of ")
    return int(boxes), int(inside)


def test_a_check_asks_with_other_numbers_each_time(page, released):
    """Other numbers come on request, are those that count, and nothing is saved."""
    lesson(LESSON).check("check-pencils")
    for _ in range(5):
        before = pencils(page)
        right = str(before[0] * before[1])
        assert "Right" in page.do("check-pencils", "check", right)["html"]
        twice = page.do("check-pencils", "check", str(2 * int(right)))["html"]
        assert "Not right" in twice and f"Each counts once, so {right}." in twice
        assert page.do("check-pencils", "renew", None)["type"] == "renewed"
        assert pencils(page) != before
    assert page.do("check-pencils", "check", None)["type"] == "error"
    assert not released.exists()


def test_a_check_draws_anew_when_its_cell_runs_again(page, released):
    """Each run of a check's cell starts with numbers of its own."""
    drawn = set()
    for _ in range(40):
        page.wires.clear()
        lesson(LESSON).check("check-pencils")
        drawn.add(pencils(page))
    assert len(drawn) > 1


def test_only_questions_that_vary_can_be_renewed(page, released):
    """Asking for other numbers where there are none changes nothing."""
    lesson(LESSON).check("check-fingers")
    before = dict(page.state("check-fingers"))
    assert page.do("check-fingers", "renew", None)["type"] == "renewed"
    assert page.state("check-fingers") == before
    assert "varies" not in before["question"]


def test_nothing_of_the_source_was_drawn_for():
    """The tests work on copies."""
    assert not list(Path(DEMO_COURSE).rglob("responses.jsonl"))
