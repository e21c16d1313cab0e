"""Build XML of elements, texts and HTML."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

Content = Element | str | None
_MATHML = "http://www.w3.org/1998/Math/MathML"
_SCREEN_ONLY = ("target", "rel", "style")


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element with texts and elements in it, in their order; ``None`` is left out."""
    made = Element(tag, attributes)
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif part and len(made):
            made[-1].tail = (made[-1].tail or "") + part
        elif part:
            made.text = (made.text or "") + part
    return made


def body_of(html: str) -> list[Content]:
    """What a piece of HTML holds, without attributes that only a browser needs."""
    root = fromstring(f"<div>{html}</div>")
    for part in root.iter():
        for name in _SCREEN_ONLY:
            part.attrib.pop(name, None)
        if part.tag == f"{{{_MATHML}}}math":
            part.set("xmlns", _MATHML)
        part.tag = part.tag.removeprefix(f"{{{_MATHML}}}")
    content: list[Content] = [root.text]
    for part in root:
        tail, part.tail = part.tail, None
        content += [part, tail]
    return content


def percent(fraction: float) -> str:
    """A share of the points in percent; Moodle takes thirds with five decimals, and none near."""
    return decimal(round(100 * fraction, 5))


def decimal(number: float) -> str:
    """A number to fifteen digits, without an exponent."""
    digits = format(Decimal(f"{number:.15g}"), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
