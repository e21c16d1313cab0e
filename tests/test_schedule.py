"""Questions for a schedule: built step by step, scored by the constraints of a rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse import lesson
from bzdcourse.models.tablets import Tablets
from bzdcourse.quiz.dispensing import can_make
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.items import UnreadableAnswer
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.scoring import score
from classroom import LESSON, ZERO, feedback_text, hand_in, question_scores
from conftest import DEMO_COURSE

GRADED = DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml"
ITEM = "demo-schedule"
STOP = [0, 0]
KEY = [[7, 7], [7, 6], [7, 5], [7, 4], [7, 3], STOP]
FIXED = {
    "id": "demo-steps",
    "step_of": "mg",
    "stages": [
        {"above_mg": 6, "low": 1, "high": 2, "at_least_days": 7},
        {"above_mg": 0, "high": 1, "at_least_days": 3},
    ],
    "last_dose_mg": 1,
}
BY_MG = [[7, 6], [3, 5], [3, 4], [3, 3], [3, 2], [3, 1], STOP]


@pytest.fixture(scope="module")
def item(demo_bank):
    """The demonstration's schedule, with its key."""
    return demo_bank.items[ITEM]


def changed(item, **fields):
    """The same question with other fields."""
    return KINDS[item.kind](item.raw | fields)


def under(item, rule):
    """The same question under a rule without a ceiling."""
    kept = {name: part for name, part in item.raw["constraints"].items() if name != "ceiling"}
    return changed(item, rule=rule, constraints=kept)


def told_of(item, answer, verdict="not right"):
    """What is told of an answer, of one verdict."""
    notes = feedback(item, score(item, answer)).notes
    return [note.about for note in notes if note.verdict == verdict]


# --- scoring


@pytest.mark.parametrize(
    "answer",
    [
        KEY,
        [[7, 6], [7, 5], [7, 4], [7, 3], STOP],
        [[60, 7], [7, 6.0], [14, 5], [366, 4], [7, 3], STOP],
        [[7, 8], [3, 7], [4, 7], [7, 6], [7, 5], [7, 4], [7, 3], STOP],
    ],
)
def test_every_schedule_within_the_rule_earns_all(item, answer):
    """Other steps, fewer steps, pauses, also before the first one, and longer ones: all is well."""
    result = score(item, answer)
    assert (result.fraction, result.state) == (1, "right")
    assert told_of(item, answer) == told_of(item, answer, "missed") == []


BROKEN = [
    (
        [[7, 7], [7, 6], [7, 5], [7, 4], [7, 2], STOP],
        {"steps", "ceiling"},
        "Step 5, from 4 to 2 mg, takes 50 % of the dose of the moment; the rule allows 10 to 25 %.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [3, 4], [7, 3], STOP],
        {"pace", "ceiling"},
        "Step 4, from 5 to 4 mg, is followed by the next reduction after 3 days; the rule asks "
        "for 7.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [6, 4], [7, 3], STOP],
        {"pace", "ceiling"},
        "Step 5, from 4 to 3 mg, brings the dose 40 % below what it was less than 7 days earlier, "
        "5 mg; the ceiling is 25 %.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [7, 4], [7, 3], [1, 4], [7, 3], STOP],
        {"never_rises"},
        "Step 6, from 3 to 4 mg, takes the dose up.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [7, 4.5], [7, 4], [7, 3], STOP],
        {"dispensable"},
        "Step 4: 4.5 mg can't be made of tablets of 4 and 2 mg, whole or halved.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [7, 4], [7, 3]],
        {"stop"},
        "The schedule doesn't end at 0 mg.",
    ),
    (
        [[7, 7], [7, 6], [7, 5], [7, 4], STOP],
        {"stop"},
        "Step 5, from 4 to 0 mg, stops from more than 3 mg.",
    ),
]


@pytest.mark.parametrize(("answer", "broken", "words"), BROKEN, ids=[b[2][:30] for b in BROKEN])
def test_a_broken_constraint_costs_its_weight_and_is_told(item, answer, broken, words):
    """Each constraint alone: its share is lost, the first step that breaks it is named."""
    weights = {"steps": 2, "pace": 2, "ceiling": 1, "never_rises": 1, "dispensable": 2, "stop": 2}
    reductions = sum(a[1] > b[1] for a, b in zip([[0, 8], *answer], answer, strict=False))
    lowest_mg = min(dose_mg for _, dose_mg in answer if dose_mg)
    way_down = 1 - lowest_mg / 8 if "stop" in broken else 1
    kept = sum(weight for name, weight in weights.items() if name not in broken)
    result = score(item, answer)
    assert result.fraction == pytest.approx(kept / 10 * min(1, reductions / 6, way_down))
    assert result.state == "partly right"
    assert words in told_of(item, answer)
    assert len(told_of(item, answer)) == len(broken)


