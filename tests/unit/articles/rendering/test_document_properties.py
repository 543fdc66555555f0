import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.rendering.document import DocumentRejected, ReferenceKey, render_document
from articles.rendering.headings import PAGE_IDS
from articles.rendering.input_checks import explain
from articles.rendering.plain_text import html_to_plain
from articles.rendering.sanitize import ALLOWED_TAGS, is_safe_address
from tests.unit.articles.rendering.markup import elements, markup

REFERENCES = [ReferenceKey("key", "key"), ReferenceKey("pmid-1", "pmid-1")]
OUR_CLASSES = {
    "c-cite",
    "c-ext",
    "c-table",
    "c-note-ref",
    "c-note-back",
    "c-notes",
    "u-hidden",
    "is-center",
    "is-right",
}
OUR_ATTRIBUTES = {
    "href", "title", "src", "alt", "width", "height", "start", "colspan", "rowspan", "id", "class", "data-cite", "data-use", "rel", "role",
    "tabindex", "aria-label", "scope",
}  # fmt: skip


def rendered_or_none(markdown):
    try:
        return render_document(markdown, references=REFERENCES)
    except DocumentRejected:
        return None


@given(markup(60))
def test_a_refusal_says_why_and_where(markdown):
    try:
        render_document(markdown, references=REFERENCES)
    except DocumentRejected as refused:
        problems = refused.problems
    else:
        assume(False)

    assert problems
    assert all(problem.blocks and explain(problem) for problem in problems)


@given(markup(60))
def test_only_listed_tags_attributes_and_classes_are_ever_printed(markdown):
    rendered = rendered_or_none(markdown)
    assume(rendered)

    for tag, attributes in elements(rendered.html):
        assert tag in ALLOWED_TAGS | {"section", "span"}
        assert set(attributes) <= OUR_ATTRIBUTES
        assert attributes.get("class", "c-cite") in OUR_CLASSES
        assert is_safe_address(attributes.get("href", "#"))
        assert attributes.get("src", "/media/").startswith("/media/")


@given(markup(60))
def test_ids_are_unique_and_not_the_pages(markdown):
    rendered = rendered_or_none(markdown)
    assume(rendered)

    ids = [attributes["id"] for _, attributes in elements(rendered.html) if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not PAGE_IDS & set(ids)
    assert {entry.anchor for entry in rendered.toc} | {block.anchor for block in rendered.blocks} <= set(ids)


@given(markup(60))
def test_markers_and_citations_correspond(markdown):
    rendered = rendered_or_none(markdown)
    assume(rendered)

    markers = [attributes for _, attributes in elements(rendered.html) if "data-cite" in attributes]
    assert [(marker["data-cite"], int(marker["data-use"])) for marker in markers] == [
        (use.token, use.use) for use in rendered.citations
    ]


@given(markup(60))
def test_levels_and_blocks_are_in_order_and_their_words_on_the_page(markdown):
    rendered = rendered_or_none(markdown)
    assume(rendered)

    plain = html_to_plain(rendered.html)
    assert all(block.text and block.text in plain for block in rendered.blocks)
    assert all(use.printed in use.sentence for use in rendered.citations)


@given(
    st.lists(st.integers(1, 99_999_999), min_size=1, max_size=8),
    st.sampled_from(["PMID: {}", "PMID {}", "pmid{}", "PubMed ID {}"]),
)
def test_every_number_in_running_text_is_kept_in_order(numbers, spelling):
    markdown = "\n\n".join(f"Result {spelling.format(number)} was *shown*." for number in numbers)

    rendered = render_document(markdown)

    assert [use.token for use in rendered.citations] == [f"pmid-{number}" for number in numbers]


@given(st.text(max_size=300))
def test_any_text_is_rendered_or_refused(markdown):
    rendered_or_none(markdown)


@pytest.mark.parametrize("prefix", ["", "faq-3-"])
@given(markdown=markup())
def test_every_id_has_the_prefix(prefix, markdown):
    try:
        rendered = render_document(markdown, references=REFERENCES, anchor_prefix=prefix)
    except DocumentRejected:
        assume(False)

    assert all(
        attributes["id"].startswith(prefix) for _, attributes in elements(rendered.html) if "id" in attributes
    )
