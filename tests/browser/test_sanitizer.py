"""No payload runs: each is shown without any content security policy, then clicked, focused and pointed at.

An execution shows itself by `alert` and its kin, by a request to somewhere else, by another title, or by a global
variable. Payloads shown as they are prove that all of this is seen.
"""

import html
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from articles.rendering.citations import CitationLook, fill_citations
from articles.rendering.document import DocumentRejected, ReferenceKey, render_document
from articles.rendering.plain_text import markdown_to_plain
from articles.rendering.sanitize import sanitize_html
from tests.browser.payloads import PLACES, all_payloads

pytestmark = pytest.mark.browser

PAGE = "https://site.example/"
AT_ONCE = 40
EXECUTE_UNSANITIZED_AT_LEAST = 30

HOOKS = """
window.executions = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.executions.push(`${name} ${words.join(" ")}`.slice(0, 80)); };
for (const name of ["write", "writeln"]) document[name] = words => { window.executions.push(`document.${name}`); };
// Links that a reader may follow are not followed here; all others act as they would.
window.addEventListener("click", event => {
  const link = event.target.closest && event.target.closest("a[href]");
  if (link && link.protocol && ["http:", "https:", "mailto:"].includes(link.protocol)) {
    if (link.host && link.host !== location.host && !/^https?:/i.test(link.getAttribute("href"))) window.executions.push("leads to " + link.href);
    event.preventDefault();
  }
}, true);
window.known = new Set([...Object.getOwnPropertyNames(window), "known", "event"]);
"""
PROVOKE_AND_LOOK = """
async () => {
  const names = ["mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "mouseout", "pointerover", "pointerdown", "wheel", "scroll", "copy",
    "drag", "toggle", "animationstart", "transitionend", "input", "change", "keydown", "keyup", "contextmenu", "dblclick"];
  for (const element of document.querySelectorAll("body *")) {
    try {
      for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true }));
      if (element.focus) { element.focus(); element.blur(); }
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true }));
    } catch { }
  }
  await new Promise(done => setTimeout(done, 80));
  const found = [...window.executions];
  if (document.title !== "clean") found.push(`title ${document.title}`);
  for (const name of Object.getOwnPropertyNames(window)) if (!window.known.has(name) && !/^[0-9]+$/.test(name)) found.push(`global ${name}`);
  for (const element of document.querySelectorAll("[id], [name]"))
    for (const name of [element.id, element.getAttribute("name")])
      if (name && (document[name] === element || name in HTMLDocument.prototype || name in Document.prototype)) found.push(`clobbers ${name}`);
  return found;
}
"""


@dataclass
class Watch:
    """A page that shows HTML, and what it did that it must not."""

    page: Any
    markup: str = ""
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(HOOKS)
        self.page.on("dialog", lambda dialog: (self.seen.append("dialog"), dialog.dismiss()))
        self.page.on("popup", lambda popup: (self.seen.append("popup"), popup.close()))
        self.page.route("**/*", self._answer)

    def _answer(self, route: Any) -> None:
        if route.request.url == PAGE and not self.seen:
            body = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>clean</title><body>{self.markup}</body></html>'
            route.fulfill(content_type="text/html; charset=utf-8", body=body)
            return
        if route.request.url.startswith(f"{PAGE}media/"):
            route.fulfill(status=404)
            return
        self.seen.append(f"request {route.request.url[:80]}")
        route.abort()

    def executions(self, markup: str) -> list[str]:
        """What happens when the HTML is shown and everything on the page is used."""
        self.markup, self.seen = markup, []
        try:
            self.page.goto(PAGE, wait_until="domcontentloaded", timeout=5_000)
            return self.page.evaluate(PROVOKE_AND_LOOK) + self.seen
        except Error as error:
            return [*self.seen, f"left the page: {str(error).splitlines()[0]}"]


@pytest.fixture
def watch(chromium: Browser):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(5_000)
    yield Watch(page)
    context.close()


def executed(watch, shown):
    """The pieces of HTML that execute something, with what: many on a page, one by one where something was found."""
    found = {}
    for start in range(0, len(shown), AT_ONCE):
        together = shown[start : start + AT_ONCE]
        if watch.executions("\n".join(f"<section>{piece}</section>" for piece in together)):
            found |= {piece: seen for piece in together if (seen := watch.executions(piece))}
            found = found or {"together": watch.seen}
    return found


def rendered(payload, places):
    """The payload in places of a text, as far as it is not refused, with contents and filled citations."""
    look = CitationLook(state="matched", number=1, words=payload, icon="ok")
    for number, place in enumerate(places):
        markdown = place.format(payload)
        try:
            document = render_document(
                markdown, references=[ReferenceKey("key", "key")], anchor_prefix=f"n{number}-"
            )
        except DocumentRejected:
            continue
        contents = "".join(
            f'<a href="#{entry.anchor}">{html.escape(entry.label)}</a>' for entry in document.toc
        )
        yield contents + fill_citations(
            document.html, {(use.token, use.use): look for use in document.citations}
        )


def test_payloads_execute_when_they_are_shown_as_they_are(watch):
    payloads = all_payloads()[::3]

    assert sum(bool(watch.executions(payload)) for payload in payloads) >= EXECUTE_UNSANITIZED_AT_LEAST


def test_no_sanitized_payload_executes(watch):
    assert executed(watch, [str(sanitize_html(payload)) for payload in all_payloads()]) == {}


def test_no_rendered_payload_executes(watch):
    payloads = all_payloads()
    others = PLACES[1:]
    shown = [
        piece
        for number, payload in enumerate(payloads)
        for piece in rendered(payload, [PLACES[0], others[number % len(others)]])
    ]

    assert len(shown) > len(payloads)
    assert executed(watch, shown) == {}


@pytest.mark.long
def test_no_payload_executes_in_any_place_of_a_text(watch):
    assert executed(watch, [piece for payload in all_payloads() for piece in rendered(payload, PLACES)]) == {}


def test_plain_text_of_payloads_is_shown_as_words(watch):
    shown = [html.escape(markdown_to_plain(payload)) for payload in all_payloads()]

    assert executed(watch, shown) == {}
