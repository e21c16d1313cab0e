"""An explorer on the page: sliders, typing, keys, predictions, trouble, narrow windows."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from bzdcourse.explorers.base import LABEL
from bzdcourse.widgets.explorer import explore

OURS = ".bzd-explorer"

# The page without Jupyter: the widget's own module and style, and Python behind it by a function.
PAGE = """<!doctype html><html lang="en"><title>Explorer</title>
<style>{css} body {{ {theme} background: var(--jp-layout-color0); }}</style>
<main id="place"></main><script type="module">{esm}
  const view = {view};
  const hear = [];
  globalThis.sent = [];
  const model = {{
    get: () => view,
    on: (name, listen) => hear.push(listen),
    off: () => {{}},
    send: async (message) => {{
      globalThis.sent.push(message);
      const reply = await globalThis.askPython(message);
      if (reply) for (const listen of hear) listen(reply);
    }},
  }};
  globalThis.widget.render({{ model, el: document.getElementById("place") }});
</script></html>"""
LIGHT = "--jp-layout-color0: #fff;"
DARK = (
    "--jp-layout-color0: #111; --jp-layout-color2: #424242; --jp-content-font-color1: #fff;"
    "--jp-content-font-color2: rgba(255, 255, 255, 0.7); --jp-border-color1: #616161;"
    "--jp-border-color2: #424242; color-scheme: dark;"
)


class Python:
    """The kernel's end: answers as the widget does, unless it is told to be silent."""

    def __init__(self, widget):
        self.widget = widget
        self.is_silent = False
        self.replies = []
        widget.send = lambda content, *_: self.replies.append(content)

    def __call__(self, message):
        """The reply to one message; none while silent."""
        if self.is_silent:
            return None
        self.widget._on_message(self.widget, message, [])
        return self.replies.pop()


@pytest.fixture
def open_page(browser):
    """Return a function that opens an explorer alone on a page, Python behind it."""
    pages = []

    def opened(explorer_id="dose-and-interval", width=1200, theme=LIGHT):
        widget = explore(explorer_id)
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(10_000)
        pages.append(page)
        page.python = Python(widget)
        page.expose_function("askPython", page.python)
        esm = str(widget._esm).replace("export default", "globalThis.widget =")
        view = json.dumps(widget.view).replace("</", "<\\/")
        page.set_content(PAGE.format(css=widget._css, esm=esm, view=view, theme=theme))
        page.locator(f"{OURS} svg").first.wait_for()
        settle(page)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def page(open_page):
    """Dose and interval."""
    return open_page()


def settle(page):
    """Until every message sent has been answered."""
    page.wait_for_function("() => globalThis.sent.length > 0")
    page.wait_for_timeout(120)


def picture(page):
    """The first picture's markup."""
    return page.locator(f"{OURS} .bzd-panels svg").first.evaluate("node => node.outerHTML")


def reading(page, label):
    """What stands below a headline."""
    return page.locator(f"{OURS} .bzd-readings > div", has_text=label).locator("dd").inner_text()


def shows(page, text):
    """Wait until a headline number says exactly this."""
    page.locator(f"{OURS} dd").get_by_text(text, exact=True).wait_for()


def slider(page, name):
    """A slider by the whole of its name."""
    return page.get_by_role("slider", name=name, exact=True)


def typed(page, name):
    """The place to type a number, by name and unit."""
    return page.get_by_role("spinbutton", name=name, exact=True)


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


def test_predict_first_alone_by_keyboard(page):
    """Switch on, move, predict, ask: by keys alone, and the picture waits until one has asked."""
    before = picture(page)
    page.get_by_role("checkbox", name="Predict first").focus()
    page.keyboard.press("Space")
    slider(page, "Dose").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_text("The picture waits for your prediction.").wait_for()
    assert picture(page) == before
    page.get_by_role("group", name="Average at steady state").get_by_label("goes up").focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show what the model says").focus()
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="what the model says")
    told.wait_for()
    lines = told.get_by_role("listitem").all_inner_texts()
    assert "You: goes up. Model: goes up, from 30 ng/mL to 45 ng/mL. As predicted." in lines[0]
    assert "Otherwise than predicted." in lines[3]
    assert "You: no prediction." in lines[1]
    assert ">before</text>" in picture(page)
    assert not page.get_by_role("radio", checked=True).count()


