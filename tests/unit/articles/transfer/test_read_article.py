from datetime import UTC, datetime

import pytest

from articles.transfer.formats import (
    AuthorItem,
    EntityItem,
    FaqItem,
    FileRejected,
    ImpactItem,
    LinkItem,
    TakeawayItem,
)
from articles.transfer.reader import read_text


def read(front, body="Body."):
    return read_text(f"---\ntitle: A title\n{front}\n---\n{body}\n")


def refused(front):
    with pytest.raises(FileRejected) as caught:
        read(front)
    return "\n".join(map(str, caught.value.problems))


def test_texts_that_look_like_numbers_or_dates_stay_texts():
    file = read("section: 2020\nsource: no\nlicence: 1.0\nsummary: [12, yes]").file

    assert (file.section, file.source, file.licence, file.summary) == ("2020", "no", "1.0", ("12", "yes"))


def test_a_folded_text_is_one_line():
    assert (
        read("standfirst: >\n  First half,\n  second half.\n").file.standfirst == "First half, second half."
    )


def test_a_text_with_line_breaks_is_refused_where_one_line_belongs():
    assert "standfirst: A line break" in refused("standfirst: |\n  one\n  two")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-09", datetime(2026, 11, 9, tzinfo=UTC)),
        ("2026-11-09T08:30:00Z", datetime(2026, 11, 9, 8, 30, tzinfo=UTC)),
        ("2026-11-09 08:30:00 -0400", datetime(2026, 11, 9, 12, 30, tzinfo=UTC)),
        ("2012-02-19 1:44:51 -0400", datetime(2012, 2, 19, 5, 44, 51, tzinfo=UTC)),
        ("2026-11-09T08:30+02:00", datetime(2026, 11, 9, 6, 30, tzinfo=UTC)),
        ("2026-11-09T08:30:00.25Z", datetime(2026, 11, 9, 8, 30, 0, 250000, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_utc(given, expected):
    result = read(f"published: {given}")

    assert result.file.published == expected
    assert result.advice == ()


def test_a_time_without_a_zone_is_utc_and_that_is_said():
    result = read("published: 2026-11-09T08:30:00")

    assert result.file.published == datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
    assert [str(line) for line in result.advice] == ["line 3: published: no time zone, read as UTC"]


@pytest.mark.parametrize(
    "given",
    [
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "09/11/2026",
        "2026",
        "2026-11-09T25:00Z",
        "9999-12-31T23:59-12:00",
    ],
)
def test_what_is_no_time_is_refused(given):
    assert f"line 3: published: “{given}” is not a date or time" in refused(f"published: {given}")


def test_updated_needs_a_date_of_publication_and_lies_after_it():
    assert "updated: needs “published”" in refused("updated: 2026-01-01")
    assert "updated: lies before “published”" in refused("published: 2026-01-02\nupdated: 2026-01-01")
    assert read("published: 2026-01-02\nupdated: 2026-01-02").file.updated is None


def test_words_are_taken_by_value_or_label_in_any_case():
    file = read("status: Published\nkind: Analysis\nconflicts: Not stated\nai_use: not-known").file

    assert (file.status, file.kind, file.conflicts, file.ai_use) == (
        "published",
        "analysis",
        "not_stated",
        "not_known",
    )


def test_an_unknown_word_is_named_with_the_nearest_known_one():
    assert "kind: “analisys” is not known: did you mean “analysis”? Known: brief, news" in refused(
        "kind: analisys"
    )


def test_declarations_that_need_words_say_which():
    file = read("conflicts:\n  declared: Shares in a maker.\nai_use:\n  assisted: translation").file

    assert (file.conflicts, file.conflicts_text) == ("declared", "Shares in a maker.")
    assert (file.ai_use, file.ai_use_text) == ("assisted", "translation")


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("conflicts: declared", "say which: write it as “declared: …”"),
        ("conflicts:\n  declared:", "conflicts, declared: missing or empty"),
        ("conflicts:\n  none: x", "unknown key in conflicts"),
        (
            "ai_use:\n  assisted: a\n  written_reviewed: b",
            "ai_use: one of assisted, written_reviewed is expected",
        ),
        ("conflicts: [a]", "conflicts: one text is expected here, not a list"),
    ],
)
def test_incomplete_declarations_are_refused(front, words):
    assert words in refused(front)


def test_authors_are_desks_unless_said():
    file = read("authors:\n- Oncology desk\n- name: Ana Ruiz\n  kind: person\n  role: edited").file

    assert file.authors == (AuthorItem("Oncology desk"), AuthorItem("Ana Ruiz", "person", "edited"))


def test_one_value_is_a_list_of_one():
    assert read("authors: Oncology desk\ntopics: HER2").file.topics == ("HER2",)


def test_children_are_read_with_what_they_hold():
    file = read(
        "takeaways:\n- Plain.\n- text: Based.\n  rests_on: ['#why', 'PMID 1, PMID 2']\n"
        "faqs:\n- question: Why?\n  answer: |\n    First.\n\n    Second.\n"
        "related:\n- article: other\n  reason: Same target\n"
        "reports:\n- report: a-report\n  reason: Same indication"
    ).file

    assert file.takeaways == (TakeawayItem("Plain."), TakeawayItem("Based.", ("#why", "PMID 1", "PMID 2")))
    assert file.faqs == (FaqItem("Why?", "First.\n\nSecond."),)
    assert (file.related, file.reports) == (
        (LinkItem("other", "Same target"),),
        (LinkItem("a-report", "Same indication"),),
    )


