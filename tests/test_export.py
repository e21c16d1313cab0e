"""Questions for other platforms: what is written, and what others read in it."""

import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from moodle_xml_parser.parser import parse_file

from bzdcourse.cli import main
from bzdcourse.export.write import FORMATS, export_banks
from bzdcourse.quiz.formula import evaluate
from bzdcourse.render import markdown
from programs import find_parsers
from reimport import (
    answers_to,
    around,
    bank_of,
    moodle_credit,
    moodle_questions,
    read_gift,
    unzip,
    words,
    write_twice,
)

ROOT = Path(__file__).parent.parent
BANKS = sorted(ROOT.glob("quizzes/graded/*.yml")) + sorted(ROOT.glob("quizzes/checks/*.yml"))
NAMES = [f"{path.stem}-{path.parent.name}" for path in BANKS]


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """Every bank of the course in every format: a function from format and bank to the file."""
    root = tmp_path_factory.mktemp("export")
    for name in ("quizzes", "source_texts"):
        (root / name).symlink_to(ROOT / name)
    for name in FORMATS:
        for bank in ("graded", "checks"):
            export_banks(root, name, [], bank)

    def find(name, path):
        (file,) = (root / "exports" / name).glob(f"{path.stem}_{path.parent.name}.*")
        return file

    return find


@pytest.fixture(scope="session")
def gifts(exported):
    """Every bank in GIFT, as gift-pegjs reads it."""
    if not find_parsers():
        what = "gift-pegjs is missing: python tests/programs.py gets it, with npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    return dict(zip(BANKS, read_gift(*(exported("gift", path) for path in BANKS)), strict=True))


def ids_of(item):
    """Ids of the questions that an item becomes."""
    variants = range(1, len(item.raw.get("variants", [])) + 1)
    return [f"{item.id}-{n}" for n in variants] or [item.id]


def prompts_of(item):
    """What each of them asks, as Markdown."""
    return [item.prompt(drawn) for drawn in item.draws() or [None]]


def starts_alike(html, prompt):
    """Whether a question opens with all words of a prompt, as far as they are not a formula."""
    return words(html).startswith(words(markdown(prompt.partition("$")[0])))


@pytest.mark.parametrize("path", BANKS, ids=NAMES)
def test_moodle_gives_the_credit_of_the_course(exported, path):
    """Read back, every question gives each answer the credit that the course gives it."""
    found = moodle_questions(exported("moodle", path))
    items = bank_of(path).items.values()
    assert sorted(found) == sorted(i for item in items for i in ids_of(item))
    for item in items:
        for number, question_id in enumerate(ids_of(item)):
            question = found[question_id]
            assert float(question.findtext("defaultgrade")) == (item.points or 1)
            assert starts_alike(question.findtext("questiontext/text"), prompts_of(item)[number])
            for answer, credit in credits_of(item, number):
                given = in_words(question, item, answer)
                assert moodle_credit(question, given) == pytest.approx(credit, abs=1e-6), answer


def credits_of(item, variant):
    """Answers to an item, or to one of its variants, with their credit."""
    if item.kind != "calculation":
        return [(answer, item.fraction(answer)) for answer in answers_to(item)]
    key, numbers = item.raw["key"], item.raw["variants"][variant]
    value = evaluate(key["formula"], numbers)
    tried = list(around(value, abs(value) * key["tolerance_percent"] / 100))
    tried += [evaluate(wrong["formula"], numbers) for wrong in item.raw["wrong"]]
    return [(one, item.fraction({"variant": variant, "value": one})) for one in tried]


def in_words(question, item, answer):
    """An answer in the texts that the platform shows, which are those of the bank."""
    if item.kind in ("numeric", "calculation"):
        return answer
    texts = {part["id"]: part["text"] for part in item.raw.get("options", item.raw.get("rows", []))}
    html = {words(text): text for text in all_texts(question)}
    shown = {part_id: html[plain(text)] for part_id, text in texts.items()}
    if item.kind == "classification":
        classes = {one["id"]: plain(one["text"]) for one in item.raw["classes"]}
        return {shown[row]: classes[given] for row, given in answer.items()}
    return [shown[one] for one in ([answer] if isinstance(answer, str) else answer)]


def all_texts(question):
    """The texts of a question's options or rows."""
    parts = [*question.findall("answer"), *question.findall("subquestion")]
    return [part.findtext("text") for part in parts if part.findtext("text")]


def plain(text):
    """A text of a bank without its marks."""
    return " ".join(re.sub(r"[*`]", "", text).split())


