import pytest

from articles.rendering.citations import CitationLook, fill_citations
from articles.rendering.document import render_document
from articles.rendering.plain_text import (
    html_to_plain,
    markdown_to_plain,
    print_line,
    reading_minutes,
    word_count,
)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("# Head {#x}\n\nOne *two*\nthree.", "Head One two three."),
        ("- a\n- b\n\n| c | d |\n|---|---|\n| e | f |", "a b c d e f"),
        ("It's \"quoted\" -- `it's`", "It’s “quoted” – it's"),
        ("m<sup>2</sup> and H<sub>2</sub>O<!-- hidden -->", "m2 and H2O"),
        ("a<br>b &amp; c\u00a0d", "a b & c d"),
        ("e\u0301", "é"),
        ("claim.[^1]\n\n[^1]: Note.", "claim. Note."),
        ("[out](https://example.org/) ![picture](/media/a.png)", "out"),
        ("[words](ref:anything)", "words"),
        ("<div>one</div><div>two</div>", "one two"),
        ("", ""),
    ],
)
def test_the_words_are_those_that_are_printed(markdown, plain):
    assert markdown_to_plain(markdown) == plain


def test_stored_html_and_its_markdown_have_the_same_words():
    markdown = (
        "# A {#b}\n\nSee [FDA](https://example.org/) (PMID: 33577784).[^n]\n\n[^n]: Note[^m].\n\n[^m]: More."
    )

    assert html_to_plain(render_document(markdown).html) == markdown_to_plain(markdown)


def test_filled_citations_add_no_words():
    html = render_document("See PMID: 33577784.").html
    look = CitationLook(state="matched", number=1, words="matched", icon="ok")

    assert html_to_plain(fill_citations(html, {("pmid-33577784", 1): look})) == "See PMID: 33577784."


def test_a_headline_is_printed_like_the_body():
    assert print_line("HER2's role") == "HER2’s role"


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("HER2-low — c-MET", 2), ("one two  three", 3), ("β 5", 2), ("… - !", 0)]
)
def test_words_are_stretches_with_a_letter_or_digit(text, words):
    assert word_count(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (345, 2), (1_396, 6), (2_300, 10)])
def test_reading_takes_a_minute_for_230_words(words, minutes):
    assert reading_minutes(words) == minutes
