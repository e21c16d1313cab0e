"""Print HTML as nbconvert does, which parses every page with BeautifulSoup and prints the tree.

A piece in which every tag is closed prints the same alone as in its page, so a piece that comes
again need not be parsed again.
"""

from __future__ import annotations

from html.parser import HTMLParser

from bs4 import BeautifulSoup

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def printed(html: str) -> str:
    """HTML as it is printed after parsing; images without a description get nbconvert's."""
    soup = BeautifulSoup(html, features="html.parser")
    if "<img" in html.lower():
        for image in soup.select("img:not([alt])"):
            image.attrs["alt"] = "No description has been provided for this image"
    return str(soup)


def is_closed(html: str) -> bool:
    """Whether each tag is closed, and none that was not opened."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags.fit and not tags.open


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fit = True

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Closed in itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fit = False
