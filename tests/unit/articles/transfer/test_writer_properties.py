"""read(write(file)) == file, for any content a file can hold; and what we write, other YAML readers read alike."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import frontmatter
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models.choices import AiUse, ArticleKind, BylineRole, Conflicts, Dimension, Horizon, Level
from articles.models.evidence import ReferenceKind
from articles.models.people import AuthorKind
from articles.models.report import PublisherClass, ReportKind
from articles.models.taxonomy import EntityKind
from articles.rendering.input_checks import check_line, check_markdown
from articles.transfer.formats import (
    RECORD_KEYS,
    ArticleFile,
    AuthorItem,
    EntityItem,
    FaqItem,
    FileRejected,
    ImpactItem,
    LinkItem,
    RecordsFile,
    ReferenceItem,
    ReportFile,
    TakeawayItem,
    body_text,
    entities_in_order,
    in_order,
    key_of_reference,
    one_text,
)
from articles.transfer.reader import read_text
from articles.transfer.writer import write_text

HARD = st.sampled_from(
    ["No", "~", "null", "2024-01-01", "12", "1:30", "- a", "#a", "a: b", "'", '"', "|", "> x", "&a", "*a", "!x",
     "@x", "%x", "[", "{", "…", "β—😀", "a\u00a0b", "\u2003x", "x #y", "---", "...", "?", "key:", "\ufeffx", "=", "<<"]
)  # fmt: skip


def is_line(text):
    return bool(text) and not check_line(text, max_chars=60) and "\n" not in text


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=BIDI) | st.sampled_from(
    "\t'\"#:-,&* "
)
line = (st.text(letters, min_size=1, max_size=12) | HARD).map(one_text).filter(is_line)
slug = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
long_text = st.text(letters | st.sampled_from("\n\t "), max_size=40).filter(
    lambda text: not check_markdown(text)
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moment = st.integers(-(10**15), 10**15).map(lambda count: EPOCH + timedelta(microseconds=count))


def lists(items, key=lambda item: item):
    return st.lists(items, max_size=3, unique_by=key).map(tuple)


def words(choices):
    return st.sampled_from(choices.values)


names = st.lists(line, max_size=3).map(in_order)


@st.composite
def entity(draw):
    kind = draw(words(EntityKind) | st.just(""))
    synonyms = draw(names) if kind else ()
    nct = draw(st.from_regex(r"NCT[0-9]{8}", fullmatch=True) | st.just("")) if kind == "trial" else ""
    return EntityItem(draw(line), kind, synonyms, nct)


entities = lists(entity(), lambda item: (item.kind, item.name)).map(entities_in_order)


@st.composite
def reference(draw):
    pmid = draw(st.none() | st.integers(1, 99_999_999))
    item = ReferenceItem(
        kind=draw(st.sampled_from([kind for kind in ReferenceKind.values if kind != "trial"])),
        key="",
        pmid=pmid,
        doi=draw(st.just("") | st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,9}", fullmatch=True)),
        url=draw(st.sampled_from(["", "https://example.org/a?b=c&d=%20#e"])),
        title=draw(line),
        authors=draw(line | st.just("")),
        journal=draw(line | st.just("")),
        publisher=draw(line | st.just("")),
        date=draw(st.sampled_from(["", "2020", "2020-06", "2020-06-18"])),
        accessed=draw(st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        as_printed=draw(line | st.just("")),
    )
    if item.kind == "paper" and pmid is None and not item.doi:
        item = replace(item, kind="book")
    return replace(item, key=draw(st.just(key_of_reference(item)) | slug))


def of_numbers(items):
    seen, kept = set(), []
    for item in items:
        marks = {item.key, *filter(None, [item.pmid, item.doi])}
        if not marks & seen:
            kept.append(item)
            seen |= marks
    return tuple(kept)


json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | (line | st.just("") | HARD.map(one_text)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(line, inner, max_size=3),
    max_leaves=8,
)
extra = st.dictionaries(line, json_value, max_size=3).map(lambda value: json.dumps(value, ensure_ascii=False))


@st.composite
def impacts(draw):
    chosen = draw(st.sets(words(Dimension)))
    return tuple(
        ImpactItem(name, draw(words(Level)), draw(line | st.just("")), draw(words(Horizon)), draw(entities))
        for name in Dimension.values
        if name in chosen
    )


links = lists(st.builds(LinkItem, slug, line), lambda item: item.slug)


@st.composite
def article_file(draw):
    published = draw(st.none() | moment)
    updated = draw(st.none() | moment) if published else None
    conflicts = draw(words(Conflicts))
    ai_use = draw(words(AiUse))
    return ArticleFile(
        title=draw(line),
        slug=draw(slug),
        body=draw(long_text.map(body_text).filter(bool)),
        standfirst=draw(line | st.just("")),
        status=draw(st.sampled_from(["draft", "published"])),
        kind=draw(words(ArticleKind)),
        section=draw(line | st.just("")),
        published=published,
        updated=updated if updated and published and updated > published else None,
        authors=draw(
            lists(
                st.builds(AuthorItem, line, words(AuthorKind), words(BylineRole)), lambda i: (i.name, i.role)
            )
        ),
        conflicts=conflicts,
        conflicts_text=draw(line) if conflicts == "declared" else "",
        ai_use=ai_use,
        ai_use_text=draw(line) if ai_use in ("assisted", "written_reviewed") else "",
        summary=tuple(draw(st.lists(line, max_size=3))),
        takeaways=draw(
            st.lists(
                st.builds(
                    TakeawayItem,
                    line,
                    st.lists(line.filter(lambda text: "," not in text), max_size=2).map(tuple),
                ),
                max_size=2,
            ).map(tuple)
        ),
        market_impact=draw(impacts()),
        faqs=draw(
            st.lists(st.builds(FaqItem, line, long_text.map(one_text).filter(bool)), max_size=2).map(tuple)
        ),
        topics=draw(names),
        entities=draw(entities),
        references=draw(st.lists(reference(), max_size=3).map(of_numbers)),
        related=draw(links),
        reports=draw(links),
        source=draw(line | st.just("")),
        licence=draw(line | st.just("")),
        demonstration=draw(st.booleans()),
        extra=draw(extra),
    )


@st.composite
def report_file(draw):
    publisher_class = draw(words(PublisherClass))
    return ReportFile(
        title=draw(line),
        slug=draw(slug),
        summary=draw(long_text.map(body_text)),
        kind=draw(words(ReportKind)),
        publisher=draw(line | st.just("")),
        publisher_class=publisher_class,
        sponsor=draw(line) if publisher_class == "sponsored" else "",
        applies_to=draw(line | st.just("")),
        issued=draw(st.sampled_from(["", "2020", "2020-06", "2020-06-18"])),
        url=draw(st.sampled_from(["", "https://example.org/"])),
        topics=draw(names),
        entities=draw(entities),
        listed=draw(st.booleans()),
    )


@st.composite
def records_file(draw):
    kind = draw(st.sampled_from(["sections", "topics", "entities", "authors", "redirects"]))
    special = {
        "slug": slug,
        "name": line,
        "kind": words(EntityKind if kind == "entities" else AuthorKind),
        "position": line if kind == "authors" else st.integers(0, 99).map(str),
        "nct": st.just(""),
        "synonyms": names.map("\n".join),
        "old": slug.map("/articles/{}/".format),
        "new": slug.map("/topics/{}/".format),
    }
    rows = draw(
        st.lists(
            st.tuples(*(special.get(key, long_text.map(one_text)) for key in RECORD_KEYS[kind])), max_size=3
        )
    )
    return RecordsFile(kind, tuple(rows))


@settings(max_examples=40)
@given(article_file())
def test_what_is_written_of_an_article_reads_back_as_the_same_article(file):
    assert read_text(write_text(file)).file == file


@given(report_file() | records_file())
def test_what_is_written_of_reports_and_records_reads_back_the_same(file):
    assert read_text(write_text(file)).file == file


@settings(max_examples=40)
@given(article_file())
def test_writing_twice_gives_the_same_bytes(file):
    text = write_text(file)

    assert write_text(read_text(text).file).encode() == text.encode()


@settings(max_examples=40)
@given(article_file())
def test_any_safe_yaml_reader_finds_the_same_words(file):
    post = frontmatter.loads(write_text(file), handler=frontmatter.YAMLHandler())

    assert post.metadata["title"] == file.title
    assert post.metadata.get("summary", []) == list(file.summary)
    assert [faq["answer"] for faq in post.metadata.get("faqs", [])] == [faq.answer for faq in file.faqs]
    assert post.metadata.get("extra", {}) == json.loads(file.extra)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    for candidate in (text, f"---\n{text}", f"---\ntitle: {text}\n---\nbody", f"---\ntitle: a\n---\n{text}"):
        with suppress(FileRejected):
            assert read_text(candidate).file
