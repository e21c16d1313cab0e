"""Banks: what is wrong is said with file, line and item."""

import pytest
import yaml

from bzdcourse.quiz.bank import BankError, load_bank
from bzdcourse.quiz.writing import Catalogue, writing_problems
from conftest import DEMO_COURSE

GRADED = DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml"


@pytest.fixture
def spoilt(tmp_path):
    """Return a function that spoils the demonstration bank and gives back what the loader says."""

    def spoil(change, *checks):
        content = yaml.safe_load(GRADED.read_text())
        change(content)
        path = tmp_path / "bank.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False))
        with pytest.raises(BankError) as caught:
            load_bank(path, checks)
        return caught.value.problems

    return spoil


def item(content, item_id):
    """One raw item of a bank's content."""
    return next(entry for entry in content["items"] if entry["id"] == item_id)


def spoil_first(item_id, **fields):
    """Return a change that overwrites fields of an item."""
    return lambda content: item(content, item_id).update(fields)


def test_sound_bank_loads():
    """The demonstration bank has nothing wrong with it, by the further rules too."""
    bank = load_bank(GRADED, [writing_problems])
    assert (bank.lesson, bank.name, len(bank.items)) == ("00_demo", "graded", 7)


@pytest.mark.parametrize(
    ("change", "item_id", "word"),
    [
        (spoil_first("demo-single", key="pink"), "demo-single", "pink"),
        (spoil_first("demo-multiple", key=["red", "pink"]), "demo-multiple", "pink"),
        (spoil_first("demo-numeric", key={"value": 9999, "tolerance": 0}), "demo-numeric", "range"),
        (spoil_first("demo-numeric", range=[5, 1]), "demo-numeric", "smallest"),
        (spoil_first("demo-ordering", key=["one", "two"]), "demo-ordering", "every row"),
        (
            spoil_first("demo-ordering", key=["two", "three", "one", "four"]),
            "demo-ordering",
            "already",
        ),
        (spoil_first("demo-single", kind="essay"), "demo-single", "essay"),
        (spoil_first("demo-single", points=0), "demo-single", "points"),
        (lambda c: item(c, "demo-single").pop("points"), "demo-single", "points"),
        (lambda c: item(c, "demo-single").pop("section"), "demo-single", "section"),
        (
            lambda c: item(c, "demo-single")["options"][0].pop("misconception"),
            "demo-single",
            "green",
        ),
        (
            lambda c: item(c, "demo-single")["options"][0].pop("rationale"),
            "demo-single",
            "rationale",
        ),
        (
            lambda c: item(c, "demo-single")["options"][0].update(sources=[]),
            "demo-single",
            "sources",
        ),
        (
            lambda c: item(c, "demo-single")["options"][0].update(id="blue"),
            "demo-single",
            "more than",
        ),
        (lambda c: item(c, "demo-single").update(surprise=1), "demo-single", "surprise"),
        (
            lambda c: item(c, "demo-classification")["rows"][0].update(key="hot"),
            "demo-classif",
            "hot",
        ),
        (
            lambda c: item(c, "demo-ordering")["wrong"][0].update(before="one", after="two"),
            "demo-ordering",
            "right order",
        ),
        (
            lambda c: item(c, "demo-numeric")["wrong"][0].update(value=60.2),
            "demo-numeric",
            "overlaps",
        ),
        (lambda c: c["items"].append(c["items"][0]), "demo-single", "more than once"),
    ],
)
def test_problem_names_file_line_and_item(spoilt, change, item_id, word):
    """Every fault is told with the file, the line and the item where it stands."""
    problems = spoilt(change)
    told = next(problem for problem in problems if word in problem)
    assert "bank.yml:" in told
    assert told.split("bank.yml:")[1].split(":")[0].isdigit()
    assert item_id in told


def test_line_is_the_line_of_the_fault(tmp_path):
    """The line number leads to the faulty entry itself."""
    lines = GRADED.read_text().splitlines()
    wrong_line = next(n for n, line in enumerate(lines) if line.strip() == "key: blue")
    lines[wrong_line] = "    key: pink"
    path = tmp_path / "bank.yml"
    path.write_text("\n".join(lines))
    with pytest.raises(BankError, match=f"bank.yml:{wrong_line + 1}: demo-single"):
        load_bank(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "items: [",
        "a: &a [*a]",
        "lesson: 1\nbank: graded\nitems: x",
        "\x00",
        "!!python/object:os.system {}",
    ],
)
def test_malformed_bank_is_one_clear_error(tmp_path, text):
    """A bank that is no bank is told as such, with its name."""
    path = tmp_path / "bank.yml"
    path.write_text(text)
    with pytest.raises(BankError, match=r"bank\.yml"):
        load_bank(path)


def test_missing_bank_is_told(tmp_path):
    """A bank that isn't there is told as such."""
    with pytest.raises(BankError, match="there is no such file"):
        load_bank(tmp_path / "bank.yml")


@pytest.mark.parametrize("missing", ["objectives", "misconceptions", "sources"])
def test_name_that_leads_nowhere_is_told(missing):
    """An objective, misconception or source that is not in its list is told, with its line."""
    known = {
        "objectives": {"tell-colours", "count-things"},
        "misconceptions": {"sky-is-green", "counts-twice"},
        "sources": {"doe1960", "roe1961"},
    }
    load_bank(GRADED, [Catalogue(**{k: frozenset(v) for k, v in known.items()}).check])
    gone = sorted(known[missing])[0]
    known[missing].discard(gone)
    with pytest.raises(BankError, match=f"00_demo.yml:[0-9]+: demo-.*“{gone}” is not in"):
        load_bank(GRADED, [Catalogue(**{k: frozenset(v) for k, v in known.items()}).check])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (spoil_first("demo-single", prompt="Which colour is NOT blue?"), "what is not so"),
        (lambda c: item(c, "demo-single")["options"][0].update(text="Always green"), "Always"),
        (
            lambda c: item(c, "demo-single")["options"][1].update(text="Blue, as everybody knows"),
            "longest",
        ),
        (lambda c: item(c, "demo-multiple")["options"][0].update(id="right-one"), "tells the key"),
        (lambda c: [i.update(bloom="remember") for i in c["items"]], "apply or above"),
    ],
)
def test_badly_written_question_is_told(spoilt, change, word):
    """The rules of item writing that a machine can check are checked."""

    def keep_key(content):
        change(content)
        multiple = item(content, "demo-multiple")
        multiple["key"] = [o["id"] for o in multiple["options"] if "misconception" not in o]

    assert any(word in problem for problem in spoilt(keep_key, writing_problems))
