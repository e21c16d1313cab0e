"""An explorer on the page: sliders, typing, teaching cases, trouble, what unfolds."""

import pytest
from explorer_page import OURS, explorer_pages, picture, reading, settle, shows, slider, typed

open_page = pytest.fixture(explorer_pages)


@pytest.fixture
def page(open_page):
    """Dose and interval."""
    return open_page()


def test_a_slider_moves_picture_number_and_field(page):
    """A step of the slider: another picture, other numbers, and the field in step with it."""
    before = picture(page)
    slider(page, "Dose").press("ArrowRight")
    shows(page, "37.5 ng/mL")
    assert picture(page) != before
    assert typed(page, "Dose mg").input_value() == "1.25"
    assert slider(page, "Dose").get_attribute("aria-valuetext") == "1.25 mg"


@pytest.mark.parametrize("done", ["Enter", "Tab"])
def test_a_typed_number_counts_when_it_is_done(page, done):
    """While one types nothing moves; with Enter or on leaving, picture and slider follow."""
    field = typed(page, "Dose mg")
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2.1")
    assert reading(page, "Average") == "30 ng/mL"
    page.keyboard.press(done)
    shows(page, "63 ng/mL")
    assert float(slider(page, "Dose").input_value()) == pytest.approx(2, abs=0.26)


@pytest.mark.parametrize("text", ["99", "-1", "e", ""])
def test_nonsense_is_named_and_the_picture_stays(page, text):
    """Out of range or no number: said in words with the range; then a good one clears it."""
    before, field = picture(page), typed(page, "Dose mg")
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    fault = page.get_by_text("Dose must be a number from 0.25 to 10 mg.")
    fault.wait_for()
    assert "The picture still shows 1 mg" in fault.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert fault.get_attribute("id") == field.get_attribute("aria-describedby")
    assert picture(page) == before
    slider(page, "Dose").press("ArrowRight")
    shows(page, "37.5 ng/mL")
    assert not page.get_by_text("Dose must be a number").is_visible()
    assert field.get_attribute("aria-invalid") == "false"


def test_choice_and_case_set_what_they_say(page):
    """Another medicine moves the numbers; another case sets all controls and says what to see."""
    page.get_by_label("Medicine").select_option("diazepam")
    page.get_by_role("img", name="Level of diazepam in plasma").wait_for()
    page.get_by_label("Teaching case").select_option("inhibitor")
    page.get_by_text("Here such an inhibitor").wait_for()
    page.get_by_role("img", name="Level of alprazolam in plasma").wait_for()
    assert typed(page, "Clearance from that day on \u00d7 before").input_value() == "0.39"


def test_back_to_the_teaching_case(page):
    """One button undoes all changes."""
    before = reading(page, "Average")
    slider(page, "Dose").press("End")
    shows(page, "300 ng/mL")
    page.get_by_role("button", name="Back to the teaching case").click()
    shows(page, before)
    assert typed(page, "Dose mg").input_value() == "1"


def test_a_refusal_of_the_model_is_told(page):
    """What the model can't show is said in its words; the picture stays until it can."""
    page.get_by_label("Medicine").select_option("triazolam")
    page.get_by_role("img", name="Level of triazolam in plasma").wait_for()
    before = picture(page)
    slider(page, "Clearance from that day on").press("Home")
    page.get_by_role("alert").filter(has_text="has no gut").wait_for()
    assert picture(page) == before
    page.get_by_role("button", name="Back to the teaching case").click()
    page.get_by_role("img", name="Level of alprazolam in plasma").wait_for()
    assert page.get_by_text("has no gut").count() == 0


def test_a_silent_kernel_is_named_and_the_picture_stays(page):
    """Without an answer in four seconds one is told why; the next answer takes it back."""
    before = picture(page)
    page.python.is_silent = True
    slider(page, "Dose").press("ArrowRight")
    page.get_by_role("alert").filter(has_text="kernel does not answer").wait_for()
    assert picture(page) == before
    page.python.is_silent = False
    slider(page, "Dose").press("ArrowRight")
    shows(page, "45 ng/mL")
    assert page.get_by_text("kernel does not answer").count() == 0


def test_only_the_latest_values_wait(page):
    """Twenty steps at once: few messages, one at a time, and the last values are shown."""
    before = page.evaluate("globalThis.sent.length")
    slider(page, "Dose").evaluate(
        """range => { for (let n = 0; n < 20; n += 1) {
          range.stepUp();
          range.dispatchEvent(new Event("input", { bubbles: true }));
        } }"""
    )
    shows(page, "180 ng/mL")
    settle(page)
    assert page.evaluate("globalThis.sent.length") - before == 2
    assert reading(page, "Average") == "180 ng/mL"


def test_changes_are_spoken_once_they_rest(page):
    """A status tells the readings when the slider has stopped, not at every step."""
    spoken = page.locator(f"{OURS} [role=status].bzd-unseen")
    assert spoken.inner_text() == ""
    page.evaluate(
        """() => {
          const status = document.querySelector(".bzd-explorer .bzd-unseen[role=status]");
          globalThis.told = 0;
          new MutationObserver(() => (globalThis.told += 1)).observe(status, { childList: true });
        }"""
    )
    for _ in range(4):
        slider(page, "Dose").press("ArrowRight")
    page.wait_for_function("() => globalThis.told > 0")
    assert "Average at steady state: 60 ng/mL; Peak" in spoken.text_content()
    assert page.evaluate("globalThis.told") == 1


def test_words_table_limits_and_sources_unfold(page):
    """Below the picture: the same in words, as a table, what is left out, and where it's from."""
    for summary, words in {
        "Text alternative": "Level of alprazolam over 5 days",
        "What this model leaves out": "70 kg",
        "Sources": "Greenblatt",
    }.items():
        details = page.locator(f"{OURS} details", has_text=summary)
        details.locator("summary").click()
        assert words in details.inner_text()
    table = page.locator(f"{OURS} details", has_text="Data as a table")
    table.locator("summary").click()
    table.locator("caption").wait_for()
    first = table.locator("tbody").inner_text()
    slider(page, "Dose").press("ArrowRight")
    shows(page, "37.5 ng/mL")
    assert table.locator("tbody").inner_text() != first