def test_feedback_says_why_with_source_and_belief(item):
    """A broken constraint has its rationale, its source and what it shows; a kept one no belief."""
    notes = feedback(item, score(item, BROKEN[0][0])).notes
    by_rationale = {note.rationale.split(",")[0]: note for note in notes}
    steps, stop = by_rationale["Rationale of steps"], by_rationale["Rationale of the stop"]
    assert (steps.verdict, steps.misconception, steps.sources) == (
        "not right", "counts-twice", ("doe1960",),
    )  # fmt: skip
    assert (stop.verdict, stop.misconception, stop.sources) == ("right", None, ("roe1961",))
    assert stop.about == "The schedule ends at 0 mg, from a last dose of 3 mg or less."


@pytest.mark.parametrize(
    "answer",
    [
        [STOP],
        [[366, 8], STOP],
        [[14, 7.9], [14, 7.8], [14, 7.7], [14, 7.6], [14, 7.5], [14, 7.4], STOP],
        [[7, 7], [7, 6], [7, 5], STOP],
        [[7, 3], STOP],
        [[7, 16], [7, 8], [7, 7], [7, 6], [7, 5], [7, 4], [7, 3], STOP],
        [[1, 7], [1, 6], [1, 5], [1, 4], [1, 3], [1, 2], [1, 1], STOP],
        [[7, 7], [7, 6], [7, 5], [6, 4], STOP],
    ],
)
def test_an_abrupt_stop_earns_nothing(item, answer):
    """Half of the start dose gone within a week is a stop, however many steps it is cut into."""
    assert score(item, answer).fraction == 0
    abrupt = [words for words in told_of(item, answer) if "more than half" in words]
    assert "is gone within 7 days. That earns nothing." in abrupt[0]


def test_a_week_between_halves_is_not_abrupt(item):
    """The line is drawn at more than half, and at less than seven days: both sides of it."""
    assert score(item, [[7, 4], STOP]).fraction > 0
    assert score(item, [[6, 4], STOP]).fraction == 0
    assert score(item, [[7, 4], [6, 3], STOP]).fraction > 0
    assert score(item, [[7, 5], [6, 4], STOP]).fraction == 0


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(1, 366), max_size=3),
    st.lists(st.sampled_from([8, 7, 6, 5, 4, 3, 2, 1]), max_size=6, unique=True),
)
def test_whoever_is_at_nothing_within_a_week_earns_nothing(demo_bank, pauses, doses):
    """A day a dose from the start dose to zero, after any pause: no credit at all."""
    down = [[1, dose] for dose in sorted(doses, reverse=True)]
    answer = [[days, 8] for days in pauses] + down + [STOP]
    assert score(demo_bank.items[ITEM], answer).fraction == 0


def test_a_dose_that_hardly_falls_earns_hardly_anything(item):
    """As many small reductions as one likes are no taper: credit goes by the way down."""
    generous = under(item, item.raw["rule"] | {"first_steps": 1})
    near_the_start = [[7, 7.2], [7, 7.1], [7, 7], [7, 6.9], [7, 6.8], [7, 6.7], [366, 6.6]]
    assert 0 < score(generous, near_the_start).fraction < 0.2
    (told,) = told_of(generous, near_the_start, "fact")
    assert "Of this, 18 % is credit." in told


def test_the_same_dose_in_other_digits_is_no_reduction(item):
    """What floating point or a typing habit adds in the tenth place counts as a pause."""
    padded = [[7, 7], [7, 7 - 1e-11], [7, 7 - 2e-11], [7, 6], [7, 5.000000000001], [7, 4], [7, 3]]
    assert score(item, [*padded, STOP]).fraction == 1
    assert score(item, padded[:3]).fraction == score(item, [[21, 7]]).fraction


@pytest.mark.parametrize(
    ("halves", "doses", "can"),
    [
        (True, [0.5, 0.25, 0.75, 0.125 * 6, 0.1 + 0.15], True),
        (True, [0.1, 0.125, 0.3, 0.7500001], False),
        (False, [0.5, 1.5], True),
        (False, [0.25, 0.75], False),
    ],
)
def test_halves_are_made_to_the_digit(halves, doses, can):
    """Sums of floating point make a half; what is near a half is none."""
    made_of = {"tablet_strengths_mg": [0.5], "halves": halves}
    assert {can_make(made_of, dose) for dose in doses} == {can}


