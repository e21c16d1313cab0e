"""Words of the glossary and one's own progress, shown in a notebook."""

import json

import pytest

from bzdcourse import course_progress, look_up
from bzdcourse.data import CourseError, course_root
from bzdcourse.glossary import load_glossary


def test_word_is_shown_with_its_sources():
    """A word, in capitals or not, shows its plain meaning, the field's, and its sources."""
    html = look_up("Half-Life")._repr_html_()
    assert "half-life" in html and "In plain words" in html and "Source:" in html
    assert "[@" not in html


def test_every_word_can_be_shown():
    """All words are there, each folded, and none shows the file's own marks."""
    words = look_up()
    known = load_glossary(course_root() / "source_texts" / "glossary.md")
    assert len(words.entries) == len(known) >= 60
    html = words._repr_html_()
    assert html.count("<details>") == len(words.entries)
    assert "[@" not in html and 'href="#' not in html


def test_unknown_word_is_answered_by_its_neighbours():
    """A mistyped word is told with those that look like it."""
    with pytest.raises(CourseError, match=r"no “halflife”.*half-life"):
        look_up("halflife")
    with pytest.raises(CourseError, match="lists all words"):
        look_up("zzzzzz")


def test_progress_counts_complete_answers(released):
    """Complete answers are counted by lesson; a partly answered question is still open."""
    lines = [
        {"item": "demo-single", "answer": "blue"},
        {"item": "demo-classification", "answer": {"fire": "warm"}},
        {"item": "demo-numeric", "answer": "garbage"},
        {"item": "demo-calculation", "answer": {"variant": 1, "value": None}},
    ]
    released.write_text("\n".join(map(json.dumps, lines)) + "\n")
    overview = course_progress()
    assert overview.answered == {"00_demo": (1, 7)}
    assert "1 of 7" in overview._repr_html_()


def test_torn_lesson_does_not_hide_the_others(released):
    """A damaged file counts as nothing and stops nobody."""
    torn = released.parents[1] / "01_torn"
    torn.mkdir()
    (torn / "01_torn.quiz.json").write_text("{")
    assert course_progress().answered == {"00_demo": (0, 7), "01_torn": (0, 0)}


def test_author_is_told_where_progress_shows(source):
    """In the source folder there are no learner's lessons, and that is said."""
    assert "your own copy" in course_progress()._repr_html_()
