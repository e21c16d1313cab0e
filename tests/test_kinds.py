"""Each kind of question: which answers it takes, how it scores and explains them."""

import math
from itertools import permutations

import pytest

from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.items import UnreadableAnswer
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.scoring import score
from classroom import ALL_RIGHT, ALL_WRONG

PARTLY_RIGHT = [
    ("demo-multiple", ["red"], 1 / 2),
    ("demo-multiple", ["red", "amber", "white"], 1 / 2),
    ("demo-ordering", ["two", "one", "three", "four"], 5 / 6),
    ("demo-ordering", ["four", "one", "two", "three"], 3 / 6),
    ("demo-classification", {"fire": "warm"}, 1 / 4),
    ("demo-classification", {"fire": "warm", "ice": "warm", "sea": "cool"}, 2 / 4),
    ("demo-schedule", [[7, 7], [7, 6], [7, 5], [7, 4], [7, 2], [0, 0]], 7 / 10),
]
EMPTY = [(item, None) for item in ALL_RIGHT] + [
    ("demo-multiple", []),
    ("demo-classification", {}),
    ("demo-schedule", []),
]
GARBAGE = [
    None,
    True,
    1,
    1e400,
    -5,
    "",
    "no such",
    [],
    ["no such"],
    [1],
    [["red"]],
    {},
    {"fire": 1},
]
GARBAGE += [{"no such": "warm"}, {"fire": ["warm"]}, ["red", "red"], ["one", "one", "two", "three"]]
GARBAGE += [10**400, math.inf, ["one"], {"fire": "no such"}, "blue ", [None], {"a": {"b": []}}]


def test_every_kind_is_in_the_demonstration(demo_bank):
    """The tests below speak of every kind that there is."""
    assert {item.kind for item in demo_bank.items.values()} == set(KINDS)


@pytest.mark.parametrize("item_id", ALL_RIGHT)
def test_right_answer_scores_full(demo_bank, item_id):
    """The right answer earns everything and is called right."""
    result = score(demo_bank.items[item_id], ALL_RIGHT[item_id])
    assert (result.fraction, result.state) == (1, "right")


@pytest.mark.parametrize("item_id", ALL_RIGHT)
def test_key_scores_full(demo_bank, item_id):
    """An item's own key is a right answer."""
    item = demo_bank.items[item_id]
    assert score(item, item.key()).fraction == 1


@pytest.mark.parametrize("item_id", ALL_WRONG)
def test_wrong_answer_scores_zero_and_shows_its_misconception(demo_bank, item_id):
    """A wrong answer earns nothing, is not called empty, and names what it shows."""
    item = demo_bank.items[item_id]
    result = score(item, ALL_WRONG[item_id])
    assert (result.fraction, result.state) == (0, "not right")
    told = feedback(item, result)
    assert any(note.misconception for note in told.notes)
    assert told.section == item.section


@pytest.mark.parametrize(("item_id", "answer", "fraction"), PARTLY_RIGHT)
def test_partly_right_answer_earns_its_share(demo_bank, item_id, answer, fraction):
    """Partial credit follows the rule of its kind."""
    result = score(demo_bank.items[item_id], answer)
    assert result.fraction == pytest.approx(fraction)
    assert result.state == "partly right"


@pytest.mark.parametrize(("item_id", "answer"), EMPTY)
def test_empty_answer_is_not_called_wrong(demo_bank, item_id, answer):
    """No answer scores zero, says so, and gets the key explained."""
    item = demo_bank.items[item_id]
    result = score(item, answer)
    assert (result.fraction, result.state) == (0, "not answered")
    told = feedback(item, result)
    assert told.answer == []
    assert told.key and told.notes


@pytest.mark.parametrize("item_id", ALL_RIGHT)
def test_garbage_never_scores_and_never_raises(demo_bank, item_id):
    """Whatever stands in a journal is scored, and what can't be read earns nothing."""
    item = demo_bank.items[item_id]
    for answer in GARBAGE:
        result = score(item, answer)
        assert result.state in {"not readable", "not answered", "not right", "partly right"}
        if result.state == "not readable":
            assert result.fraction == 0
            assert "No credit" in result.reason
        feedback(item, result)