def test_what_is_broken_stands_first_and_is_counted(item):
    """A learner looks for what went wrong: it is told first, once, with how often it happened."""
    answer = [[7, 7], [3, 6], [3, 5], [7, 4], [7, 3], STOP]
    notes = feedback(item, score(item, answer)).notes
    verdicts = [note.verdict for note in notes]
    assert verdicts == ["not right"] * 2 + ["right"] * 5 + ["fact"]
    assert notes[0].about.endswith("after 3 days; the rule asks for 7. (And 1 more of this kind.)")


@pytest.mark.parametrize(
    ("answer", "about", "why"),
    [
        (BROKEN[0][0], "The constraints that are kept weigh 7 of 10.", "whether it is broken once"),
        ([[7, 7], [6, 6]], "weigh 8 of 10. Of this, 25 % is credit.", "take away 25 % of the"),
        ([[7, 7], [1, 6], [7, 3], STOP], "Of this, 67 % is credit.", "Reductions: 4 here, 6 in"),
        ([[14, 8]], "Of this, 0 % is credit.", "Reductions: 0 here, 6 in"),
    ],
)
def test_credit_of_a_part_is_reckoned_in_words(item, answer, about, why):
    """What is kept, out of what, and what a short or a shallow schedule takes off."""
    (fact,) = [n for n in feedback(item, score(item, answer)).notes if n.verdict == "fact"]
    assert about in fact.about
    assert why in fact.rationale


@pytest.mark.parametrize("answer", [KEY, [STOP], None])
def test_all_and_nothing_are_not_reckoned(item, answer):
    """Nothing is to be reckoned where all or nothing is earned by a sentence of its own."""
    assert told_of(item, answer, "fact") == []


@pytest.mark.parametrize("answer", [[[14, 8]], [[366, 8], [366, 8], [366, 8]], [[9, 9], [9, 10]]])
def test_a_dose_that_stays_or_rises_earns_nothing(item, answer):
    """Without a reduction there was no occasion to break the rule, hence none to keep it."""
    result = score(item, answer)
    assert (result.fraction, result.state) == (0, "not right")
    assert "Each reduction takes 10 to 25 % of the dose of the moment." in told_of(
        item, answer, "missed"
    )


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        ([[7, 7]], 1 / 8 * 6 / 10),
        ([[7, 7], [7, 6]], 2 / 8 * 8 / 10),
        ([[4, 6], [4, 4], [4, 2], STOP], 4 / 6 * 5 / 10),
    ],
)
def test_few_reductions_earn_in_proportion(item, answer, fraction):
    """What breaks a constraint and is shorter or ends higher than the key earns a share of it."""
    assert score(item, answer).fraction == pytest.approx(fraction)


def test_a_schedule_without_a_stop_is_open(item):
    """It is saved and counts as far as it goes; what is missing is said."""
    assert item.missing(item.read(KEY[:-1])) == "no stop at 0 mg yet"
    assert "no stop at 0 mg yet" in score(item, KEY[:-1]).reason


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (BY_MG, None),
        ([[7, 7], [3, 5], *BY_MG[2:]], "Step 2, from 7 to 5 mg, is followed by"),
        ([[7, 5.5], *BY_MG[1:]], "Step 1, from 8 to 5.5 mg, takes 2.5 mg; the rule allows 1 to 2"),
        ([[7, 7.5], *BY_MG], "takes 0.5 mg; the rule allows 1 to 2 mg."),
        ([[7, 6], [3, 4], *BY_MG[3:]], "from 6 to 4 mg, takes 2 mg; the rule allows at most 1 mg."),
        ([*BY_MG[:-2], STOP], "Step 6, from 2 to 0 mg, stops from more than 1 mg."),
    ],
)
def test_a_rule_may_change_as_the_dose_falls(item, answer, words):
    """The stage is that of the dose before a reduction, for its size and for the days after it."""
    by_mg = under(item, FIXED)
    told = told_of(by_mg, answer)
    assert any(words in one for one in told) if words else not told


def test_a_rule_in_stages_is_said_in_full(item):
    """What is asked names each stage once it differs."""
    missed = told_of(under(item, FIXED), None, "missed")
    assert (
        "Each reduction takes, by the dose that it starts from: above 6 mg 1 to 2 mg; above 0 mg "
        "at most 1 mg." in missed
    )
    assert "Each new dose is kept, by the dose before it, at least: above 6 mg 7 days" in str(
        missed
    )


