import re

from hypothesis import given
from hypothesis import strategies as st

from articles.rendering.headings import (
    PAGE_IDS,
    assign_anchors,
    read_attributes,
    slugify_ascii,
    structure_levels,
)
from tests.unit.articles.rendering.markup import markup

SLUGS = st.from_regex(r"[ab]{1,2}(-[123]){0,2}|intro|summary|ref-1|", fullmatch=True)


@given(st.text())
def test_slugs_have_only_small_letters_digits_and_single_hyphens(text):
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slugify_ascii(text))


@given(st.lists(SLUGS, max_size=12))
def test_no_anchor_is_another_the_pages_or_a_blocks(slugs):
    anchors = assign_anchors(slugs)

    assert len(set(anchors)) == len(anchors) == len(slugs)
    assert not PAGE_IDS & set(anchors)
    block_ids = {f"{anchor}-{n}" for anchor in ["intro", *anchors] for n in range(1, 5)}
    assert not block_ids & set(anchors)


@given(st.lists(st.integers(1, 6)))
def test_no_heading_is_more_than_one_level_deeper_than_the_one_above(levels):
    structured = structure_levels(levels)

    assert all(2 <= level <= 6 for level in structured)
    assert all(below <= above + 1 for above, below in zip([1, *structured], structured, strict=False))


@given(markup())
def test_any_text_can_be_read_for_attributes(text):
    attributes = read_attributes(text)

    assert attributes is None or text[attributes.start] == "{"
