"""What must not travel to a learner: the secrets of a bank, their disguises, and other keys."""

import base64
import codecs
import gzip
import json


def files_of(folder):
    """Every file below a folder with its content."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def secrets_of(bank):
    """Every text of a bank that must not travel: rationales, misconceptions and formulas."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            for name, value in node.items():
                if name in {"rationale", "misconception", "formula"}:
                    found.append(value)
                walk(value)
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(bank)
    return found


def encodings_of(text):
    """A text in every disguise in which it might slip through."""
    raw = text.encode()
    yield raw
    yield raw[::-1]
    yield raw.hex().encode()
    yield codecs.encode(text, "rot13").encode()
    yield json.dumps(text)[1:-1].encode()
    yield raw.decode().encode("utf-16-le")
    # base64 in its three alignments, less the characters that depend on the neighbours.
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]
    yield gzip.compress(raw, mtime=0)[10:-8]


def change_every_key(bank):
    """Give every item of the demonstration another key; the bank stays valid."""
    items = {item["id"]: item for item in bank["items"]}
    swap_right_and_wrong(items["demo-single"], ["green"])
    swap_right_and_wrong(items["demo-multiple"], ["violet", "white"])
    items["demo-numeric"]["key"]["value"] = 7
    items["demo-calculation"]["key"] = {"formula": "7 * duration_h", "tolerance_percent": 2}
    items["demo-calculation"]["wrong"][0]["formula"] = "distance_km + duration_h"
    items["demo-ordering"]["key"] = ["four", "two", "three", "one"]
    items["demo-ordering"]["wrong"][0].update(before="one", after="two")
    change_schedule(items["demo-schedule"])
    for row in items["demo-classification"]["rows"]:
        row["key"] = {"warm": "cool", "cool": "warm"}[row["key"]]


def change_schedule(item):
    """Ask for another rule, weigh its constraints in another way, and give another key."""
    item["rule"]["stages"] = [{"above_mg": 0, "high": 40, "at_least_days": 3}]
    item["rule"]["ceiling"].update(percent=50, days=10)
    item["rule"]["last_dose_mg"] = 4
    item["constraints"]["steps"]["weight"] = 7
    item["key"] = [[3, 5], [3, 4], [7, 4], [3, 3], [0, 0]]


def swap_right_and_wrong(item, key):
    """Make these options the right ones."""
    item["key"] = key if isinstance(item["key"], list) else key[0]
    for option in item["options"]:
        option.pop("misconception", None)
        if option["id"] not in key:
            option["misconception"] = "sky-is-green"