def test_ratings_are_read_short_or_long_in_the_order_of_the_dimensions():
    file = read(
        "market_impact:\n  investment: low\n  regulatory:\n    level: High\n    reason: Because.\n"
        "    horizon: 6 to 24 months\n    entities: [HER2, {drug: Enhertu}]"
    ).file

    assert file.market_impact == (
        ImpactItem(
            "regulatory",
            "high",
            "Because.",
            "6_to_24_months",
            (EntityItem("HER2"), EntityItem("Enhertu", "drug")),
        ),
        ImpactItem("investment", "low"),
    )


def test_entities_are_read_by_kind_with_their_other_names():
    file = read(
        "entities:\n- drug: trastuzumab deruxtecan\n  synonyms: [T-DXd, Enhertu, T-DXd]\n- HER2\n"
        "- kind: company\n  name: A Company\n- trial: DESTINY-Breast04\n  nct: nct01234567"
    ).file

    assert file.entities == (
        EntityItem("HER2"),
        EntityItem("A Company", "company"),
        EntityItem("trastuzumab deruxtecan", "drug", ("Enhertu", "T-DXd")),
        EntityItem("DESTINY-Breast04", "trial", nct="NCT01234567"),
    )


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("slug: Not A Slug", "slug: “Not A Slug” may have small letters"),
        ("slug: a--b", "single hyphens"),
        ("title: x", "title: given twice"),
        ("summary:\n- a\n-", "summary, item 2: empty"),
        ("summary:\n- Phase 2: results", "summary, item 1: one text is expected here, not keys and values"),
        ("summary:\n- [a]", "summary, item 1: one text is expected here, not a list"),
        ("authors:\n- name: A\n  job: b", "unknown key in authors, item 1"),
        ("authors: [A, A]", "authors: item 2 repeats an earlier one: A (written)"),
        ("takeaways:\n- rests_on: '#a'", "takeaways, item 1, text: missing or empty"),
        (f"takeaways:\n- text: a\n  rests_on: [{'a' * 160}, {'b' * 160}]", "rests_on: longer than 300"),
        ("faqs: [why]", "faqs, item 1: a question and an answer are expected"),
        ("faqs:\n- question: Why?", "faqs, item 1, answer: missing or empty"),
        (
            f"faqs:\n- question: Why?\n  answer: {'a' * 5001}",
            "faqs, item 1, answer: 5,001 characters, at most 5,000",
        ),
        ("faqs:\n- question: Why?\n  answer: <script>", "faqs, item 1, answer: A script tag"),
        ("market_impact: high", "market_impact: a level for each of regulatory"),
        ("market_impact:\n  clinical: low", "clinical: unknown key in market_impact"),
        ("market_impact:\n  regulatory: severe", "market_impact, regulatory: “severe” is not known"),
        (
            "market_impact:\n  regulatory:\n    reason: x",
            "market_impact, regulatory, level: missing or empty",
        ),
        ("entities:\n- drug: a\n  target: b", "entities, item 1: one name is expected"),
        ("entities:\n- kind: drug", "entities, item 1: one name is expected"),
        ("entities:\n- kind: gene\n  name: x", "entities, item 1, kind: “gene” is not known"),
        ("entities:\n- drug: a\n  nct: NCT01234567", "is not a trial's number"),
        ("entities:\n- trial: a\n  nct: NCT1", "entities, item 1, nct: “NCT1” is not a trial's number"),
        ("entities:\n- drug: a\n- drug: a", "entities: item 2 repeats an earlier one: drug a"),
        ("related: [other]", "related, item 1: “article” (a slug) and “reason” are expected"),
        ("related:\n- article: other", "related, item 1, reason: missing or empty"),
        (
            "related:\n- article: Other\n  reason: x",
            "related, item 1, article: “Other” may have small letters",
        ),
        (
            "reports:\n- report: a\n  reason: x\n- report: a\n  reason: y",
            "reports: item 2 repeats an earlier one: a",
        ),
        ("demonstration: maybe", "demonstration: “maybe” is neither true nor false"),
        ("extra: x", "extra: keys and values are expected"),
        ("source: " + "a" * 201, "source: This text is too long"),
        ('source: "a\\0b"', "source: A NUL byte"),
        ("standfirst: a\u202eb", "standfirst: A character that reverses"),
    ],
)
def test_each_mistake_is_refused_by_field_and_line(front, words):
    found = refused(front)

    assert words in found
    assert found.startswith("line ")


def test_a_title_without_letters_needs_a_slug():
    with pytest.raises(FileRejected, match="line 2: slug: missing, and the title has no letters"):
        read_text("---\ntitle: 你好\n---\nBody.")
    assert read_text("---\ntitle: 你好\nslug: ni-hao\n---\nBody.").file.slug == "ni-hao"


def test_other_things_are_kept_under_extra_as_they_are():
    file = read(
        "extra:\n  b: [1, 1.50, yes, true, null, ~, '1', 007]\n  a: {deep: {er: -0}}\n  day: 2024-01-01"
    ).file

    assert file.extra == (
        '{"b": [1, "1.50", "yes", true, null, null, "1", "007"], "a": {"deep": {"er": "-0"}}, "day": "2024-01-01"}'
    )


def test_empty_keys_are_as_good_as_missing_ones():
    empty = read(
        "slug: a-title\nstandfirst:\nsummary: []\nextra:\nkind: ~\ntakeaways: null\ndemonstration:\nupdated:"
    )

    assert empty.file == read("slug: a-title").file
