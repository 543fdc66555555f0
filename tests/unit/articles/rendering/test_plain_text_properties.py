import unicodedata

from hypothesis import assume, given

from articles.rendering.document import DocumentRejected, render_document
from articles.rendering.plain_text import html_to_plain, markdown_to_plain
from tests.unit.articles.rendering.markup import markup


@given(markup())
def test_plain_text_is_composed_with_single_blanks(markdown):
    plain = markdown_to_plain(markdown)

    assert plain == unicodedata.normalize("NFC", " ".join(plain.split()))


@given(markup())
def test_plain_text_of_markdown_is_that_of_its_html(markdown):
    try:
        html = render_document(markdown).html
    except DocumentRejected:
        assume(False)

    assert markdown_to_plain(markdown) == html_to_plain(html)
