import pytest

from articles.transfer.formats import EntityItem, FileRejected, RecordsFile, ReportFile
from articles.transfer.reader import read_text


def refused(text):
    with pytest.raises(FileRejected) as caught:
        read_text(text)
    return "\n".join(map(str, caught.value.problems))


def test_a_report_is_read_with_its_body_as_summary():
    text = (
        "---\ntype: report\ntitle: Radiation (Idaho only)\nkind: Payer policy\npublisher_class: sponsored\n"
        "sponsor: A Company\napplies_to: Idaho only\nissued: 2020\nurl: https://example.org/\ntopics: [HER2]\n"
        "entities:\n- indication: breast cancer\nlisted: true\npublisher: P\n---\n\nWhat it says.\n"
    )

    assert read_text(text).file == ReportFile(
        title="Radiation (Idaho only)",
        slug="radiation-idaho-only",
        summary="What it says.",
        kind="policy",
        publisher="P",
        publisher_class="sponsored",
        sponsor="A Company",
        applies_to="Idaho only",
        issued="2020",
        url="https://example.org/",
        topics=("HER2",),
        entities=(EntityItem("breast cancer", "indication"),),
        listed=True,
    )


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("title: 你好", "slug: missing, and the title has no letters"),
        ("slug: x", "title: missing or empty"),
        ("title: x\nsponsor: y", "sponsor: belongs to a sponsored document"),
        ("title: x\npublisher_class: sponsored", "sponsor: belongs to a sponsored document"),
        ("title: x\nstatus: draft", "status: unknown key. Known: type, title"),
    ],
)
def test_each_mistake_in_a_report_is_named(front, words):
    assert words in refused(f"---\ntype: report\n{front}\n---\n")


def test_a_summary_that_is_too_long_or_hostile_is_refused():
    assert "body: longer than 10,000" in refused(f"---\ntype: report\ntitle: x\n---\n{'a ' * 6000}")
    assert "line 4: body: longer" not in refused("---\ntype: report\ntitle: x\n---\n<script>")


def test_shared_records_are_rows_of_texts():
    text = (
        "---\ntype: entities\nrows:\n- kind: drug\n  slug: t-dxd\n  name: T\n  synonyms: [B, A]\n"
        "- kind: Target\n  slug: her2\n  name: HER2\n---\n"
    )

    assert read_text(text).file == RecordsFile(
        "entities", (("drug", "t-dxd", "T", "", "", "A\nB"), ("target", "her2", "HER2", "", "", ""))
    )


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        ("topics", "x", "rows, item 1: keys and values are expected"),
        ("topics", "{name: x}", "rows, item 1, slug: missing or empty"),
        ("topics", "{slug: X, name: x}", "rows, item 1, slug: “X” may have"),
        ("topics", "{slug: x, name: x, position: 1}", "position: unknown key in rows, item 1"),
        ("sections", "{slug: x, name: x, position: first}", "rows, item 1, position: a number is expected"),
        ("sections", "{slug: x, name: x, position: 99999}", "rows, item 1, position: a number is expected"),
        ("entities", "{slug: x, name: x, kind: gene}", "rows, item 1, kind: “gene” is not known"),
        ("authors", "{slug: x, name: x, kind: robot}", "rows, item 1, kind: “robot” is not known"),
        ("redirects", "{old: /a/, new: //evil}", "rows, item 1, new: a path of this site is expected"),
        ("redirects", "{old: a, new: /b/}", "rows, item 1, old: a path of this site is expected"),
        ("redirects", "{old: /a/, new: /a/}", "rows, item 1, new: leads to itself"),
    ],
)
def test_each_mistake_in_shared_records_is_named(kind, row, words):
    assert words in refused(f"---\ntype: {kind}\nrows:\n- {row}\n---\n")


def test_a_section_without_a_position_stands_first():
    assert read_text("---\ntype: sections\nrows:\n- {slug: x, name: X}\n---\n").file.rows == (
        ("x", "X", "0", ""),
    )
