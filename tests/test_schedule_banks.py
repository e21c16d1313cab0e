"""Banks with a schedule: what contradicts itself, or its rule, is told with its place."""

import shutil

import pytest
import yaml

from bzdcourse.check import check_questions, open_course
from bzdcourse.quiz.bank import BankError, load_bank
from classroom import LESSON
from conftest import DEMO_COURSE
from spoiling import change, problem_of
from test_schedule import BY_MG, FIXED, ITEM

GRADED = DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[7, 3], [0, 0]]", "[7, 2], [0, 0]]", "must keep every constraint: Step 5, from 4 to 2"),
        ("[7, 3], [0, 0]]", "[7, 3]]", "doesn't end at 0 mg"),
        (
            "key: [[7, 7], [7, 6], [7, 5], [7, 4], [7, 3], [0, 0]]",
            "key: [[7, 8], [7, 8], [7, 8], [7, 8], [7, 8]]",
            "must keep every constraint: Each red",
        ),
        ("[7, 3], [0, 0]]", "[7, x], [0, 0]]", "step 5 is not a pair"),
        (
            "key: [[7, 7], [7, 6]",
            "key: [[0, 7], [7, 6]",
            "step 1: the number of days must be whole",
        ),
        ("start_dose_mg: 8", "start_dose_mg: 8.5", "8.5 mg can't be made"),
        ("start_dose_mg: 8", "start_dose_mg: 0", "minimum"),
        ("start_dose_mg: 8", "start_dose_mg: .nan", "not a number"),
        ("strengths_mg: [4, 2]", "strengths_mg: [4, 0.00001]", "multiples of 0.0001 mg"),
        ("strengths_mg: [4, 2]", "strengths_mg: [4, 0.0002]", "too fine"),
        ("strengths_mg: [4, 2]", "strengths_mg: []", "should be non-empty"),
        ("halves: true}", "halves: true, quarters: true}", "quarters"),
        ("made_of: {", "made_of: 3 #", "not of type 'object'"),
        ("most_rows: 10", "most_rows: 400", "maximum"),
        ("low: 10, high: 25", "low: 30, high: 25", "must not be larger"),
        ("{above_mg: 0, low", "{above_mg: 2, low", "the last to 0"),
        ("last_dose_mg: 3", "last_dose_mg: 8", "smaller than the first"),
        ("      ceiling: {id", "      ceilings: {id", "ceilings"),
        ("      ceiling: {weight", "      ceilings: {weight", "ceilings"),
        ("steps: {weight: 2,", "steps: {weight: 0,", "minimum"),
        ("steps: {weight: 2,", "steps: {", "'weight' is a required property"),
        ("gradual: {", "gradual: {weight: 2, ", "weight"),
    ],
)
def test_problem_is_told_with_its_line(tmp_path, old, new, words):
    """Whatever contradicts itself is told with file, line and question."""
    lines, line = problem_of(tmp_path, ITEM, old, new, words)
    at = lines[line - 1]
    after = GRADED.read_text().split(f"id: {ITEM}")[1]
    assert new in at or at.strip() in after.replace(old, new, 1)


def test_a_ceiling_stands_in_rule_and_constraints(tmp_path):
    """One without the other is told."""
    content = yaml.safe_load(GRADED.read_text())
    (raw,) = [entry for entry in content["items"] if entry["id"] == ITEM]
    del raw["rule"]["ceiling"]
    path = tmp_path / "bank.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(BankError, match=f"{ITEM}: constraints: a ceiling stands"):
        load_bank(path)


def test_first_steps_need_a_ceiling(tmp_path):
    """A rule that speaks of its first reductions only would let the others be of any size."""
    content = yaml.safe_load(GRADED.read_text())
    (raw,) = [entry for entry in content["items"] if entry["id"] == ITEM]
    raw["rule"]["first_steps"] = 2
    path = tmp_path / "bank.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    load_bank(path)
    del raw["rule"]["ceiling"], raw["constraints"]["ceiling"]
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(BankError, match="without a ceiling nothing limits the later reductions"):
        load_bank(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: demo-rule", "id: demo-role", "“demo-role” is not in source_texts/taper_rules.yml"),
        ("id: demo-rule", "id: demo-listed", "is of the kind listed"),
        ("{id: demo-ceiling", "{id: demo-floor", "“demo-floor” is not in"),
        ("{id: demo-ceiling", "{id: demo-steps", "is of the kind fixed_step_mg"),
        ("percent: 25, days: 7", "percent: 30, days: 7", "“demo-ceiling” has 25 in"),
        ("percent: 25, days: 7", "percent: 25, days: 6", "“demo-ceiling” has 7 in"),
        ("low: 10, high: 25", "low: 5, high: 25", "“demo-rule” has 10 in"),
        ("low: 10, high: 25", "low: 10, high: 30", "“demo-rule” has 25 in"),
        ("at_least_days: 7", "at_least_days: 6", "“demo-rule” has 7 in"),
        ("last_dose_mg: 3", "last_dose_mg: 4", "stops from 3.2 mg at most"),
    ],
)
def test_numbers_are_those_of_the_rule(tmp_path, old, new, words):
    """A number that the named rule doesn't have is told with its line; what it has is not."""
    course = shutil.copytree(DEMO_COURSE, tmp_path / "course")
    assert check_questions(open_course(course), LESSON) == []
    change(course / "quizzes" / "graded" / f"{LESSON}.yml", old, new)
    (told,) = check_questions(open_course(course), LESSON)
    assert f"quizzes/graded/{LESSON}.yml:" in told and f"{ITEM}: rule." in told
    assert words in told


@pytest.mark.parametrize(
    ("start", "stages", "words"),
    [
        (8, FIXED["stages"], None),
        (30, FIXED["stages"], "has stages above [20, 6, 0] mg"),
        (6, FIXED["stages"], "has stages above [0] mg"),
    ],
)
def test_stages_are_those_below_the_start_dose(tmp_path, start, stages, words):
    """A bank lists the stages that a taper from its start dose goes through, and no other."""
    course = shutil.copytree(DEMO_COURSE, tmp_path / "course")
    path = course / "quizzes" / "graded" / f"{LESSON}.yml"
    content = yaml.safe_load(path.read_text())
    (raw,) = [entry for entry in content["items"] if entry["id"] == ITEM]
    longer = [[7, mg] for mg in range(28, 6, -2)] if start == 30 else []
    raw |= {"start_dose_mg": start, "rule": FIXED | {"stages": stages}, "most_rows": 20}
    raw["key"] = longer + (BY_MG[1:] if start == 6 else BY_MG)
    del raw["constraints"]["ceiling"]
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    problems = check_questions(open_course(course), LESSON)
    assert [words in problem for problem in problems] == ([True] if words else [])


def test_a_course_without_rules_has_none_to_name(tmp_path):
    """Without the file of rules the name leads nowhere, and that is said."""
    course = shutil.copytree(DEMO_COURSE, tmp_path / "course")
    (course / "source_texts" / "taper_rules.yml").unlink()
    assert any(
        "“demo-rule” is not in" in told for told in check_questions(open_course(course), LESSON)
    )
