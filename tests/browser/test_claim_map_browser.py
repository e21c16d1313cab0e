"""The claim map on the page: filters, opening, keys, names, contrast, narrow windows."""

import json

import pytest
from test_timeline_browser import PAGE

from bzdcourse.claims import load_claims
from bzdcourse.widgets.claim_map import claim_map

OURS = ".bzd-claim-map"
SECOND = "Contradictions and omissions"


@pytest.fixture(scope="module")
def book():
    """What the claim map shows."""
    return load_claims()


@pytest.fixture
def page(browser):
    """The claim map alone on a page, with no kernel behind it."""
    widget = claim_map()
    esm = str(widget._esm).replace("export default", "globalThis.widget =")
    page = browser.new_page()
    page.set_content(PAGE.format(css=widget._css, esm=esm, view=json.dumps(widget.view)))
    page.locator(OURS).wait_for()
    yield page
    page.close()


def tile(page, claim):
    """The claim's tile in its paragraph."""
    return page.locator(f'.bzd-tiles [data-claim="{claim}"]')


def judged(book, *verdicts):
    """Ids of the claims that have one of these verdicts, as first or second."""
    return [
        claim.id
        for claim in book.claims.values()
        if {claim.verdict, claim.second_verdict} & {book.verdicts[one] for one in verdicts}
    ]


def expect_shown(page, ids, more=""):
    """Exactly these claims have a tile that can be seen, and they are counted."""
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.bzd-tiles .bzd-tile')]"
        ".filter((node) => node.offsetParent).map((node) => node.dataset.claim)"
    )
    assert sorted(shown) == sorted(ids)
    assert page.get_by_role("status").inner_text() == f"{len(ids)} of 113 claims shown.{more}"


def focused(page):
    """Id of the claim whose tile has the focus."""
    return page.evaluate("document.activeElement.dataset.claim")


def test_all_claims_show_at_first(page, book):
    """Before anything is filtered, every claim has its tile in the paragraph where it belongs."""
    expect_shown(page, list(book.claims))
    for claim in book.claims.values():
        row = page.locator(f'[data-paragraph="{claim.article.upper()}{claim.paragraph}"]')
        assert row.locator(f'.bzd-tiles [data-claim="{claim.id}"]').count() == 1


def test_a_tile_shows_its_verdicts_as_letters_and_colours(page, book):
    """Each tile has the letters of its verdicts; what has another letter has another colour."""
    colours = {}
    for claim in book.claims.values():
        chips = tile(page, claim.id).locator(".bzd-chip")
        verdicts = [claim.verdict, *filter(None, [claim.second_verdict])]
        assert chips.all_inner_texts() == [verdict.letter for verdict in verdicts]
        if claim.kind == "claim":
            for chip, verdict in zip(chips.all(), verdicts, strict=True):
                colour = chip.evaluate("node => getComputedStyle(node).backgroundColor")
                colours.setdefault(verdict.letter, set()).add(colour)
    assert len(colours) == 7
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == 7


def test_unticking_a_verdict_takes_exactly_its_claims(page, book):
    """Without its tick a verdict's claims are gone, unless another verdict keeps them."""
    for verdict in book.verdicts.values():
        count = len(judged(book, verdict.id))
        box = page.get_by_role("checkbox", name=f"{verdict.name} ({count})")
        box.uncheck()
        expect_shown(page, judged(book, *(book.verdicts.keys() - {verdict.id})))
        box.check()
    expect_shown(page, list(book.claims))


def test_a_verdict_s_count_is_what_it_shows_alone(page, book):
    """Alone, a verdict shows as many claims as stand in brackets behind it."""
    page.get_by_role("button", name="Untick all").click()
    expect_shown(page, [], " Tick a verdict and an article.")
    for verdict in book.verdicts.values():
        box = page.get_by_role("checkbox", name=f"{verdict.letter} {verdict.name}")
        box.check()
        expect_shown(page, judged(book, verdict.id))
        box.uncheck()
    page.get_by_role("button", name="Tick all", exact=True).click()
    expect_shown(page, list(book.claims))


