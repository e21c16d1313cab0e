"""Exports read back by programs that are not ours, and the credit that a platform would give."""

import json
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

from bs4 import BeautifulSoup
from qti_convert import upgrade_qti2_to_qti3

from bzdcourse.quiz.bank import load_bank
from programs import PARSERS

PLAYER = PARSERS / "node_modules" / "@citolab" / "qti-components" / "cdn" / "index.global.js"

bank_of = cache(load_bank)
"""A bank of the course, read once for all tests."""

MOODLE_FRACTIONS = {
    sign * percent
    for percent in (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20)
    for sign in (1, -1)
} | {0}
"""What Moodle takes as the worth of an option; it refuses what is only near one of them."""


def read_gift(*paths):
    """Files as gift-pegjs reads them; one that it refuses is a dictionary with the reason."""
    command = ["node", str(PARSERS / "gift.js"), *map(str, paths)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def moodle_questions(path):
    """The questions of a Moodle XML file by id number, as elements."""
    root = ET.parse(path).getroot()
    found = [one for one in root.iter("question") if one.get("type") != "category"]
    return {one.findtext("idnumber"): one for one in found}


def moodle_credit(question, answer):
    """What Moodle gives for an answer in the form of our journals, by its own documented rules."""
    return _MOODLE[question.get("type")](question, answer)


def _worth(question, texts):
    fractions = {
        one.findtext("text"): float(one.get("fraction")) for one in question.iter("answer")
    }
    assert set(fractions.values()) <= MOODLE_FRACTIONS
    return min(1, max(0, sum(fractions[text] for text in texts) / 100))


def _first_hit(question, number):
    for target in question.iter("answer"):
        value, tolerance = float(target.findtext("text")), float(target.findtext("tolerance"))
        if abs(number - value) <= tolerance + 1e-12 * max(1, abs(value)):
            return float(target.get("fraction")) / 100
    return 0


def _pairs_in_order(question, texts):
    assert question.findtext("gradingtype") == "RELATIVE_ALL_PREVIOUS_AND_NEXT"
    key = [one.findtext("text") for one in question.iter("answer")]
    pairs = list(combinations(key, 2))
    return sum(texts.index(a) < texts.index(b) for a, b in pairs) / len(pairs)


def _rows_right(question, classes):
    rows = [one for one in question.iter("subquestion") if one.findtext("text")]
    right = [classes.get(row.findtext("text")) == row.findtext("answer/text") for row in rows]
    return sum(right) / len(right)


_MOODLE = {
    "multichoice": _worth,
    "numerical": _first_hit,
    "ordering": _pairs_in_order,
    "matching": _rows_right,
}


class Player:
    """qti-components, a QTI 3 player, in a page; items are upgraded from 2.1 on the way."""

    def __init__(self, page):
        """Load the player into an empty page."""
        page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
        page.add_script_tag(path=str(PLAYER))
        self.page, self.shown = page, 0

    def scores(self, xml, answers):
        """What an item scores for each answer, and what it tells about the last."""
        # The player shows an item anew only if its text is another.
        self.shown += 1
        upgraded = f"{upgrade_qti2_to_qti3(xml)}<!-- {self.shown} -->"
        return self.page.evaluate(_ANSWER, [upgraded, answers])


_ANSWER = """async ([xml, answers]) => {
  const container = document.querySelector("item-container");
  const event = "qti-assessment-item-connected";
  const connected = new Promise(done => document.addEventListener(event, done, { once: true }));
  container.itemXML = xml;
  await connected;
  const item = container.shadowRoot.querySelector("qti-assessment-item");
  await item.updateComplete;
  const value = name => item.variables.find(one => one.identifier === name).value;
  const scores = answers.map(answer => {
    item.updateResponseVariable("RESPONSE", answer);
    item.processResponse(true);
    return Number(value("SCORE"));
  });
  return { scores, told: [value("FEEDBACK"), value("GENERAL")].flat() };
}"""


def unzip(path):
    """The files of a package by name, as text."""
    with ZipFile(path) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def words(html):
    """The words of a piece of HTML."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


def answers_to(item):
    """Right, partly right and wrong answers to an item, without those that vary."""
    return list(_ANSWERS[item.kind](item))


def _single(item):
    yield from (option["id"] for option in item.raw["options"])


def _several(item):
    ids = [option["id"] for option in item.raw["options"]]
    wrong = [one for one in ids if one not in item.key()]
    yield from ([one] for one in ids)
    yield from (item.key(), item.key()[1:], [*item.key(), wrong[0]], ids, wrong)


def _numbers(item):
    yield from around(item.raw["key"]["value"], item.raw["key"]["tolerance"])
    yield from (wrong["value"] for wrong in item.raw["wrong"])


def around(value, tolerance):
    """A number, both ends of what is near enough, and what is just beyond them."""
    yield value
    for sign in (-1, 1):
        yield value + sign * tolerance
        yield value + sign * (tolerance * 1.01 + 1e-6)


def _orders(item):
    key = item.key()
    yield from (key, key[::-1], key[1:] + key[:1], [key[1], key[0], *key[2:]])


def _classed(item):
    key, first = item.key(), item.raw["classes"][0]["id"]
    yield from (key, dict.fromkeys(key, first), dict(list(key.items())[:2]))


_ANSWERS = {
    "single_choice": _single,
    "multiple_choice": _several,
    "numeric": _numbers,
    "ordering": _orders,
    "classification": _classed,
    "schedule": lambda _: [],
}


def write_twice(path: Path, old: str, new: str) -> Path:
    """A copy of a text file with something replaced, beside it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = path.with_stem(f"{path.stem}-spoilt")
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy
