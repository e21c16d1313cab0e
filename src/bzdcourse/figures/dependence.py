"""Figures of the lesson on dependence: risks as marks, one for each person."""

from __future__ import annotations

from bzdcourse.figures.charts import Group
from bzdcourse.figures.figure import Figure
from bzdcourse.figures.people import Array, Rows, confirmed, figure_of, half_up
from bzdcourse.figures.svg import BLUE, ORANGE, PURPLE

_UNDER, _OVER = "less than 8 months\nof unbroken use", "8 months or more\nof unbroken use"


def use_and_disorder() -> Figure:
    """Of 1,000 people who used a benzodiazepine: how many misused it, how many had a use disorder.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = _rows("misuse_among_users", "use_disorder_among_users")
    misuse, disorder = (round(float(row["value"]) * 10) for row in rows)
    groups = [
        Group(1000 - misuse, "used it, with no misuse reported", BLUE, "o", False),
        Group(misuse - disorder, "misused it at least once, no use disorder", ORANGE, "^", True),
        Group(disorder, "met the criteria for a use disorder", PURPLE, "s", True),
    ]
    title = "Of every 1,000 US adults who used a\nbenzodiazepine within a year (2015, 2016):"
    array = Array("bzd-use", title, groups, columns=40, size=5)
    return figure_of(
        [array],
        rows,
        "Use, misuse and use disorder in one US survey.",
        (
            "Physical dependence isn't drawn, because the summary of the survey does not count "
            "it. It can be there in people of all three kinds.",
            "The source gives 17.1% for any misuse and 1.5% for use disorder. It speaks of misuse "
            "*without* a use disorder as a group of its own, so we take the second as part of the "
            "first. A use disorder without any misuse is possible; whether this survey would have "
            "found one, the summary does not say.",
            "A survey hears what people say of themselves.",
        ),
    )


def withdrawal_and_duration() -> Figure:
    """How many of 100 people had withdrawal, in three studies that counted in different ways.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = _rows(
        "withdrawal_diazepam_under_8_months",
        "withdrawal_diazepam_from_8_months",
        "withdrawal_alprazolam_8_weeks",
        "withdrawal_abrupt_strict",
        "withdrawal_abrupt_wide",
    )
    short, long, panic, strict, wide = (round(float(row["value"])) for row in rows)
    arrays = [
        Array("bzd-short", f"Diazepam, after {_UNDER}. Of every 100 people:", _yes_no(short)),
        Array("bzd-long", f"Diazepam, after {_OVER}. Of every 100 people:", _yes_no(long)),
        Array(
            "bzd-panic",
            "Alprazolam for panic, 8 weeks, reduced\nover 4 weeks. Of every 100 people:",
            _yes_no(panic),
        ),
        Array(
            "bzd-abrupt",
            "Daily for over a year, then an abrupt\nstop. Of every 100 people:",
            [
                Group(strict, "had withdrawal by the strictest definition", PURPLE, "s", True),
                Group(wide - strict, "had it by the widest definition only", ORANGE, "^", True),
            ],
        ),
    ]
    return figure_of(
        arrays,
        rows,
        "Withdrawal on stopping or reducing, in three studies at prescribed doses.",
        (
            "The first two pictures come from one study and may be compared. The third and the "
            "fourth are other people, other doses, other definitions and other ways of "
            "stopping: compare nothing across studies but the fact that they differ.",
            "The months of the first two count any benzodiazepine taken without a break, also "
            "before the study. The fourth shows the same 47 people by two definitions; by the "
            "widest, everybody is in it. How many people stand behind the others, the summaries "
            "do not say; a letter on the first study counts 14 people with withdrawal in all.",
            "Stopping at once was the method of the fourth study. It is not how these medicines "
            "should be stopped.",
            "Nothing here shows how strong the symptoms were, nor a use disorder. And nothing here "
            "is the risk of one person.",
        ),
    )


def who_goes_on() -> Figure:
    """Of 100 people who begin: how many go on for long, by three registers and three definitions.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = _rows("long_term_manitoba", "long_term_denmark", "long_term_finland")
    counts = [half_up(row["value"]) for row in rows]
    titles = (
        "Manitoba: 180 days or more, first\nepisode. Of every 100 who began:",
        "Denmark: more than one year.\nOf every 100 who began:",
        "Finland: 180 days or more, at any time\nin 10 years. Of every 100 who began:",
    )
    slugs = ("bzd-manitoba", "bzd-denmark", "bzd-finland")
    looks = ("went on for that long", "did not")
    arrays = [
        Array(slug, title, _yes_no(count, *looks))
        for slug, title, count in zip(slugs, titles, counts, strict=True)
    ]
    return figure_of(
        arrays,
        rows,
        "How many of those who begin a benzodiazepine or a Z-drug take it for long.",
        (
            "Three countries, three definitions of long: the pictures answer three questions. "
            "None of them shows how a person took the medicine, nor dependence.",
            "Registers see what was collected at the pharmacy, not what was swallowed. All three "
            "count Z-drugs as well: sleeping medicines, such as zolpidem, that act much alike.",
            "Manitoba's 4.5% is drawn as 5 of 100.",
        ),
    )


def _yes_no(count: int, yes: str = "had withdrawal", no: str = "did not") -> list[Group]:
    return [Group(count, yes, PURPLE, "s", True), Group(100 - count, no, BLUE, "o", False)]


def _rows(*series: str) -> Rows:
    return confirmed("dependence", *series)
