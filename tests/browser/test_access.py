"""For every eye, hand and ear: names, contrast, axe, narrow windows, large text."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# Text against what really lies behind it, by WCAG 2's formula. axe does not see it in a notebook.
LOW_CONTRAST = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) =>
    [r, g, b].map((c, n) => c * a + below[n] * (1 - a)).concat(1);
  const behind = (node) => {
    if (!node) return [255, 255, 255, 1];
    const own = rgba(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(node.parentElement));
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const low = [];
  let seen = 0;
  for (const widget of document.querySelectorAll(".bzd-question, .bzd-progress")) {
    const texts = document.createTreeWalker(widget, NodeFilter.SHOW_TEXT);
    const nodes = [...widget.querySelectorAll("input")];
    while (texts.nextNode())
      if (texts.currentNode.data.trim()) nodes.push(texts.currentNode.parentElement);
    for (const node of nodes) {
      const ground = behind(node);
      const ink = over(rgba(getComputedStyle(node).color), ground);
      const [a, b] = [luminance(ink), luminance(ground)].sort((x, y) => y - x);
      seen += 1;
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) low.push(`${ratio.toFixed(2)}: ${node.outerHTML.slice(0, 80)}`);
    }
  }
  return { seen, low };
}"""

TOO_WIDE = """() => [...document.querySelectorAll(".bzd-question, .bzd-progress")]
  .flatMap((widget) => {
  const edge = widget.getBoundingClientRect().right + 1;
  const area = widget.closest(".jp-OutputArea-output");
  const inside = [...widget.querySelectorAll(":not(.bzd-unseen)")]
    .filter((node) => node.getBoundingClientRect().right > edge)
    .map((node) => node.outerHTML.slice(0, 80));
  return area.scrollWidth > area.clientWidth + 1 ? ["scrolls", ...inside] : inside;
})"""

SMALL_TARGETS = """() => [...document.querySelectorAll(".bzd-question, .bzd-progress")]
  .flatMap((widget) =>
  [...widget.querySelectorAll("button, select, input")]
    .map((node) => node.closest("label.bzd-option") ?? node)
    .filter((node) => node.offsetParent)
    .map((node) => [node.getBoundingClientRect(), node.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width < 24 || box.height < 24)
    .map(([, what]) => what))"""


@pytest.fixture(scope="module")
def full(desk, window):
    """The lesson with something to read in every place: feedback, an answer, an alert."""
    desk.clear()
    lesson = window.run()
    check = lesson.question("check-grass")
    check.get_by_label("Blue").click()
    check.get_by_role("button", name="Check my answer").click()
    check.locator(".bzd-verdict").wait_for()
    lesson.question("demo-single").get_by_label("Blue").click()
    lesson.question("demo-numeric").get_by_role("textbox").fill("many")
    lesson.question("demo-numeric").get_by_role("textbox").press("Enter")
    lesson.alert("demo-numeric").get_by_text("Not saved").wait_for()
    yield lesson
    lesson.change_theme("JupyterLab Light")
    lesson.show_all_of_lab()


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark"])
def theme(request, full):
    """Both themes, one after the other."""
    full.change_theme(request.param)
    return request.param


def test_axe_finds_nothing(full, theme):
    """axe-core has nothing to say inside the widgets."""
    found = Axe().run(full.page, context={"include": [[".bzd-question"], [".bzd-progress"]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


def test_all_text_has_contrast(full, theme):
    """Every text in the widgets stands out by 4.5 to 1 from what lies behind it."""
    result = full.page.evaluate(LOW_CONTRAST)
    assert result["low"] == []
    assert result["seen"] > 60


def test_every_control_and_every_question_has_a_name(full):
    """In the accessibility tree no control is nameless, and groups tell the question."""
    nodes = full.accessibility_tree()
    groups = [node for node in nodes if node["role"] == "group"]
    names = [group["name"] for group in groups]
    assert len(names) == 10
    assert "Question 1 of 7 (2 points)" in names[3]
    assert "What colour has a clear sky at noon" in names[3]
    controls = {"radio", "checkbox", "textbox", "combobox", "button", "link", "progressbar"}
    found = [node for node in nodes if node["role"] in controls]
    assert len(found) > 35
    assert [node for node in found if not node["name"]] == []
    labels = [node["name"] for node in found]
    assert "Position of “Three”, 1 to 4" in labels
    assert "The sea" in labels
    assert "Your answer (years)" in labels


def test_live_regions_are_there(full):
    """Each question has a polite place for "Saved" and an assertive one for trouble."""
    for question in full.page.locator(".bzd-question").all():
        assert question.get_by_role("alert").count() == 1
        assert question.locator('[role="status"]').count() >= 2


@pytest.mark.parametrize("width", [400, 1200])
def test_nothing_is_wider_than_its_place(full, width):
    """At 400 pixels nothing is cut off, and every target is at least 24 pixels large."""
    full.show_only_the_notebook(width, 900)
    assert full.page.evaluate(TOO_WIDE) == []
    assert full.page.evaluate(SMALL_TARGETS) == []


def test_text_at_twice_its_size(full):
    """At 200 % nothing is cut off: the page has half the room, each thing twice its size."""
    full.show_only_the_notebook(640, 450)
    assert full.page.evaluate(TOO_WIDE) == []


def test_the_focus_is_seen(full):
    """What the keyboard reaches has an outline of two pixels or more, off its edge."""
    full.show_all_of_lab()
    full.question("demo-single").get_by_role("radio").first.focus()
    for _ in range(12):
        full.press("Tab")
        assert full.page.evaluate("() => !!document.activeElement.closest('.bzd-question')")
        style = full.page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth), parseFloat(s.outlineOffset)]; }"
        )
        assert style[0] == "solid"
        assert style[1] >= 2
        assert style[2] >= 1
