"""Any JSON as an answer to any kind of question: always a score, and only the truth earns all."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.scoring import score
from classroom import ALL_RIGHT, ALL_WRONG, MAX_POINTS

fuzzed = settings(max_examples=150, deadline=None)

WORDS = ["blue", "green", "red", "amber", "violet", "white", "one", "two", "three", "four"]
WORDS += ["fire", "ice", "sea", "sun", "warm", "cool", "variant", "value", "", "\ud800", "Blue"]
NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 60, 60.5, 61, 80, 120, 125, 16.7, -1, 0.5, 10**400]
NUMBERS += [math.nan, math.inf, -math.inf, -0.0, 5e-324]
LEAVES = st.none() | st.booleans() | st.sampled_from(WORDS) | st.sampled_from(NUMBERS)
NAMES = st.sampled_from(WORDS) | st.text(max_size=5)
ANYTHING = st.recursive(
    LEAVES | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
ROWS = st.tuples(st.sampled_from([0, 1, 6, 7, 8, 14]), st.sampled_from(range(10))).map(list)
NEAR = {
    "demo-single": st.sampled_from(WORDS),
    "demo-multiple": st.lists(st.sampled_from(WORDS[:6]), max_size=5),
    "demo-numeric": st.sampled_from(NUMBERS) | st.floats(59, 61),
    "demo-calculation": st.fixed_dictionaries(
        {"variant": st.integers(-1, 4), "value": st.sampled_from(NUMBERS) | st.floats(59, 61)}
    ),
    "demo-ordering": st.permutations(WORDS[6:10]),
    "demo-schedule": st.lists(ROWS, max_size=9).map(lambda rows: [*rows, [0, 0]]),
    "demo-classification": st.dictionaries(
        st.sampled_from(WORDS[10:14]), st.sampled_from(["warm", "cool"])
    ),
}
"""Answers of the right form, of which some are true."""


def is_number(value):
    """A number, and neither a truth value nor beyond all numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def speed_is_right(answer):
    """Whether a distance over its time is met within one in a hundred."""
    if not isinstance(answer, dict) or set(answer) != {"variant", "value"}:
        return False
    variant, value = answer["variant"], answer["value"]
    if type(variant) is not int or not 0 <= variant < 4 or not is_number(value):
        return False
    speed = [60, 80, 125, 50 / 3][variant]
    return abs(value - speed) <= speed / 100 * (1 + 1e-9)


def taper_is_right(rows):
    """Whether a schedule keeps the whole rule of the demonstration."""
    if not isinstance(rows, list) or not 2 <= len(rows) <= 10 or rows[-1] != [0, 0]:
        return False
    dose_mg, days_kept = 8, 7
    for row in rows[:-1]:
        if not (isinstance(row, list) and len(row) == 2 and all(map(is_number, row))):
            return False
        days, new_mg = row
        if type(days) is not int or not 1 <= days <= 366 or new_mg % 1 or not 0 < new_mg <= dose_mg:
            return False
        if new_mg < dose_mg:
            if days_kept < 7 or not 0.1 <= (dose_mg - new_mg) / dose_mg <= 0.25:
                return False
            dose_mg, days_kept = new_mg, 0
        days_kept += days
    return dose_mg <= 3 and days_kept >= 7


IS_TRUE = {
    "demo-single": lambda answer: answer == "blue",
    "demo-multiple": lambda answer: answer in (["amber", "red"], ["red", "amber"]),
    "demo-numeric": lambda answer: is_number(answer) and 59.5 <= answer <= 60.5,
    "demo-calculation": speed_is_right,
    "demo-ordering": lambda answer: answer == ["one", "two", "three", "four"],
    "demo-schedule": taper_is_right,
    "demo-classification": lambda answer: answer == ALL_RIGHT["demo-classification"],
}


def check(item, answer):
    """A score is a share of the points with a reason, and can be explained."""
    result = score(item, answer)
    assert type(result.fraction) is float or result.fraction == 0
    assert 0 <= result.fraction <= 1
    assert (result.fraction == 1) is (result.state == "right") is IS_TRUE[item.id](answer)
    if result.state in ("not answered", "not readable", "not right"):
        assert result.fraction == 0
    told = feedback(item, result)
    for text in [result.reason, told.prompt, *told.answer, *told.key]:
        assert text and text.encode()
    return result


@pytest.mark.parametrize("item_id", MAX_POINTS)
@fuzzed
@given(data=st.data())
def test_anything_gets_a_score_and_only_the_truth_gets_all(demo_bank, item_id, data):
    """Nothing that a journal can hold makes scoring fail, or earns more than it is worth."""
    check(demo_bank.items[item_id], data.draw(ANYTHING | NEAR[item_id]))


@pytest.mark.parametrize("item_id", MAX_POINTS)
def test_the_truth_is_what_this_file_takes_for_it(demo_bank, item_id):
    """The known right answers earn all, the known wrong ones nothing, here as in the bank."""
    assert check(demo_bank.items[item_id], ALL_RIGHT[item_id]).fraction == 1
    assert check(demo_bank.items[item_id], ALL_WRONG[item_id]).fraction == 0


def test_the_rule_of_the_schedule_is_met_and_broken(demo_bank):
    """Schedules near the rule: kept to the letter, and broken at each point in turn."""
    item = demo_bank.items["demo-schedule"]
    key = demo_bank.items["demo-schedule"].key()
    assert check(item, key).fraction == 1
    for step in range(len(key) - 1):
        for change in ([6, 0], [7, -1], [7, 0.5], [7, 9]):
            rows = [list(row) for row in key]
            rows[step] = [change[0], key[step][1] + (change[1] if change[0] == 7 else 0)]
            check(item, rows)