@pytest.mark.parametrize(
    ("item_id", "answer"),
    [
        ("demo-single", ["blue"]),
        ("demo-single", "Blue"),
        ("demo-multiple", "red"),
        ("demo-multiple", ["red", "red", "amber"]),
        ("demo-numeric", "60"),
        ("demo-numeric", True),
        ("demo-numeric", 10**400),
        ("demo-numeric", -1),
        ("demo-ordering", ["one", "two", "three"]),
        ("demo-ordering", ["one", "two", "three", "four", "four"]),
        ("demo-classification", {"fire": "hot"}),
        ("demo-classification", ["fire"]),
        ("demo-schedule", "7"),
        ("demo-schedule", [7, 6]),
    ],
)
def test_answer_that_no_widget_gives_is_refused(demo_bank, item_id, answer):
    """An answer of the wrong shape is unreadable, with a reason in words."""
    with pytest.raises(UnreadableAnswer, match="the saved"):
        demo_bank.items[item_id].read(answer)


def test_number_at_the_edge_of_its_tolerance_is_right(demo_bank):
    """60 ± 0.5 includes 59.5 and 60.5 and ends there."""
    item = demo_bank.items["demo-numeric"]
    assert [score(item, n).fraction for n in (59.5, 60.5, 59.4, 60.6)] == [1, 1, 0, 0]


def test_every_order_earns_its_pairs(demo_bank):
    """Over all orders credit runs from 0 to 1, is symmetric, and only the key earns 1."""
    item = demo_bank.items["demo-ordering"]
    credits = [item.fraction(list(order)) for order in permutations(item.key())]
    assert sum(credits) == pytest.approx(len(credits) / 2)
    assert (min(credits), credits.count(1)) == (0, 1)


def test_choosing_every_option_earns_nothing(demo_bank):
    """Ticking all boxes of a multiple-choice question is no way to points."""
    assert (
        score(demo_bank.items["demo-multiple"], ["red", "violet", "amber", "white"]).fraction == 0
    )


def test_open_rows_are_named(demo_bank):
    """A classification with open rows says how many are open; a complete one says nothing."""
    item = demo_bank.items["demo-classification"]
    assert item.missing(item.read({"fire": "warm"})) == "3 of 4 rows still open"
    assert item.missing(item.read(ALL_RIGHT["demo-classification"])) is None


def test_feedback_explains_what_was_chosen(demo_bank):
    """A wrong choice gets its own rationale and the right option's, each with a source."""
    item = demo_bank.items["demo-single"]
    notes = feedback(item, score(item, "green")).notes
    told = [(note.about, note.verdict) for note in notes]
    assert told == [("Green", "not right"), ("Blue", "missed")]
    assert all(note.sources for note in notes)
    assert "Rationale of green" in notes[0].rationale


@pytest.mark.parametrize(
    ("item_id", "answer", "verdicts"),
    [
        (
            "demo-multiple",
            ["red", "white"],
            {"Red": "right", "White": "not right", "Amber": "missed"},
        ),
        ("demo-numeric", 60, {"60 years": "right"}),
        ("demo-numeric", 120, {"120 years": "not right", "60 years": "missed"}),
        ("demo-numeric", 5, {"60 years": "missed"}),
        (
            "demo-classification",
            {"fire": "warm", "ice": "warm"},
            {
                "Fire → Warm": "right",
                "Ice → Warm": "not right",
                "The sea → Cool": "missed",
                "The sun → Warm": "missed",
            },
        ),
        (
            "demo-ordering",
            ["two", "one", "three", "four"],
            {"“Two” before “One”": "not right"}
            | dict.fromkeys(("One", "Two", "Three", "Four"), "fact"),
        ),
    ],
)
def test_each_part_of_an_answer_gets_its_verdict(demo_bank, item_id, answer, verdicts):
    """What was chosen is right or not; what should have been chosen was missed."""
    item = demo_bank.items[item_id]
    notes = feedback(item, score(item, answer)).notes
    assert {note.about: note.verdict for note in notes} == verdicts


def test_full_answer_needs_no_second_reading(demo_bank):
    """After a right answer nobody is sent back to a section."""
    item = demo_bank.items["demo-single"]
    assert feedback(item, score(item, "blue")).section is None


def test_public_half_has_no_key(demo_bank):
    """What travels holds only texts to show."""
    for item in demo_bank.items.values():
        assert item.public().keys() <= {
            "id", "kind", "prompt", "points", "options", "rows", "classes", "unit", "range",
            "variants", "start_dose_mg", "made_of", "most_rows",
        }  # fmt: skip
        for name in ("options", "rows", "classes"):
            assert all(part.keys() == {"id", "text"} for part in item.public().get(name, []))


def test_public_half_reads_answers(demo_bank):
    """A widget that has no key can still tell a readable answer from garbage."""
    for item_id, item in demo_bank.items.items():
        public = KINDS[item.kind](item.public())
        assert public.read(ALL_RIGHT[item_id]) == item.read(ALL_RIGHT[item_id])
        assert public.missing(ALL_RIGHT[item_id]) is None
        with pytest.raises(UnreadableAnswer):
            public.read({"no such": "thing"})
