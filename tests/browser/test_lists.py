"""Front page and topics in a real Chromium: by keyboard, on a narrow screen, without script."""

import pytest

pytestmark = pytest.mark.browser

SKIP_LINK = "Skip to main content"
TABS = 60


def focused(page) -> str:
    return page.evaluate("document.activeElement.innerText || ''").strip()


def tab_to(page, words: str) -> None:
    """Presses Tab until what has the focus says `words` and no more."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if focused(page) == words:
            return
    raise AssertionError(f"{words!r} was not reached with {TABS} Tabs")


def test_a_reader_sorts_a_topic_and_opens_an_article_with_the_keyboard(visit):
    page = visit("/topics/her2/", java_script_enabled=True).page

    page.keyboard.press("Tab")
    assert focused(page) == SKIP_LINK
    page.keyboard.press("Enter")
    tab_to(page, "Commercial")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("?sort=-commercial"))
    assert page.locator("th[aria-sort=descending]").inner_text().split()[-1] == "Commercial"

    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("path", ["/", "/topics/", "/topics/her2/", "/articles/", "/standards/"])
def test_pages_fit_a_screen_of_320_pixels_and_need_no_script(visit, path: str):
    page = visit(path, width=320, java_script_enabled=False).page

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("h1").count() == 1
