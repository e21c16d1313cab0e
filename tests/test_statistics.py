"""Statistics of questions: by hand, against published examples, and where none can be."""

import numpy as np
import pytest

from bzdcourse.statistics.questions import difficulty, item_rest
from bzdcourse.statistics.reliability import feldt_interval, reliability

# Law School Admission Test, section 6 (Bock RD, Lieberman M (1970), Psychometrika 35:179-197):
# the answers to five questions (1 is right), and how many of 1,000 people gave them.
LSAT_6 = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3,
    "00111": 4, "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15,
    "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15,
    "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11, "11101": 61,
    "11110": 28, "11111": 298,
}  # fmt: skip

# Wuensch KL, "The Kuder-Richardson 20", East Carolina University: ten students, ten questions.
# The products pq that he prints add up to 2.18; the variance of the totals is 5.84.
WUENSCH = (
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
)  # fmt: skip

SMALL = np.array([[1.0, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])


def matrix(rows):
    """Points of right (1) and wrong (0) answers."""
    return np.array([list(map(float, row)) for row in rows])


def lsat():
    """One row for each of the 1,000 people."""
    return matrix(row for row, count in LSAT_6.items() for _ in range(count))


def test_small_example_agrees_with_the_hand():
    """Three questions, four learners: every number follows with pencil and paper."""
    shares = [difficulty(column, 1).value for column in SMALL.T]
    assert shares == [0.75, 0.5, 0.25]
    # Question 1 is (1,1,1,0), the rest (2,1,0,0): r = 0.75 / sqrt(0.75 * 2.75).
    # Question 2 is (1,1,0,0), the rest (2,1,1,0): r = 1 / sqrt(1 * 2).
    # Question 3 is (1,0,0,0), the rest (2,2,1,0): r = 0.75 / sqrt(0.75 * 2.75).
    found = [estimate.value for estimate in item_rest(SMALL)]
    assert found == pytest.approx([0.5222330, 0.7071068, 0.5222330])
    # Sum of pq = 3/16 + 4/16 + 3/16 = 10/16; totals (3,2,1,0) have the variance 20/16.
    assert reliability(SMALL).estimate.value == pytest.approx(3 / 2 * (1 - 10 / 20))


def test_law_school_admission_test_agrees_with_what_was_published():
    """Difficulties, corrected point-biserials and alpha as the R package ltm prints them."""
    points = lsat()
    assert points.shape == (1000, 5)
    shares = [difficulty(column, 1).value for column in points.T]
    assert shares == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    found = [estimate.value for estimate in item_rest(points)]
    assert found == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5)
    result = reliability(points)
    assert result.estimate.value == pytest.approx(0.2950, abs=5e-5)
    assert result.is_kr20


def test_kuder_richardson_20_of_a_published_class():
    """The formula with the published pq and variance gives what we compute from the answers."""
    result = reliability(matrix(WUENSCH))
    assert result.estimate.value == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))
    assert result.is_kr20


@pytest.mark.parametrize(
    ("alpha", "learners", "questions", "published", "within"),
    [
        # MRC Cognition and Brain Sciences Unit, wiki, FAQ/cafun
        (0.913, 873, 20, (0.9044024, 0.9211588), 5e-8),
        # Bonett DG, R package statpsych, ci.cronbach: a slightly different approximation
        (0.85, 89, 7, (0.7971254, 0.8931436), 1e-4),
    ],
)
def test_interval_of_alpha_agrees_with_published_ones(
    alpha, learners, questions, published, within
):
    """Feldt's interval, as others print it."""
    assert feldt_interval(alpha, learners, questions) == pytest.approx(published, abs=within)


def test_points_that_differ_make_it_alpha():
    """Partial credit, or questions that count more than others, are not for the formula 20."""
    assert not reliability(SMALL * [1, 2, 1]).is_kr20
    assert not reliability(np.array([[0.5, 1], [1, 1], [0, 0]])).is_kr20


def test_small_class_has_a_wide_interval():
    """The same answers from ten times the people leave less open."""
    few, many = (reliability(np.tile(matrix(WUENSCH), (n, 1))).estimate for n in (1, 10))
    assert few.high - few.low > 2 * (many.high - many.low)
    narrow, wide = item_rest(np.tile(matrix(WUENSCH), (10, 1)))[0], item_rest(matrix(WUENSCH))[0]
    assert narrow.value == pytest.approx(wide.value)
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_question_against_the_grain_is_negative():
    """Where those do worse who do well elsewhere, the correlation says so."""
    points = np.column_stack((SMALL, [0, 0, 1, 1]))
    assert item_rest(points)[3].value < -0.5


@pytest.mark.parametrize(
    ("points", "why"),
    [
        (np.ones((5, 1)), "at least two questions"),
        (np.ones((1, 3)), "at least two learners"),
        (np.ones((0, 3)), "at least two learners"),
        (np.full((3, 2), np.nan), "at least two learners"),
        (np.ones((5, 3)), "Everybody has the same total"),
        (np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]]), "Everybody has the same total"),
    ],
)
def test_reliability_that_cannot_be_says_why(points, why):
    """No NaN, no warning: a sentence."""
    estimate = reliability(points).estimate
    assert estimate.value is None and estimate.low is None
    assert why in estimate.why


@pytest.mark.parametrize(
    ("points", "why"),
    [
        (SMALL[:2], "at least three learners"),
        (SMALL[:0], "at least three learners"),
        (np.column_stack((np.ones(4), SMALL)), "Everybody earned the same here"),
        (np.column_stack(([0, 1, 0, 1], np.ones((4, 2)))), "the same on the other questions"),
        (SMALL[:, :1], "the same on the other questions"),
    ],
)
def test_correlation_that_cannot_be_says_why(points, why):
    """One learner, a question all got right, a rest that doesn't vary: a sentence each."""
    estimate = item_rest(points)[0]
    assert estimate.value is None
    assert why in estimate.why


def test_constant_question_leaves_the_others_alone():
    """A question that everybody got right has no correlation; the others keep theirs."""
    found = item_rest(np.column_stack((SMALL, np.ones(4))))
    assert found[3].value is None
    assert found[0].value == pytest.approx(0.5222330)


def test_three_learners_get_no_interval():
    """With three learners nothing is excluded, so no interval is given."""
    estimate = item_rest(SMALL[:3])[1]
    assert estimate.value is not None and estimate.low is None


def test_missing_scores_are_left_out_and_counted():
    """A written answer that waits for a person changes neither the others nor the count."""
    points = np.vstack((SMALL, [1, np.nan, 1]))
    assert (difficulty(points[:, 1], 1).learners, difficulty(points[:, 1], 1).value) == (4, 0.5)
    assert difficulty(points[:, 0], 1).learners == 5
    assert [e.learners for e in item_rest(points)] == [4, 4, 4]
    assert reliability(points).estimate == reliability(SMALL).estimate


def test_nothing_scored_says_so():
    """A question without a score has no difficulty."""
    assert difficulty(np.array([np.nan]), 2).why == "No answer has been scored yet."