@pytest.mark.parametrize("path", BANKS, ids=NAMES)
def test_another_parser_reads_every_choice_for_moodle(exported, path):
    """moodle-xml-parser finds each choice question with its options, their worth and reasons."""
    items = bank_of(path).items.values()
    choices = {item.id: item for item in items if "options" in item.raw}
    read = parse_file(str(exported("moodle", path)))["multichoice"]
    assert [question.name for question in read] == list(choices)
    for question in read:
        item = choices[question.name]
        key = [item.key()] if isinstance(item.key(), str) else item.key()
        assert question.single == (item.kind == "single_choice")
        assert starts_alike(question.text_pre_parse, item.prompt())
        for option, raw in zip(question.options, item.raw["options"], strict=True):
            assert words(option.answer) == plain(raw["text"])
            assert (option.score_fraction > 0) == (raw["id"] in key)
            why = option.feedback if raw["id"] not in key else question.general_feedback
            assert bool(why) == item.is_explained
            assert not why or plain(raw["rationale"]) in words(why)


@pytest.mark.parametrize("path", BANKS, ids=NAMES)
def test_another_parser_reads_every_gift(gifts, path):
    """gift-pegjs finds each question with id, tags, words, worth, tolerances and reasons."""
    found = {one["id"]: one for one in gifts[path] if one["type"] != "Category"}
    items = bank_of(path).items.values()
    assert sorted(found) == sorted(i for item in items for i in ids_of(item))
    for item in items:
        for number, question_id in enumerate(ids_of(item)):
            read = found[question_id]
            assert read["tags"] == [item.raw["objective"], item.raw["bloom"]]
            assert read["stem"]["format"] == "html"
            assert starts_alike(read["stem"]["text"], prompts_of(item)[number])
            assert bool(read["globalFeedback"]) == item.is_explained
            _GIFT[read["type"]](item, number, read)


def same_choices(item, _, read):
    """Options, their worth, and a reason with each that is wrong."""
    key = [item.key()] if isinstance(item.key(), str) else item.key()
    for choice, raw in zip(read["choices"], item.raw["options"], strict=True):
        assert words(choice["text"]["text"]) == plain(raw["text"])
        worth = 100 if choice["isCorrect"] else choice["weight"] or 0
        right = 100 / len(key)
        wrong = 0 if item.kind == "single_choice" else -right
        assert worth == pytest.approx(right if raw["id"] in key else wrong, abs=1e-4)
        assert bool(choice["feedback"]) == (item.is_explained and raw["id"] not in key)


def same_numbers(item, number, read):
    """The key first, then the known errors, each with its tolerance and reason."""
    numbers = item.raw["variants"][number] if item.kind == "calculation" else None
    targets = [item.raw["key"], *item.raw["wrong"]]
    for choice, raw in zip(read["choices"], targets, strict=True):
        value = evaluate(raw["formula"], numbers) if numbers else raw["value"]
        tolerance = abs(value) * raw["tolerance_percent"] / 100 if numbers else raw["tolerance"]
        assert choice["text"]["number"] == pytest.approx(value, rel=1e-9)
        assert choice["text"]["range"] == pytest.approx(tolerance, rel=1e-9)
        assert choice["weight"] == (100 if raw is targets[0] else 0)
        assert bool(choice["feedback"]) == (raw is not targets[0])


def same_pairs(item, _, read):
    """Rows with their class, or with their place."""
    rows = {row["id"]: plain(row["text"]) for row in item.raw["rows"]}
    if item.kind == "ordering":
        key = {rows[row_id]: str(n) for n, row_id in enumerate(item.key(), start=1)}
    else:
        classes = {one["id"]: plain(one["text"]) for one in item.raw["classes"]}
        key = {rows[row_id]: classes[class_id] for row_id, class_id in item.key().items()}
    pairs = read["matchPairs"]
    shown = {words(pair["subquestion"]["text"]): pair["subanswer"] for pair in pairs}
    shown.pop("", None)
    assert shown == key


_GIFT = {
    "MC": same_choices,
    "Numerical": same_numbers,
    "Matching": same_pairs,
    "Essay": lambda item, *_: item.kind == "schedule",
}


