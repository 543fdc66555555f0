from hypothesis import given

from articles.rendering.sanitize import ALLOWED_TAGS, is_safe_address, sanitize_html
from tests.unit.articles.rendering.markup import elements, markup

ALLOWED_ATTRIBUTES = {
    "href",
    "title",
    "src",
    "alt",
    "width",
    "height",
    "start",
    "colspan",
    "rowspan",
    "align",
}


@given(markup())
def test_sanitizing_twice_is_sanitizing_once(html):
    clean = sanitize_html(html)

    assert sanitize_html(clean) == clean


@given(markup())
def test_no_tag_or_attribute_outside_the_list_survives(html):
    for tag, attributes in elements(sanitize_html(html)):
        assert tag in ALLOWED_TAGS
        assert set(attributes) <= ALLOWED_ATTRIBUTES
        assert all(is_safe_address(attributes[name]) for name in ("href", "src") if name in attributes)
