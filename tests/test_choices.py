"""What answers are counted by: each kind of question, right, wrong with its belief, and neither."""

import pytest

from bzdcourse.quiz.choices import choices_of
from classroom import ALL_RIGHT, ALL_WRONG


def chosen(bank, item_id, answer):
    """Text, whether right, and belief of each choice that an answer makes."""
    item = bank.items[item_id]
    fits = [one for one in choices_of(item) if one.fits(item.read(answer))]
    return [(one.text, one.is_right, one.misconception) for one in fits]


@pytest.mark.parametrize("item_id", ALL_RIGHT)
def test_right_answer_makes_right_choices_only(demo_bank, item_id):
    """A full-credit answer shows no belief, whatever the kind."""
    made = chosen(demo_bank, item_id, ALL_RIGHT[item_id])
    assert made and all(is_right and not belief for _, is_right, belief in made)


@pytest.mark.parametrize("item_id", [i for i in ALL_WRONG if i != "demo-calculation"])
def test_wrong_answer_shows_its_belief(demo_bank, item_id):
    """A wrong answer makes a wrong choice, with the misconception that the bank names."""
    made = chosen(demo_bank, item_id, ALL_WRONG[item_id])
    assert any(not is_right and belief for _, is_right, belief in made)


@pytest.mark.parametrize(
    ("item_id", "answer", "made"),
    [
        ("demo-single", "mauve", [("Mauve", False, "sky-is-green")]),
        ("demo-multiple", ["red", "violet"],
         [("Red", True, None), ("Violet", False, "sky-is-green")]),
        ("demo-numeric", 59.6, [("60 years (± 0.5)", True, None)]),
        ("demo-numeric", 120, [("120 years", False, "counts-twice")]),
        ("demo-numeric", 7, [("Another number", False, None)]),
        ("demo-calculation", {"variant": 2, "value": 80},
         [("`distance_km * duration_h`", False, "counts-twice")]),
        ("demo-calculation", {"variant": 0, "value": 60},
         [("`distance_km / duration_h`", True, None)]),
        ("demo-calculation", {"variant": 0, "value": 61}, [("Another number", False, None)]),
        ("demo-ordering", ["two", "one", "three", "four"],
         [("“Two” before “One”", False, "counts-twice")]),
        ("demo-ordering", ["one", "two", "four", "three"],
         [("Another wrong order", False, None)]),
        ("demo-classification", {"fire": "cool", "ice": "cool"},
         [("Fire → Cool", False, "sky-is-green"), ("Ice → Cool", True, None)]),
    ],
)  # fmt: skip
def test_answers_are_counted_where_they_belong(demo_bank, item_id, answer, made):
    """Known errors are told from unknown ones; what was left open is not counted."""
    assert chosen(demo_bank, item_id, answer) == made


def test_schedule_is_counted_by_the_constraints_it_keeps(demo_bank):
    """Each constraint is kept, broken, or had no occasion."""
    made = chosen(demo_bank, "demo-schedule", [[7, 7], [3, 6], [7, 5]])
    assert ("Kept: The dose never rises.", True, None) in made
    assert any(text.startswith("Broken: Each new dose is kept") for text, _, _ in made)
    assert not any("No reduction" in text for text, is_right, _ in made if not is_right)