def test_articles_and_verdicts_work_together(page, book):
    """A claim shows if its article and one of its verdicts are ticked; empty paragraphs say so."""
    page.get_by_role("checkbox", name="Article B").uncheck()
    expect_shown(page, [claim for claim in book.claims if claim.startswith("A")])
    assert not page.locator('[data-paragraph="B1"]').is_visible()
    page.get_by_role("button", name="Untick all").click()
    page.get_by_role("checkbox", name="Outdated").check()
    expect_shown(page, ["A06"])
    assert "no claim with these verdicts" in page.locator('[data-paragraph="A1"]').inner_text()
    assert "no claim here" in page.locator('[data-paragraph="A3"]').inner_text()


def test_every_claim_opens_to_all_that_is_known(page, book):
    """Each claim opens to restatement, verdicts with definitions, reasoning, sources and kind."""
    kinds = {"claim": "said in", "implied": "implied in", "omission": "left out of"}
    for claim in book.claims.values():
        own = tile(page, claim.id)
        own.click()
        assert own.get_attribute("aria-expanded") == "true"
        card = page.locator(f"#{own.get_attribute('aria-controls')} .bzd-card")
        words = " ".join(card.inner_text().split())
        place = f"paragraph {claim.article.upper()}{claim.paragraph}"
        assert words.startswith(f"{claim.id}, {kinds[claim.kind]} {place}")
        assert card.locator(".bzd-restatement").inner_text().strip()
        for verdict in filter(None, [claim.verdict, claim.second_verdict]):
            assert f"{verdict.letter} {verdict.name}. {verdict.definition}" in words
        assert card.locator("li").count() == len(claim.references)
        assert ("Why leaving it out is dangerous" in words) == bool(claim.danger)
        own.click()
        assert own.get_attribute("aria-expanded") == "false"
        assert not card.count()


def test_one_claim_of_a_paragraph_is_open(page):
    """A claim takes the place of another of its paragraph, not of one elsewhere."""
    for claim in ("A05", "A06", "B25"):
        tile(page, claim).click()
    opened = page.locator(".bzd-card .bzd-where").all_inner_texts()
    assert [words[:3] for words in opened] == ["A06", "B25"]
    page.get_by_role("button", name="Untick all").click()
    assert page.locator(".bzd-card").count() == 0


def test_a_paragraph_can_be_read_beside_its_claims(page, book):
    """A paragraph opens to its text in our words, where each mark opens its claim."""
    row = page.locator('[data-paragraph="B2"]')
    assert not row.locator(".bzd-text").is_visible()
    row.locator("summary").click()
    assert "psychiatrists" in row.locator(".bzd-text").inner_text()
    marks = row.locator(".bzd-text .bzd-tile")
    ids = [claim.id for claim in book.in_paragraph("b", 2)]
    assert marks.evaluate_all("nodes => nodes.map((node) => node.dataset.claim)") == ids
    marks.first.click()
    assert row.locator(".bzd-card .bzd-where").inner_text().startswith(ids[0])
    assert tile(page, ids[0]).get_attribute("aria-expanded") == "true"


def test_the_second_view_quotes_both_sides(page, book):
    """Contradictions have the claims of both sides, omissions their danger; filters are away."""
    page.get_by_role("radio", name=SECOND).check()
    assert page.get_by_role("status").inner_text() == "3 contradictions and 6 dangerous omissions."
    assert page.get_by_role("checkbox").count() == 0
    assert not page.locator(".bzd-columns").is_visible()
    entries = page.locator(".bzd-second > ol > li")
    for entry, one in zip(entries.all(), book.contradictions, strict=True):
        sides = entry.locator(".bzd-sides > div").all()
        for side, claims in zip(sides, (one.one_side, one.other_side), strict=True):
            quoted = side.locator("li").all_inner_texts()
            assert [words[:3] for words in quoted] == [claim.id for claim in claims]
        assert entry.inner_text().startswith(f"Article {one.one_side[0].article.upper()}. ")
    for entry, claim in zip(page.locator(".bzd-left-out > li").all(), book.omissions, strict=True):
        assert entry.inner_text().startswith(claim.id)
        assert claim.danger in entry.inner_text()


