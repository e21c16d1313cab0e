"""QTI packages in a player that is not ours: every question is shown and answered there."""

import os
import re
from pathlib import Path

import pytest

from bzdcourse.export.write import export_banks
from bzdcourse.quiz.formula import evaluate
from conftest import DEMO_COURSE
from programs import find_parsers
from reimport import Player, answers_to, around, bank_of, unzip

ROOT = Path(__file__).parents[2]
BANKS = sorted(ROOT.glob("quizzes/graded/*.yml")) + sorted(ROOT.glob("quizzes/checks/*.yml"))
DEMO = DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml"


@pytest.fixture(scope="module")
def player(browser):
    """The player in a page of its own."""
    if not find_parsers():
        what = "qti-components is missing: python tests/programs.py gets it, with npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    page = browser.new_page()
    yield Player(page)
    page.close()


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return a function from a bank's file to the files of its package."""
    root = tmp_path_factory.mktemp("player")

    def files_of(path):
        course = path.parents[2]
        folder = root / f"{course.name}-{path.stem}-{path.parent.name}"
        folder.mkdir(exist_ok=True)
        for name in ("quizzes", "source_texts"):
            if not (folder / name).exists():
                (folder / name).symlink_to(course / name)
        (file,) = export_banks(folder, "qti", [path.stem], path.parent.name).files
        return unzip(file)

    return files_of


@pytest.mark.parametrize("path", [DEMO, *BANKS], ids=lambda path: f"{path.stem}-{path.parent.name}")
def test_the_player_gives_the_credit_of_the_course(player, package, path):
    """Right, partly right and wrong answers earn in the player what they earn in the course.

    An order earns the share of rows in their place: see `docs/instructors/exports.md`.
    """
    files = package(path)
    for item in bank_of(path).items.values():
        for name, tried in tries(item):
            answers = [as_in_qti(item, answer) for answer, _ in tried]
            played = player.scores(files[f"items/{name}.xml"], answers)
            credits = [credit for _, credit in tried]
            assert played["scores"] == pytest.approx(credits, abs=0.002), name
            assert ("general_note" in played["told"]) == item.is_explained


def tries(item):
    """For each question of an item, answers with the credit that they should earn."""
    if item.kind == "schedule":  # which a person grades
        return [(item.id, [("8 mg a day for a week", 0)])]
    if item.kind != "calculation":
        return [(item.id, [(one, share(item, one)) for one in answers_to(item)])]
    return [variant(item, 0), variant(item, len(item.raw["variants"]) - 1)]


def share(item, answer):
    """Credit for an answer; for an order the share of rows that stand in their place."""
    if item.kind != "ordering":
        return item.fraction(answer)
    return sum(a == b for a, b in zip(answer, item.key(), strict=True)) / len(answer)


def variant(item, n):
    """One of the questions of a calculation, with answers and their credit."""
    numbers, key = item.raw["variants"][n], item.raw["key"]
    value = evaluate(key["formula"], numbers)
    tried = list(around(value, abs(value) * key["tolerance_percent"] / 100))[:1]
    tried += [1.5 * value, *(evaluate(one["formula"], numbers) for one in item.raw["wrong"])]
    return f"{item.id}-{n + 1}", [
        (one, item.fraction({"variant": n, "value": one})) for one in tried
    ]


def as_in_qti(item, answer):
    """An answer of a journal in the player's form."""
    if item.kind == "classification":
        return [f"{row} {given}" for row, given in answer.items()]
    return f"{answer:.12g}" if isinstance(answer, int | float) else answer


def test_the_player_tells_the_reason_of_a_wrong_answer(player, package, demo_bank):
    """A wrong option and a known wrong number show their own note."""
    files = package(DEMO)
    wrong = player.scores(files["items/demo-single.xml"], ["green"])
    assert "green" in wrong["told"]
    known = demo_bank.items["demo-numeric"].raw["wrong"][0]["value"]
    assert "note_0" in player.scores(files["items/demo-numeric.xml"], [str(known)])["told"]
    assert "note_0" not in player.scores(files["items/demo-numeric.xml"], ["-17"])["told"]


def test_a_spoilt_package_is_noticed(player, package, demo_bank):
    """With another key in the file, the right answer no longer earns anything in the player."""
    xml = package(DEMO)["items/demo-single.xml"]
    right = demo_bank.items["demo-single"].key()
    assert player.scores(xml, [right])["scores"] == [1]
    spoilt = re.sub(rf'(mapKey="{right}" mappedValue=)"1.0"', r'\1"0.0"', xml)
    assert player.scores(spoilt, [right])["scores"] == [0]
