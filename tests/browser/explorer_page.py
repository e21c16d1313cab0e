"""An explorer on a page without Jupyter, Python behind it by a function."""

import json

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


DRAWN_FOR_ITS_ROOM = """() => {
  const svg = document.querySelector(".bzd-panels svg");
  return Math.abs(svg.getBoundingClientRect().width - svg.viewBox.baseVal.width) < 9;
}"""


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


def explorer_pages(browser):
    """Yield a function that opens an explorer alone on a page; then close them all."""
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
