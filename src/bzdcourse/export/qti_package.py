"""The package around QTI items: the test that asks them, the manifest, the zip file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bzdcourse.export.questions import Question
from bzdcourse.export.xml import decimal, element
from bzdcourse.quiz.bank import Bank

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_TEST = "test.xml"
_ALWAYS = (2026, 1, 1, 0, 0, 0)
"""A time for all files: the same questions give the same package."""

_Items = list[tuple[Question, Element]]


def write_package(bank: Bank, items: _Items, path: Path) -> None:
    """Write items with a test and a manifest into a zip file."""
    files = {"imsmanifest.xml": _manifest(bank, items), _TEST: _test(bank, items)}
    files |= {_place(question): item for question, item in items}
    with ZipFile(path, "w") as package:
        for name, root in files.items():
            text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            package.writestr(ZipInfo(name, _ALWAYS), text, ZIP_DEFLATED)


def _place(question: Question) -> str:
    return f"items/{question.id}.xml"


def _test(bank: Bank, items: _Items) -> Element:
    parts = groupby((question for question, _ in items), lambda one: one.item)
    section = _section("questions", *(_part(list(together)) for _, together in parts))
    total = element("testVariables", variableIdentifier="SCORE", weightIdentifier="POINTS")
    return element(
        "assessmentTest",
        element("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"),
        element(
            "testPart",
            section,
            identifier="part",
            navigationMode="nonlinear",
            submissionMode="simultaneous",
        ),
        element(
            "outcomeProcessing",
            element("setOutcomeValue", element("sum", total), identifier="SCORE"),
        ),
        xmlns=QTI,
        identifier=_name(bank),
        title=f"{bank.lesson}: {bank.name}",
    )


def _part(together: list[Question]) -> Element:
    """One question, or a section that draws one of several."""
    references = [_reference(question) for question in together]
    if not together[0].varies:
        return references[0]
    item_id = together[0].item.id
    return _section(f"one-of-{item_id}", element("selection", select="1"), *references)


def _section(identifier: str, *parts: Element) -> Element:
    return element(
        "assessmentSection", *parts, identifier=identifier, title=identifier, visible="false"
    )


def _reference(question: Question) -> Element:
    points = decimal(question.item.points or 1)
    weight = element("weight", identifier="POINTS", value=points)
    return element("assessmentItemRef", weight, identifier=question.id, href=_place(question))


def _name(bank: Bank) -> str:
    return f"benzodiazepines-{bank.lesson}-{bank.name}"


def _manifest(bank: Bank, items: _Items) -> Element:
    schema = [element("schema", "QTIv2.1 Package"), element("schemaversion", "1.0.0")]
    depends = [element("dependency", identifierref=f"item-{one.id}") for one, _ in items]
    return element(
        "manifest",
        element("metadata", *schema),
        element("organizations"),
        element(
            "resources",
            _resource("test", "imsqti_test_xmlv2p1", _TEST, depends=depends),
            *(_item_resource(question, item) for question, item in items),
        ),
        **{"xmlns": _PACKAGE, "xmlns:imsqti": QTI, "xmlns:imsmd": _METADATA},
        identifier=_name(bank),
    )


def _resource(
    identifier: str,
    kind: str,
    place: str,
    metadata: Element | None = None,
    depends: Iterable[Element] = (),
) -> Element:
    file = element("file", href=place)
    return element(
        "resource", metadata, file, *depends, identifier=identifier, type=kind, href=place
    )


def _item_resource(question: Question, item: Element) -> Element:
    keywords = (_keyword(tag) for tag in question.tags)
    metadata = element(
        "metadata",
        element("imsmd:lom", element("imsmd:general", *keywords)),
        element("imsqti:qtiMetadata", *_interactions(item)),
    )
    place = _place(question)
    return _resource(f"item-{question.id}", "imsqti_item_xmlv2p1", place, metadata)


def _keyword(tag: str) -> Element:
    text = element("imsmd:langstring", tag, **{"xml:lang": "en"})
    return element("imsmd:keyword", text)


def _interactions(item: Element) -> Iterator[Element]:
    for part in item.iter():
        if part.tag.endswith("Interaction"):
            yield element("imsqti:interactionType", part.tag)
