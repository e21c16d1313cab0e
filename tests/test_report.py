"""Pages and tables on a class: what they say, what they must not, and what they say of nothing."""

import csv
import re
from datetime import timedelta
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from bzdcourse.data import CourseError
from bzdcourse.report.write import write_course, write_lesson
from classroom import ALL_RIGHT, ALL_WRONG, PARTLY
from made_class import MONDAY, inventory, learner, results_of

BELIEFS = {"sky-is-green": "The sky is green.", "counts-twice": "Each thing counts twice."}
SECRETS = ["zoe.q.secret", "=HYPERLINK(1)", "<b>bold</b>"]


def text_of(page):
    """The words of a page, without its styles."""
    html = re.sub(r"<style.*?</style>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"\s+", " ", unescape(html))


def rows_of(path):
    """A CSV file as a list of rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def write(tmp_path, demo_bank):
    """Return a function that writes the report of learners and gives folder and words."""

    def write_all(learners, **more):
        page = write_lesson(tmp_path / "reports", results_of(demo_bank, learners, **more), BELIEFS)
        return tmp_path / "reports", text_of(page)

    return write_all


@pytest.fixture
def three_each(demo_bank):
    """Twelve learners: of each sort four, one of the wrong ones with second thoughts."""
    sorts = [ALL_RIGHT, ALL_WRONG, PARTLY]
    return [
        learner(
            demo_bank,
            SECRETS[n] if n < len(SECRETS) else f"student-{n}",
            sorts[n % 3],
            began=MONDAY + timedelta(days=n),
            first={"demo-single": "blue"} if n == 1 else None,
        )
        for n in range(12)
    ]


def test_nobody_is_named_but_in_the_private_table(write, three_each):
    """Ids stand in `private/` only; there, none can act as a formula."""
    folder, _ = write(three_each)
    private = folder / "private" / "00_demo_learners.csv"
    for path in filter(lambda path: path.is_file() and path != private, folder.rglob("*")):
        content = path.read_text(encoding="utf-8-sig")
        for name in ("secret", "HYPERLINK", "bold", "student-"):
            assert name not in content, path
    rows = rows_of(private)
    assert [row["student"] for row in rows[:3]] == ["zoe.q.secret", "'=HYPERLINK(1)", "<b>bold</b>"]
    assert rows[0]["demo-single"] == "2"


def test_choices_are_counted_with_their_beliefs(write, three_each):
    """Who chose what: on the page with the belief in words, in the table with its id."""
    folder, text = write(three_each)
    rows = {row["choice"]: row for row in rows_of(folder / "00_demo_choices.csv")}
    assert (rows["Blue"]["learners"], rows["Blue"]["right"]) == ("8", "1")
    assert (rows["Green"]["learners"], rows["Green"]["misconception"]) == ("4", "sky-is-green")
    assert rows["Mauve"]["learners"] == "0"
    assert "Green Belief: The sky is green. 4 33%" in text
    assert "✓ Right: Blue 8 67%" in text
    assert "1 learner changed the first answer: 0 to the right one, 1 away from it." in text


def test_average_over_few_is_not_told(write, three_each):
    """The mean score of four people who made a choice would come close to telling theirs."""
    rows = {r["choice"]: r for r in rows_of(write(three_each)[0] / "00_demo_choices.csv")}
    assert rows["Green"]["mean_share_on_the_rest"] == ""
    assert 0 < float(rows["Blue"]["mean_share_on_the_rest"]) < 1


def test_questions_have_their_numbers(write, three_each):
    """Difficulty, correlation, open and unreadable answers, by question."""
    folder, text = write(three_each)
    rows = {row["question"]: row for row in rows_of(folder / "00_demo_questions.csv")}
    assert float(rows["demo-single"]["difficulty"]) == pytest.approx(8 / 12, abs=1e-5)
    assert float(rows["demo-single"]["item_rest"]) > 0.4
    assert rows["demo-numeric"]["not_answered"] == "4"
    assert rows["demo-single"]["objective"] == "tell-colours"
    assert "Question 3, `demo-numeric`" not in text  # Markdown is rendered
    assert "Question 3, demo-numeric : 33% left it open." in text


def test_changed_points_count_and_late_answers_are_not_told_apart(write, demo_bank):
    """What an instructor gave by hand is what is reported, also beyond the full points."""
    learners = [
        learner(demo_bank, f"s{n}", ALL_WRONG, points={"demo-single": 3.0}) for n in range(4)
    ]
    row = rows_of(write(learners)[0] / "00_demo_questions.csv")[0]
    assert float(row["difficulty"]) == 1.5


def test_written_answers_are_reported_and_waited_for(write, demo_bank, three_each):
    """A graded cell that is no question has its share; one that waits is left out and told."""
    marked = [
        learner(demo_bank, f"m{n}", ALL_RIGHT, points={"leaflet": p})
        for n, p in enumerate((4.0, 6.0, 2.0, None))
    ]
    folder, text = write(marked, more_cells={"leaflet": 6.0})
    row = rows_of(folder / "00_demo_questions.csv")[-1]
    assert (row["question"], row["learners"]) == ("leaflet", "3")
    assert float(row["difficulty"]) == pytest.approx(2 / 3, abs=1e-5)
    assert "1 learner has a written answer that waits" in text


@pytest.mark.parametrize(
    ("class_size", "answers", "told"),
    [
        (1, PARTLY, ["1 learner", "Reliability needs at least two learners", "Don't share"]),
        (2, PARTLY, ["Everybody has the same total", "at least three learners", "Don't share"]),
        (12, ALL_RIGHT, ["Everybody has the same total", "everybody earned the same here",
                         "No answer shows a known misconception"]),
        (12, {}, ["0 answers, 12 left open", "Nobody has answered it",
                  "too few answers with a time"]),
        (60, PARTLY, ["60 learners"]),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_is_told_in_sentences(write, demo_bank, class_size, answers, told):
    """One learner, equal learners, nobody answered: sentences, and nowhere NaN or None."""
    folder, text = write([learner(demo_bank, f"s{n}", answers) for n in range(class_size)])
    assert [words for words in told if words not in text] == []
    assert not re.search(r"\b(nan|inf|None)\b", text)
    for path in folder.glob("*.csv"):
        assert not re.search(r"\b(nan|inf|None)\b", path.read_text(encoding="utf-8-sig"))
    assert ("A small class" in text) == (class_size < 50)


def test_nobody_graded_is_an_error_with_the_command(write, tmp_path, demo_bank):
    """There is nothing to write, and it is said what to do."""
    with pytest.raises(CourseError, match="bzdcourse grade 00_demo"):
        write([])
    with pytest.raises(CourseError, match="Nobody's answers are graded yet"):
        write_course(tmp_path, [results_of(demo_bank, [])], BELIEFS)
    assert not (tmp_path / "reports").exists()


def test_gaps_are_told(write, demo_bank, three_each):
    """Submissions that are not graded, and grades without a submission."""
    lost = learner(demo_bank, "lost", ALL_RIGHT)
    lost = type(lost)("lost", lost.points, {}, {})
    text = write([*three_each, lost], not_graded=2)[1]
    assert "2 submissions are not graded" in text
    assert "Of 1 learner there are points, but no submission" in text


def test_times_are_drawn_and_impossible_ones_left_out(write, demo_bank, three_each):
    """A clock that is years off does not stretch the axis; a journal without times is told."""
    odd = [
        learner(demo_bank, "old", ALL_RIGHT, began=MONDAY.replace(year=1999)),
        learner(demo_bank, "none", ALL_RIGHT, began=None),
    ]
    text = write([*three_each, *odd])[1]
    assert "From 2 March 2026 to 13 March 2026" in text
    assert "2 learners left out" in text


def before_and_after(demo_bank, pairs, right_before, right_after):
    """Two rounds of the inventory: everybody with so many right answers of four."""
    lessons = []
    for when, right in (("before", right_before), ("after", right_after)):
        bank = inventory(demo_bank, when)
        people = [
            learner(
                bank,
                f"p{n}",
                {f"ci-{k}": "blue" if k < right + n % 2 else "green" for k in range(4)},
            )
            for n in range(pairs)
        ]
        one_round = learner(bank, f"only-{when}", {f"ci-{k}": "blue" for k in range(4)})
        hasty = learner(bank, "hasty", {"ci-0": "blue"})
        lessons.append(results_of(bank, [*people, one_round, hasty]))
    return lessons


def test_gain_is_of_matched_pairs(tmp_path, demo_bank):
    """From 1.5 of 4 to 2.5 of 4: 1 of 2.5; who answered once, or not all, is told and left out."""
    page = write_course(tmp_path, before_and_after(demo_bank, 12, 1, 2), BELIEFS)
    for text in (text_of(page), text_of(tmp_path / "08_after.html")):
        assert "12 learners answered at least 75% of it both times" in text
        assert "2 learners took part in one round only" in text
        assert "1 learner took part in both and left more open" in text
        assert "Normalised gain 0.40 95% interval" in text
        assert "Effect size (d) 1.91 95% interval" in text
    assert "Normalised gain" not in text_of(tmp_path / "00_before.html")


def test_question_left_open_once_is_not_compared(tmp_path, demo_bank):
    """Left open before and right after is no gain: of three questions, 1 right and then 2."""
    rounds = {
        "before": {"ci-0": "blue", "ci-1": "green", "ci-2": "green"},
        "after": {"ci-0": "blue", "ci-1": "blue", "ci-2": "green", "ci-3": "blue"},
    }
    lessons = []
    for when, answers in rounds.items():
        bank = inventory(demo_bank, when)
        lessons.append(results_of(bank, [learner(bank, f"p{n}", answers) for n in range(10)]))
    text = text_of(write_course(tmp_path, lessons, BELIEFS))
    assert "Before 33% right After 67% right Normalised gain 0.50" in text
    assert "Effect size (d) \u2013 In neither round did the scores differ" in text


def test_too_few_pairs_are_refused(tmp_path, demo_bank):
    """Nine pairs give no number, and a reason."""
    text = text_of(write_course(tmp_path, before_and_after(demo_bank, 9, 1, 2), BELIEFS))
    assert "9 learners answered at least 75% of it both times" in text
    assert "With fewer than 10 such learners no gain is reckoned" in text
    assert "Normalised gain 0" not in text


def test_inventory_is_scored_by_what_is_right(tmp_path, demo_bank):
    """Its points are for completion; the report tells how much was known."""
    page = write_lesson(tmp_path, before_and_after(demo_bank, 12, 1, 2)[0], BELIEFS)
    rows = rows_of(tmp_path / "00_before_questions.csv")
    assert rows[0]["set"] == "Concept inventory"
    assert float(rows[3]["difficulty"]) == pytest.approx(1 / 14, abs=1e-5)
    assert "Graded questions" not in text_of(page)


def test_course_lists_lessons_and_what_is_missing(tmp_path, demo_bank, three_each):
    """Each graded lesson has a row with a link; lessons without grades are named."""
    lessons = [results_of(demo_bank, three_each), results_of(demo_bank, [], lesson="09_later")]
    page = write_course(tmp_path, lessons, BELIEFS)
    assert 'href="00_demo.html"' in page.read_text(encoding="utf-8")
    assert "Nothing is graded yet in 09_later" in text_of(page)
    (row,) = rows_of(tmp_path / "course.csv")
    assert (row["lesson"], row["learners"]) == ("00_demo", "12")
    assert not (tmp_path / "09_later.html").exists()


def test_pages_stand_alone_and_are_well_built(tmp_path, demo_bank, three_each):
    """Nothing is loaded; headings in order, tables with heads, pictures with words, unique ids."""
    write_course(tmp_path, [results_of(demo_bank, three_each)], BELIEFS)
    for page in tmp_path.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"<script|<link|<img|\ssrc=|url\(http|@import", html)
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
        for table in re.findall(r"<table>.*?</table>", html, flags=re.S):
            assert "<caption>" in table and 'scope="col"' in table and 'scope="row"' in table
        pictures = re.findall(r"<svg.*?</svg>", html, flags=re.S)
        assert pictures
        for picture in pictures:
            ElementTree.fromstring(picture)
            assert 'role="img"' in picture and "<desc" in picture