def test_a_quoted_claim_leads_into_its_paragraph(page):
    """A quoted claim opens in place, and from there in its paragraph, whatever is filtered out."""
    page.get_by_role("checkbox", name="Article A").uncheck()
    page.get_by_role("button", name="Untick all").click()
    page.get_by_role("radio", name=SECOND).check()
    quoted = page.locator('.bzd-second [data-claim="A07"]')
    quoted.click()
    assert page.locator(".bzd-second .bzd-card").inner_text().startswith("A07, said in")
    page.get_by_role("button", name="Show it in its paragraph").click()
    assert page.get_by_role("radio", name="Claims", exact=True).is_checked()
    assert focused(page) == "A07"
    assert tile(page, "A07").get_attribute("aria-expanded") == "true"
    assert page.get_by_role("checkbox", name="Article A").is_checked()
    assert page.get_by_role("checkbox", name="S Supported").is_checked()


def test_alone_by_keyboard(page, book):
    """Tab, Space, arrows and Enter are enough: change the view, filter, open a claim and a text."""
    press = page.keyboard.press
    press("Tab")
    press("ArrowRight")
    assert page.get_by_role("radio", name=SECOND).is_checked()
    press("ArrowLeft")
    press("Tab")
    press("Space")
    expect_shown(page, [claim for claim in book.claims if claim.startswith("B")])
    press("Space")
    for _ in range(2 + 7 + 2 + 1):  # past both articles, the verdicts, two buttons, how to read
        press("Tab")
    press("Enter")
    assert page.locator('[data-paragraph="A1"] .bzd-text').is_visible()
    press("Enter")
    for _ in range(3):
        press("Tab")
    assert focused(page) == "A02"
    press("ArrowRight")
    press("ArrowRight")
    assert focused(page) == "A04"
    press("End")
    press("ArrowRight")
    assert focused(page) == "A08"
    press("Home")
    press("ArrowLeft")
    assert focused(page) == "A02"
    press("Enter")
    assert page.locator('[data-paragraph="A2"] .bzd-card').is_visible()
    press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.bzd-card a')")
    press("Shift+Tab")
    press("Space")
    assert page.locator(".bzd-card").count() == 0


def test_arrows_pass_over_what_is_filtered_out(page):
    """A paragraph's tiles are one stop for Tab, also when the tile last reached is filtered out."""
    tile(page, "A02").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("A3")
    page.get_by_role("checkbox", name="S Supported").uncheck()
    page.locator('[data-paragraph="A2"] summary').focus()
    page.keyboard.press("Tab")
    assert focused(page) == "A03"
    page.keyboard.press("End")
    assert focused(page) == "A06"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("A3")


def test_the_focus_is_seen(page):
    """Whatever the keyboard reaches has an outline of two pixels or more, off its edge."""
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        tag, style, width, offset = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth),"
            " parseFloat(s.outlineOffset)]; }"
        )
        seen.add(tag)
        assert (style, width >= 2, offset >= 1) == ("solid", True, True), tag
    assert seen == {"INPUT", "BUTTON", "SUMMARY"}


def open_some(page):
    """Open the text, the legend and one claim of each paragraph that has one."""
    page.evaluate(
        "() => {"
        " for (const d of document.querySelectorAll('.bzd-claim-map details')) d.open = true;"
        " for (const row of document.querySelectorAll('.bzd-tiles'))"
        "   if (row.lastChild?.getAttribute('aria-expanded') === 'false') row.lastChild.click(); }"
    )


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_no_scrolling_sideways(page, width):
    """From 400 pixels on, and so at 200 % zoom as well, nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    open_some(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tops = [page.locator(".bzd-column").nth(n).bounding_box()["y"] for n in (0, 1)]
    assert (tops[0] == tops[1]) == (width > 640)
    page.get_by_role("radio", name=SECOND).check()
    page.locator(".bzd-second .bzd-tile").evaluate_all("all => all.forEach((one) => one.click())")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