def test_a_prediction_needs_a_change_and_a_choice(page):
    """Without either one is told what is missing; switched off, the picture follows again."""
    box = page.get_by_role("checkbox", name="Predict first")
    box.check()
    ask = page.get_by_role("button", name="Show what the model says")
    ask.click()
    page.get_by_text("Predict at least one of them first.").wait_for()
    page.get_by_role("group", name="Peak").get_by_label("goes down").check()
    ask.click()
    page.get_by_text("Change a setting first.").wait_for()
    slider(page, "Dose").press("ArrowRight")
    assert reading(page, "Average") == "30 ng/mL"
    box.uncheck()
    shows(page, "37.5 ng/mL")
    assert not ask.is_visible()


def test_everything_is_reached_by_tab(page):
    """Tab goes through every control in the order in which they stand."""
    page.keyboard.press("Tab")
    seen = []
    for _ in range(40):
        name = page.evaluate(
            "() => { const e = document.activeElement; return e.closest('.bzd-explorer') &&"
            " `${e.tagName} ${e.type ?? ''}`; }"
        )
        if not name:
            break
        seen.append(name)
        page.keyboard.press("Tab")
    sliders = len([one for one in seen if one == "INPUT range"])
    assert sliders == len([one for one in seen if one == "INPUT number"]) == 8
    assert seen.count("SELECT select-one") == 2
    assert seen.count("SUMMARY ") == 4


@pytest.mark.parametrize(("width", "theme"), [(380, LIGHT), (1200, DARK)], ids=["light", "dark"])
def test_axe_finds_nothing(open_page, width, theme):
    """axe-core has nothing to say: narrow and light, wide and dark, all unfolded."""
    page = open_page("half-life-and-metabolite", width, theme)
    page.get_by_role("checkbox", name="Predict first").check()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.locator("caption").wait_for()
    found = Axe().run(page, context={"include": [[OURS]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("width", [380, 700, 1200])
def test_no_scrolling_sideways(open_page, width):
    """From 380 pixels on nothing is wider than the window, and the picture has the room's width."""
    page = open_page("half-life-and-metabolite", width)
    page.get_by_role("checkbox", name="Predict first").check()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.locator("caption").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown, drawn = page.locator(f"{OURS} svg").first.evaluate(
        "svg => [svg.getBoundingClientRect().width, svg.viewBox.baseVal.width]"
    )
    assert shown == pytest.approx(drawn, abs=9)


def test_pictures_follow_the_room(page):
    """In a narrower window the picture is drawn anew, so that its letters keep their size."""
    page.set_viewport_size({"width": 420, "height": 900})
    page.wait_for_function(
        "() => { const svg = document.querySelector('.bzd-panels svg'); return Math.abs("
        "svg.getBoundingClientRect().width - svg.viewBox.baseVal.width) < 9; }"
    )
    sizes = page.locator(f"{OURS} svg text").evaluate_all(
        "texts => texts.map((text) => text.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10


def test_narrow_windows_show_pictures_before_settings(open_page):
    """Side by side where there is room; else the picture stands above the settings."""
    for width, is_beside in ((1200, True), (380, False)):
        page = open_page(width=width)
        settings = page.locator(".bzd-settings").bounding_box()
        drawn = page.locator(".bzd-panels").bounding_box()
        assert (drawn["x"] > settings["x"] + settings["width"]) == is_beside
        assert (drawn["y"] + drawn["height"] < settings["y"]) == (not is_beside)


def test_label_stands_in_every_picture(open_page):
    """Every picture says that it is a teaching model's."""
    page = open_page("half-life-and-metabolite")
    pictures = page.locator(f"{OURS} svg")
    assert pictures.count() == 2
    for one in pictures.all():
        assert one.get_by_text(LABEL).is_visible()
