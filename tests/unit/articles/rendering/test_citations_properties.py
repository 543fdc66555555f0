from hypothesis import assume, given
from hypothesis import strategies as st

from articles.rendering.citations import CitationLook, fill_citations
from articles.rendering.document import DocumentRejected, ReferenceKey, render_document
from articles.rendering.plain_text import html_to_plain
from tests.unit.articles.rendering.markup import elements, markup

REFERENCES = [ReferenceKey("key", "key"), ReferenceKey("pmid-1", "pmid-1")]
looks = st.builds(
    CitationLook,
    state=st.just("matched"),
    number=st.integers(1, 99),
    words=st.text(),
    icon=st.sampled_from(["", "ok"]),
)


@given(markup(), looks)
def test_filling_all_markers_marks_each_use_once_and_changes_no_word(markdown, look):
    try:
        rendered = render_document(markdown, references=REFERENCES)
    except DocumentRejected:
        assume(False)
    uses = {(citation.token, citation.use): look for citation in rendered.citations}

    filled = fill_citations(rendered.html, uses)

    assert len(uses) == len(rendered.citations)
    assert sum(attributes.get("class") == "c-cite is-matched" for _, attributes in elements(filled)) == len(
        uses
    )
    assert html_to_plain(filled) == html_to_plain(rendered.html)