def test_a_share_of_the_start_dose_is_no_share_of_the_moment(item):
    """Equal steps keep a rule of the start dose, and break one of the dose of the moment."""
    stages = [{"above_mg": 0, "low": 25, "high": 25, "at_least_days": 7}]
    of_start = {"id": "x", "step_of": "start", "stages": stages, "last_dose_mg": 2}
    equal = [[7, 6], [7, 4], [7, 2], STOP]
    assert score(under(item, of_start), equal).fraction == 1
    words = "Step 2, from 6 to 4 mg, takes 33.33 % of the dose of the moment"
    assert any(words in told for told in told_of(item, equal))


def test_a_rule_may_speak_of_the_first_reductions_only(item):
    """The range then holds for so many, and the ceiling for all."""
    rule = item.raw["rule"] | {"first_steps": 2}
    rule["stages"] = [{"above_mg": 0, "low": 10, "high": 15, "at_least_days": 7}]
    first = changed(item, rule=rule)
    assert score(first, KEY).fraction == 1
    assert score(changed(item, rule=rule | {"first_steps": 3}), KEY).fraction < 1
    told = told_of(first, [[7, 6], *KEY[2:]])
    assert told == [
        "Step 1, from 8 to 6 mg, takes 25 % of the dose of the moment; the rule allows 10 to 15 %. "
        "(And 1 more of this kind.)"
    ]


# --- reading


def nested(depth):
    """A list in a list in a list."""
    return [nested(depth - 1)] if depth else []


HOSTILE = [
    True, 0, "[[7, 7]]", {}, {"rows": KEY}, [7], [[]], [[7]], [[7, 7, 7]], [["7", "7"]], [None],
    [[7, None]], [[True, 7]], [[7, True]], [[False, False]], [[7.0, 7]], [[7.5, 7]], [[-7, 7]],
    [[7, -7]], [[0, 7]], [[7, 0]], [[367, 7]], [[7, 17]], [[10**400, 7]], [[7, 10**400]],
    [[7, float("nan")]], [[float("nan"), 7]], [[7, float("inf")]], [[7, 1e-9]], [[7, [7]]],
    [STOP, STOP], [STOP, [7, 7]], [[7, 7], STOP, [7, 6]], [[7, 7]] * 11, [[7, 7]] * 5000,
    [[7, 7], {"days": 7}], [[7, "7"]], [[{}, 7]], [[7, -0.0]], [[7, 7]] * 100_000, [[-0.0, 0]] * 2,
    [[1e400, 7]], [[7, complex(7)]], nested(900), [nested(900)], [[7, nested(900)]],
]  # fmt: skip


@pytest.mark.parametrize("saved", HOSTILE, ids=lambda saved: str(saved)[:20])
def test_any_other_shape_is_unreadable(item, saved):
    """What no widget writes is refused with and without the key, and scores zero with a reason."""
    for one in (item, KINDS[item.kind](item.public())):
        with pytest.raises(UnreadableAnswer, match="the saved answer"):
            one.read(saved)
    result = score(item, saved)
    assert (result.fraction, result.state) == (0, "not readable")
    feedback(item, result)


steps = st.tuples(st.integers(1, 366), st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 2.5])).map(list)


@settings(max_examples=80, deadline=None)
@given(st.lists(steps, max_size=9), st.booleans())
def test_every_readable_schedule_is_scored_and_explained(demo_bank, rows, stops):
    """Credit lies between 0 and 1, is full if and only if nothing is broken, and is explained."""
    item = demo_bank.items[ITEM]
    result = score(item, rows + [STOP] * stops)
    told = feedback(item, result)
    assert 0 <= result.fraction <= 1
    verdicts = {note.verdict for note in told.notes}
    assert (result.fraction == 1) == (verdicts == {"right"})
    assert len(told.notes) >= 7 and told.key


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([0.125, 0.25, 0.5, 1, 2, 2.5, 5, 7.5]), min_size=1, unique=True),
    st.booleans(),
    st.integers(1, 160),
)
def test_doses_are_those_of_the_models_tablets(strengths, halves, sixteenths):
    """The quiz, which knows no numpy, makes the same doses of tablets as the models do."""
    dose_mg = sixteenths / 16
    made_of = {"tablet_strengths_mg": strengths, "halves": halves}
    assert can_make(made_of, dose_mg) == Tablets(strengths, 10, halves).make(dose_mg)


