"""The concept inventory: the same questions before and after, for completion only."""

import shutil

import pytest
import yaml

from bzdcourse.quiz.bank import BankError, load_bank
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.scoring import score
from conftest import DEMO_COURSE


@pytest.fixture
def ask(tmp_path):
    """Return a function that asks the inventory before or after a lesson with one question."""
    quizzes = tmp_path / "quizzes"
    shutil.copytree(DEMO_COURSE / "quizzes", quizzes)
    graded = quizzes / "graded" / "00_demo.yml"
    single, *_ = yaml.safe_load(graded.read_text())["items"]
    inventory = {"lesson": "00_demo", "bank": "inventory", "items": [single | {"id": "ci-sky"}]}
    (quizzes / "concept_inventory.yml").write_text(yaml.safe_dump(inventory))

    def asked(when, items=()):
        bank = {"lesson": "00_demo", "bank": "graded", "inventory": when, "items": list(items)}
        graded.write_text(yaml.safe_dump(bank))
        return load_bank(graded)

    return asked


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("answer", ["blue", "green"])
def test_any_answer_earns_the_points(ask, when, answer):
    """A right and a wrong answer count alike: as an answer."""
    result = score(ask(when).items["ci-sky"], answer)
    assert (result.fraction, result.state) == (1, "answered")


@pytest.mark.parametrize("answer", [None, "no such option", ["blue"]])
def test_no_answer_earns_nothing(ask, answer):
    """What is not answered, or not readable, is an explicit zero."""
    assert score(ask("before").items["ci-sky"], answer).fraction == 0


@pytest.mark.parametrize("answer", ["blue", "green", None])
def test_before_the_course_nothing_gives_the_key_away(ask, answer):
    """The feedback to the first round shows neither key nor rationale: the questions come again."""
    item = ask("before").items["ci-sky"]
    told = feedback(item, score(item, answer))
    assert (told.key, told.notes, told.section) == ([], [], None)


def test_after_the_course_the_answer_is_explained(ask):
    """The feedback to the second round explains the choice and the key."""
    item = ask("after").items["ci-sky"]
    told = feedback(item, score(item, "green"))
    assert told.key == ["Blue"]
    assert [note.verdict for note in told.notes] == ["not right", "missed"]


def test_inventory_follows_the_lessons_own_questions(ask):
    """A lesson may have questions of its own as well; those are scored as ever."""
    own = yaml.safe_load((DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml").read_text())["items"]
    bank = ask("after", own[:1])
    assert list(bank.items) == ["demo-single", "ci-sky"]
    assert score(bank.items["demo-single"], "green").fraction == 0


def test_public_half_does_not_differ(ask):
    """What travels is the same before and after."""
    assert ask("before").public() == ask("after").public()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"bank": "graded", "items": []}, "there is no question"),
        ({"bank": "checks", "inventory": "before", "items": []}, "only a graded bank"),
        ({"bank": "graded", "inventory": "twice", "items": []}, "twice"),
    ],
)
def test_bank_that_asks_it_wrongly_is_told(tmp_path, content, told):
    """An empty bank, a bank of checks and a misspelt time are told."""
    path = tmp_path / "bank.yml"
    path.write_text(yaml.safe_dump({"lesson": "00_demo", **content}))
    with pytest.raises(BankError, match=told):
        load_bank(path)


def test_missing_inventory_is_told(ask, tmp_path):
    """A bank that asks for an inventory that isn't there is told."""
    (tmp_path / "quizzes" / "concept_inventory.yml").unlink()
    with pytest.raises(BankError, match=r"concept_inventory\.yml: there is no such file"):
        ask("before")
