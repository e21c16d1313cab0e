"""From Markdown to HTML that shows formulas without a script, and runs nothing."""

import pytest

from bzdcourse import data, render
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.scoring import score


@pytest.fixture
def told(demo_bank, demo_course):
    """Give the feedback on an answer to a demonstration question as HTML."""

    def tell(item_id, answer, **more):
        item = demo_bank.items[item_id]
        sources = data.references(demo_course)
        return render.feedback_html(feedback(item, score(item, answer)), sources, **more)

    return tell


def test_formulas_become_mathml():
    """A formula is MathML, which browsers show and screen readers read by themselves."""
    assert "<math" in render.markdown(r"A half-life of $t_{1/2} = \ln 2 / k$.")
    assert 'display="block"' in render.markdown("$$x^2$$")


def test_a_broken_formula_shows_its_source():
    """A formula that can't be converted is shown as it was written."""
    assert r"<code>\frac</code>" in render.inline(r"before $\frac$ after")


def test_sums_of_money_are_no_formulas():
    """Two dollar signs in a sentence don't swallow what stands between them."""
    assert render.inline("from $5 to $10") == "from $5 to $10"


def test_html_in_a_bank_is_shown_and_never_run():
    """Nothing that a text says becomes an element of the page."""
    shown = render.markdown("<script>alert(1)</script> [x](javascript:alert(1)) <b>bold</b>")
    assert "<script" not in shown
    assert "<b>" not in shown
    assert 'href="javascript' not in shown


def test_links_open_in_a_window_of_their_own():
    """Following a source never takes the notebook away, and the source can't reach back."""
    shown = render.inline("[read](https://example.org)")
    assert 'target="_blank"' in shown
    assert 'rel="noopener"' in shown


def test_plain_keeps_the_words_alone():
    """What goes into a list's entry or a name has no marks and no entities."""
    assert render.plain("**Salt** & _pepper_") == "Salt & pepper"


def test_feedback_says_all_that_there_is_to_say(told):
    """State in words, points, prompt, both answers, rationale, source, belief and section."""
    html = told(
        "demo-single",
        "green",
        misconceptions={"sky-is-green": "The sky is *green*."},
        points_text="0 of 2 points",
    )
    for part in (
        "Not right",
        "0 of 2 points",
        "<strong>clear</strong> sky",
        "Green",
        "Blue",
        "Rationale of green",
        "10.1000/demo.1960",
        "The sky is <em>green</em>.",
        '<a href="#Colours">Colours</a>',
    ):
        assert part in html
    assert "<script" not in html


def test_feedback_on_a_full_answer_sends_nobody_back(told):
    """Who has it right is not told to read again."""
    html = told("demo-single", "blue")
    assert "Right" in html
    assert "Read again" not in html


@pytest.mark.parametrize("answer", [None, "no such option", [1]])
def test_feedback_without_an_answer_still_explains(told, answer):
    """No answer or an unreadable one shows the full-credit answer and says that none counted."""
    html = told("demo-single", answer)
    assert "No credit" in html
    assert "Rationale of blue" in html


def test_unknown_sources_show_their_key(demo_bank):
    """A source that is not in the bibliography never breaks the page."""
    item = demo_bank.items["demo-single"]
    assert "doe1960" in render.feedback_html(feedback(item, score(item, "green")), {})


def test_section_addresses_are_those_of_nbconvert(demo_bank):
    """The link to a section leads to the heading's own anchor on the feedback page."""
    from nbconvert.filters import markdown2html

    item = demo_bank.items["demo-single"]
    raw = item.raw | {"section": "Who knew, and when?"}
    html = render.feedback_html(feedback(type(item)(raw), score(item, None)), {})
    anchor = markdown2html("## Who knew, and when?").split('id="')[1].split('"')[0]
    assert f'href="#{anchor}"' in html