def test_a_liquid_fills_the_gaps():
    """With a liquid every multiple of its step can be made, beside the tablets."""
    made_of = {"tablet_strengths_mg": [0.5], "halves": False, "liquid_step_mg": 0.02}
    assert [can_make(made_of, mg) for mg in (0.5, 0.46, 0.47, 0.52, 0.01)] == [1, 1, 0, 1, 0]


# --- the half that travels


def test_the_rule_stays_at_home(item):
    """Learners get start dose, tablets and the number of steps; no constraint and no number."""
    public = item.public()
    assert public.keys() == {
        "id", "kind", "prompt", "points", "start_dose_mg", "made_of", "most_rows",
    }  # fmt: skip
    assert KINDS[item.kind](public).prompt() == item.prompt()


def test_the_question_says_what_it_is_not(item):
    """Wherever it is shown: given are start dose and tablets, and it is nobody's plan."""
    told = feedback(item, score(item, None)).prompt
    assert "Before step 1: 8 mg a day. There are tablets of 4 and 2 mg, whole or halved." in told
    assert "At most 10 steps" in told
    assert "An exercise in reading a rule, not in prescribing; not a plan for anybody." in told


def test_a_comma_in_a_dose_is_a_decimal_comma(page, released):
    """Three digits behind it are no thousands; a stop is saved as two plain zeros."""
    lesson(LESSON).ask(ITEM)
    reply = page.answer(ITEM, [["7", "7,125"], ["14", "6,0"], ["0", "0"]])
    assert reply["answer"] == [[7, 7.125], [14, 6], [0, 0]]
    assert [type(part) for part in reply["answer"][-1]] == [int, int]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([["7", ""]], "step 1 needs a dose and a number of days"),
        ([["7", "7"], [" ", "6"]], "step 2 needs a dose and a number of days"),
        ([["7", "7"], ["some", "6"]], "step 2, days: that is not a number"),
        ([["7", "7"], ["7", "some"]], "step 2, dose: that is not a number"),
        ([["7", "7"], ["7", "1,234,5"]], "step 2, dose: that is not a number"),
        ([["7", "7"], ["7.5", "6"]], "step 2: the number of days must be whole, from 1 to 366"),
        ([["7", "70"]], "step 1: the dose must be from 0.0001 to 16 mg"),
        ([["7", "0"]], "0 mg is the stop, which comes last"),
        ([["7", "7"]] * 11, "there are more than 10 steps"),
        ([["7", "7", "7"]], "step 1 is not a pair"),
        ([[["7"], "7"]], "step 1 is not a pair"),
        ("7", "not a list of steps"),
    ],
)
def test_what_cannot_be_is_said_and_not_saved(page, released, typed, words):
    """A slip of the keyboard is told with its step, and the journal stays as it was."""
    lesson(LESSON).ask(ITEM)
    reply = page.answer(ITEM, typed)
    assert reply["type"] == "error"
    assert words in reply["message"]
    assert not released.exists()


# --- through nbgrader

CLASS = {
    "full": (KEY, 4, ["Right: Each reduction takes 10 to 25 %"]),
    "partly": (
        BROKEN[0][0],
        2.8,
        ["Step 5, from 4 to 2 mg, takes 50 %", "Rationale of steps", "Each thing counts twice"],
    ),
    "abrupt": ([STOP], 0, ["That earns nothing", "Rationale of gradual"]),
    "for-ever": ([[366, 8]], 0, ["no stop at 0 mg yet"]),
    "forged": ({"fraction": 1}, 0, ["the saved answer is not a list of steps"]),
    "endless": ([[7, 7]] * 4000, 0, ["there are more than 10 steps"]),
}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_schedules_are_graded_and_explained(released_course):
    """Release, autograde and feedback: points by the rule, and a page that says what was broken."""
    from bzdcourse.grading.course import open_course as open_to_grade
    from bzdcourse.grading.grade import grade_submissions, submissions_of

    for student, (answer, _, _) in CLASS.items():
        hand_in(released_course, student, {ITEM: answer})
    course = open_to_grade(released_course)
    list(grade_submissions(course, LESSON, submissions_of(course, LESSON)))
    for student, (_, points, words) in CLASS.items():
        expected = {**ZERO, ITEM: points}
        assert question_scores(released_course, student) == pytest.approx(expected), student
        told = feedback_text(released_course, student)
        assert [w for w in [*words, "not a plan for anybody"] if w not in told] == []
