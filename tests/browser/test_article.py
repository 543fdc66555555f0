"""A person reads the first article: with the keyboard, on a phone, without scripts, on paper, at night."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import FIRST_ARTICLE

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    key: element.tagName + "|" + (element.href || element.id || element.name || element.textContent).slice(0, 120),
    visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
BLOCKS = [
    "Executive summary",
    "Market impact",
    "Key takeaways",
    "Frequently asked questions",
    "References",
    "Article history",
    "Industry reports",
]


def walk(page: Page, steps: int = 400) -> list[dict]:
    """Every element that Tab reaches, in order, until the end of the document."""
    reached: list[dict] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or (reached and focus == reached[0]):
            break
        reached.append(focus)
    return reached


def test_keyboard_reaches_every_control_and_shows_where_it_is(visit):
    page = visit(FIRST_ARTICLE, reduced_motion="reduce").page

    reached = walk(page)

    assert len(reached) > 40
    assert [focus["key"] for focus in reached if not focus["visible"]] == []
    assert [focus["key"] for focus in reached if not focus["marked"]] == []


def test_keyboard_skips_the_navigation_and_opens_a_question(visit):
    page = visit(FIRST_ARTICLE).page

    page.keyboard.press("Tab")
    expect(page.locator(".c-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    inside = page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    question = page.locator("#faq summary").first
    question.focus()
    page.keyboard.press("Enter")

    assert inside
    expect(page.locator("#faq details").first.locator("p").first).to_be_visible()


def test_a_citation_leads_to_its_reference_and_back(visit):
    page = visit(FIRST_ARTICLE).page
    marker = page.locator("a.c-cite").first
    reference = page.locator(marker.get_attribute("href"))

    marker.click()
    expect(reference).to_be_in_viewport()
    reference.locator("a[href^='#cite-']").first.click()

    expect(page.locator("a.c-cite").first).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_sticks_out_sideways(visit, width):
    page = visit(FIRST_ARTICLE, width=width).page

    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_text_of_twice_the_size_still_fits(visit):
    page = visit(FIRST_ARTICLE, width=640).page

    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")

    assert page.evaluate("() => document.documentElement.scrollWidth") <= 640


def test_phone_readers_see_headline_summary_and_impact_in_that_order(visit):
    page = visit(FIRST_ARTICLE, width=390, height=844).page

    tops = [
        page.locator(selector).first.bounding_box()["y"]
        for selector in ("h1", ".c-stand", "#summary", "#impact", "#references")
    ]
    size = page.locator(".c-prose p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")

    assert tops == sorted(tops)
    assert tops[2] < 2 * 844
    assert size >= 17


def test_article_is_complete_without_scripts(visit):
    page = visit(FIRST_ARTICLE, java_script_enabled=False).page

    headings = page.locator("h2:visible").all_inner_texts()
    question = page.locator("#faq summary").first
    question.click()

    assert [
        block
        for block in BLOCKS
        if not any(block in heading for heading in headings + page.locator("caption").all_inner_texts())
    ] == []
    expect(page.locator("#faq details").first.locator("p").first).to_be_visible()
    expect(page.locator("form[action$='/ask/'] input[name=q]").first).to_be_visible()
    assert page.locator("[data-copy]:visible, [data-print]:visible").count() == 0


def test_asking_without_scripts_leads_to_a_page(visit):
    page = visit(FIRST_ARTICLE, java_script_enabled=False).page

    page.locator("form[action$='/ask/'] input[name=q]").first.fill("What is HER2?")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_be_visible()
    assert "/ask/?q=" in page.url


def test_report_link_names_the_article(visit):
    page = visit(FIRST_ARTICLE).page

    page.get_by_role("link", name="Report a correction").first.click()

    expect(page.locator("main")).to_contain_text("HER2")


def test_paper_has_the_text_and_not_the_furniture(visit):
    page = visit(FIRST_ARTICLE).page

    page.emulate_media(media="print")

    for selector in ("nav", "form", ".c-foot__grid"):
        for element in page.locator(selector).all():
            expect(element).to_be_hidden()
    expect(page.get_by_text(re.compile("Printed from version 1"))).to_be_visible()
    expect(page.locator("#references")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_printing_opens_closed_answers_and_closes_them_again(visit):
    page = visit(FIRST_ARTICLE).page
    is_open = "() => [...document.querySelectorAll('#faq details')].every((block) => block.open)"

    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    during = page.evaluate(is_open)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")

    assert during
    assert not page.evaluate(is_open)


def test_night_readers_get_a_dark_page(visit):
    lightness = (
        "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)"
    )

    light = visit(FIRST_ARTICLE, color_scheme="light").page.evaluate(lightness)
    dark = visit(FIRST_ARTICLE, color_scheme="dark").page.evaluate(lightness)

    assert min(light) > 240
    assert max(dark) < 40


def test_reading_moves_nothing(visit):
    """Layout shift while the fonts arrive (the limit is a tenth of what search engines call good)."""
    page = visit(FIRST_ARTICLE).page

    page.wait_for_function("() => document.fonts.status === 'loaded'")
    shift = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => resolve(sum), 300);
        })"""
    )

    assert shift <= 0.01
