import pytest

from articles.rendering.headings import assign_anchors, read_attributes, slugify_ascii, structure_levels


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What Is Driving HER2 Biology?", "what-is-driving-her2-biology"),
        ("TGF-β", "tgf-beta"),
        ("naïve Łódź Straße", "naive-lodz-strasse"),
        ("HER2’s role isn't small", "her2s-role-isnt-small"),
        ("µg / Ω", "mug-omega"),
        ("漢字 — 🧬", ""),
        ("--a--b--", "a-b"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 100, "x" * 80),
    ],
)
def test_slugs_are_small_ascii_words(text, slug):
    assert slugify_ascii(text) == slug


def test_a_shorter_slug_can_be_asked_for():
    assert slugify_ascii("one two three", max_chars=8) == "one-two"


@pytest.mark.parametrize(
    ("text", "anchor", "label"),
    [
        ("Long {#driving}", "driving", ""),
        ("Long {#driving toc='What drives it'}", "driving", "What drives it"),
        ('Long {: #driving data-toc-label="What  drives"}', "driving", "What drives"),
        ("Long {toc=Short .wide onclick='x()'}", "", "Short"),
        ("Long {#A_b:c}", "a-b-c", ""),
        ("Long {.wide}", "", ""),
    ],
)
def test_braces_after_a_heading_give_anchor_and_short_form(text, anchor, label):
    attributes = read_attributes(text)

    assert attributes is not None
    assert (text[: attributes.start], attributes.anchor, attributes.label) == ("Long ", anchor, label)


@pytest.mark.parametrize(
    "text", ["Long", "Long {", "Long {}", "Long {1}", "{#a} long", "Sets {a, b}", "Long {#a} more"]
)
def test_other_braces_are_words(text):
    assert read_attributes(text) is None


@pytest.mark.parametrize(
    ("slugs", "anchors"),
    [
        (["driving", "future"], ["driving", "future"]),
        (["results", "results", "results"], ["results", "results--2", "results--3"]),
        (["results", "results-2"], ["results", "results-2--2"]),
        (["results-2", "results", "results-2"], ["results-2--2", "results", "results-2--3"]),
        (["intro-1"], ["intro-1--2"]),
        (["phase-3"], ["phase-3"]),
        (
            ["summary", "ref-1", "cite-x", "tk-h", "faq"],
            ["sec-summary", "sec-ref-1", "sec-cite-x", "sec-tk-h", "sec-faq"],
        ),
        (["", ""], ["section", "section--2"]),
    ],
)
def test_anchors_are_unique_and_leave_the_page_its_own(slugs, anchors):
    assert assign_anchors(slugs) == anchors


@pytest.mark.parametrize(
    ("levels", "structured"),
    [
        ([], []),
        ([1, 1], [2, 2]),
        ([1, 2], [2, 2]),
        ([2, 3, 4, 2], [2, 3, 4, 2]),
        ([3, 3], [2, 2]),
        ([2, 6, 5], [2, 3, 3]),
        ([4, 3, 2], [2, 2, 2]),
    ],
)
def test_levels_start_at_two_and_have_no_gaps(levels, structured):
    assert structure_levels(levels) == structured
