"""Numbers as people type them into a question."""

import pytest

from bzdcourse.widgets.numbers import parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1298", 1298),
        ("1,298", 1298),
        ("1 298", 1298),
        ("1\u202f298", 1298),
        ("12,345,678.5", 12345678.5),
        ("0.5", 0.5),
        ("0,5", 0.5),
        ("0,125", 0.125),
        ("2,25", 2.25),
        ("-3", -3),
        ("\u22123", -3),
        (" 7 ", 7),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    """Thousands may be grouped, a decimal comma is understood."""
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "1,2,3", "1.298,5", "1e5", "nan", "٣", "5 mg", "1" * 400])
def test_what_is_no_number_is_refused(typed):
    """Nothing is guessed: what could mean two things or nothing is sent back."""
    with pytest.raises(ValueError, match="write digits only"):
        parse_number(typed)
