import pytest

from articles.rendering.safe import SafeHtml
from articles.rendering.stored import split_at_first_section, stored_html


def test_html_from_the_database_is_printed_as_it_is():
    html = stored_html("<p>HER2</p>")

    assert type(html) is SafeHtml
    assert html == "<p>HER2</p>"


@pytest.mark.parametrize(
    ("html", "before", "after"),
    [
        ('<p>Lede.</p>\n<h2 id="a">Why?</h2>', "<p>Lede.</p>\n", '<h2 id="a">Why?</h2>'),
        ("<h2>Why?</h2><p>So.</p><h2>And?</h2>", "", "<h2>Why?</h2><p>So.</p><h2>And?</h2>"),
        ("<p>No section.</p>", "<p>No section.</p>", ""),
        ("", "", ""),
    ],
)
def test_a_body_is_split_before_its_first_section(html, before, after):
    parts = split_at_first_section(SafeHtml(html))

    assert parts == (before, after)
    assert all(type(part) is SafeHtml for part in parts)
