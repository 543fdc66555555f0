"""Templates show what they are given: no inline script or style, no sums, every component says what it takes."""

import re

import pytest

from tests.contracts.repository import texts

FORBIDDEN = {
    "script without src": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")[^>]*>", re.I
    ),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "unchecked HTML": re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape off"),
    "arithmetic": re.compile(r"\|\s*(?:add|divisibleby)\b|{%\s*widthratio\b"),
    "third-party address": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//", re.I
    ),
}
# {{ x }} in a conditional may compare, never compute; Django has no operators for sums besides these filters.
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)


def faults(text: str) -> list[str]:
    shown = COMMENT.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(shown)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "script without src"),
        ("<STYLE>p {}</STYLE>", "style element"),
        ('<p style="color: red">', "style attribute"),
        ('<a href="/" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "script address"),
        ("{{ body|safe }}", "unchecked HTML"),
        ("{% autoescape off %}", "unchecked HTML"),
        ("{{ count|add:1 }}", "arithmetic"),
        ("{% widthratio a b c %}", "arithmetic"),
        ('<img src="//tracker.example/x.gif">', "third-party address"),
    ],
)
def test_faults_are_seen(text: str, fault: str):
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/js/enhance.js" defer></script>',
        '<script type="application/ld+json">{}</script>',
        "{# <style> is not allowed #}<p>{{ safety }}</p>",
        '<a href="https://pubmed.ncbi.nlm.nih.gov/1/">',
    ],
)
def test_what_is_allowed_is_no_fault(text: str):
    assert faults(text) == []


def test_templates_have_no_faults():
    found = {
        name: problems for name, text in texts("templates", suffix=".html") if (problems := faults(text))
    }

    assert found == {}


def test_components_open_with_a_comment_that_says_what_they_take():
    silent = {
        name
        for name, text in texts("templates/components", suffix=".html")
        if not COMMENT.match(text.lstrip()) or len(COMMENT.match(text.lstrip()).group()) < 30
    }

    assert silent == set()


def test_there_is_one_document_skeleton_for_readers():
    """The page for a broken server stands alone, because it must need nothing."""
    skeletons = {
        name
        for name, text in texts("templates", suffix=".html")
        if re.search(r"<html\b", COMMENT.sub("", text), re.I) and not name.startswith("templates/admin/")
    }

    assert skeletons <= {"templates/layouts/base.html", "templates/500.html", "templates/errors/500.html"}
    assert "templates/layouts/base.html" in skeletons


def test_scripts_are_never_written_by_scripts():
    """Trusted Types would stop these in the browser; here they are found before that."""
    sinks = re.compile(
        r"\.(?:innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\("
    )
    found = {name for name, text in texts("static/js", suffix=".js") if sinks.search(text)}

    assert found == set()