@pytest.mark.parametrize("path", BANKS, ids=NAMES)
def test_a_package_asks_every_question_for_its_points(exported, path):
    """The test of a QTI package weighs each item, and draws one of those that vary."""
    files = unzip(exported("qti", path))
    items = bank_of(path).items.values()
    qti = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
    test = ET.fromstring(files["test.xml"])
    points = {one.get("identifier"): one.find(f"{qti}weight").get("value")
              for one in test.iter(f"{qti}assessmentItemRef")}  # fmt: skip
    assert {name: float(value) for name, value in points.items()} == {
        question_id: item.points or 1 for item in items for question_id in ids_of(item)
    }
    assert {f"items/{name}.xml" for name in points} | {"test.xml", "imsmanifest.xml"} == set(files)
    drawn = [one.get("select") for one in test.iter(f"{qti}selection")]
    assert drawn == ["1"] * sum(item.kind == "calculation" for item in items)


def test_spoilt_exports_are_refused(exported, gifts):
    """The parsers can tell: a torn file, a brace without its backslash, a worth that isn't one."""
    path = BANKS[1]
    torn = write_twice(exported("moodle", path), "</quiz>", "")
    with pytest.raises(ValueError, match="XML parsing error"):
        parse_file(str(torn))
    (read,) = read_gift(write_twice(exported("gift", path), "[html]<p>", "[html]<p>{"))
    assert "refused" in read
    (read,) = read_gift(write_twice(exported("gift", path), "%-50%", "%-5000%"))
    assert "refused" in read
    spoilt = write_twice(exported("moodle", path), 'fraction="-50"', 'fraction="-49"')
    several = [q for q in moodle_questions(spoilt).values() if q.findtext("single") == "false"]
    with pytest.raises(AssertionError):
        [moodle_credit(question, []) for question in several]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_command_tells_what_is_different(tmp_path, monkeypatch, capsys, name, demo_course):
    """It names the files' folder, each kind and what becomes of it, and whom not to show it."""
    monkeypatch.chdir(demo_course)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["export", name, "00_demo"]) == 0
    told = capsys.readouterr().out
    assert f"exports/{name}/" in told and "hold the keys" in told
    assert re.search(r"schedule +1 .* 1 +.*a person grades it", told)
    assert re.search(r"calculation +1 .* 4 +let the quiz draw one", told)
    assert len(list((demo_course / "exports" / name).iterdir())) == 1


def test_who_grades_a_schedule_gets_the_rule_and_an_answer(demo_course, demo_bank):
    """The essay holds, for the grader alone, each constraint and the steps of one answer."""
    (file,) = export_banks(demo_course, "moodle", [], "graded").files
    essay = moodle_questions(file)["demo-schedule"]
    told, item = words(essay.findtext("graderinfo/text")), demo_bank.items["demo-schedule"]
    for note in item.notes(None):
        assert note.about in told
        assert note.about not in essay.findtext("questiontext/text")
    for line in item.in_words(item.key()):
        assert line.partition(". ")[2] in told


def test_exports_can_be_made_again_and_are_the_same(demo_course):
    """A second export writes the same bytes: a change of a file is a change of a question."""
    for name in FORMATS:
        (first,) = export_banks(demo_course, name, [], "graded").files
        before = first.read_bytes()
        assert export_banks(demo_course, name, [], "graded").files == [first]
        assert first.read_bytes() == before


def test_an_unknown_lesson_is_told(demo_course, monkeypatch, capsys):
    """A mistyped lesson is answered by those that there are, and nothing is written."""
    monkeypatch.chdir(demo_course)
    assert main(["export", "gift", "99_nothing"]) == 2
    assert "no lesson “99_nothing”" in capsys.readouterr().err
    assert not list(demo_course.glob("exports/*/*"))


def test_special_characters_survive(demo_course, gifts):
    """What GIFT or XML take as signs comes back as text: in a prompt, an option, a formula."""
    odd = "Braces {x}, ~ tilde = equals # hash : colon \\\\ -> & <b> “ü”"
    bank = demo_course / "quizzes" / "graded" / "00_demo.yml"
    text = bank.read_text(encoding="utf-8")
    bank.write_text(re.sub(r"text: Blue\b", lambda _: f"text: '{odd}'", text), encoding="utf-8")
    (gift,) = export_banks(demo_course, "gift", [], "graded").files
    (moodle,) = export_banks(demo_course, "moodle", [], "graded").files
    shown = odd.replace("\\\\", "\\")
    (read,) = read_gift(gift)
    choices = next(one for one in read if one.get("id") == "demo-single")["choices"]
    assert shown in [words(choice["text"]["text"]) for choice in choices]
    (first, *_) = parse_file(str(moodle))["multichoice"]
    assert "Braces {x}, ~ tilde = equals # hash : colon" in str(first.options)
