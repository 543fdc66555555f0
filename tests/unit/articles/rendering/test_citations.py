import time

import pytest

from articles.rendering.citations import CitationLook, fill_citations, sentence_hash
from articles.rendering.document import ReferenceKey, render_document

MATCHED = CitationLook(state="matched", number=3, words="matched", icon="ok")


def test_a_marker_gets_state_icon_and_hidden_words():
    html = render_document("(PMID: 35671013)").html

    assert fill_citations(html, {("pmid-35671013", 1): MATCHED}) == (
        '<p id="intro-1">(<a class="c-cite is-matched" data-cite="pmid-35671013" data-use="1" id="cite-pmid-35671013-1" '
        'href="#ref-pmid-35671013">PMID: 35671013<svg class="c-icon" aria-hidden="true" focusable="false">'
        '<use href="#i-ok"/></svg><span class="u-hidden">, matched, reference 3</span></a>)</p>'
    )


def test_without_icon_there_is_no_picture():
    html = render_document("[the *guidance*](ref:fda)", references=[ReferenceKey("fda", "fda")]).html
    look = CitationLook(state="linked", number=4, words="linked document", icon="")

    filled = fill_citations(html, {("fda", 1): look})

    assert 'class="c-cite is-linked"' in filled
    assert "the <em>guidance</em><span" in filled
    assert "svg" not in filled


def test_a_marker_without_look_stays_a_plain_link():
    html = render_document("PMID: 1 and PMID: 1").html

    filled = fill_citations(html, {("pmid-1", 2): MATCHED})

    assert filled.count('class="c-cite"') == 1
    assert filled.count('class="c-cite is-matched"') == 1
    assert fill_citations(html, {}) == html


def test_words_of_a_state_are_escaped():
    look = CitationLook(state="matched", number=1, words="<b>&", icon="ok")

    assert "&lt;b&gt;&amp;, reference" in fill_citations(
        render_document("PMID: 1").html, {("pmid-1", 1): look}
    )


@pytest.mark.parametrize(
    "look", [CitationLook('x" y', 1, "w", ""), CitationLook("x", 1, "w", 'a"b'), CitationLook("", 1, "w", "")]
)
def test_states_and_icons_must_be_slugs(look):
    with pytest.raises(ValueError, match="must be slugs"):
        fill_citations(render_document("PMID: 1").html, {("pmid-1", 1): look})


def test_text_that_looks_like_a_marker_is_not_one():
    marker = '<a class="c-cite" data-cite="pmid-1" data-use="1" id="x" href="#y">z</a>'
    html = render_document(
        f"{marker} `{marker}` &lt;a class=\"c-cite\" data-cite=&quot;\n\n    {marker}\n\n[t](/x '{marker}')"
    ).html

    assert fill_citations(html, {("pmid-1", 1): MATCHED}) == html


def test_filling_takes_linear_time():
    html = render_document("PMID: 33577784.\n\n" * 1_000).html
    looks = {("pmid-33577784", use): MATCHED for use in range(1, 1_001)}
    started_at = time.thread_time()

    filled = fill_citations(html, looks)

    assert filled.count("is-matched") == 1_000
    assert time.thread_time() - started_at < 1


def test_a_sentence_keeps_its_hash_when_only_the_numbers_spelling_or_capitals_change():
    first = sentence_hash("Shown before (PMID: 33577784), again.", "PMID: 33577784")

    assert sentence_hash("shown  before (PMID 33577784), again.", "PMID 33577784") == first
    assert sentence_hash("Shown before PMID#33577784, again.", "PMID#33577784") == first
    assert sentence_hash("Shown before, again.", "") == first
    assert len(first) == 64


def test_a_changed_sentence_has_another_hash():
    before = sentence_hash("It doubled survival (PMID: 1; PMID: 2).", "PMID: 1")

    assert sentence_hash("It tripled survival (PMID: 1; PMID: 2).", "PMID: 1") != before
    assert sentence_hash("It doubled survival (PMID: 1; PMID: 3).", "PMID: 1") != before
