"""The front matter of an article: which keys there are and what each may say (INTERFACE.md, decision note 0014)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from articles.models import FAQ, Article, MarketImpact, SummaryPoint, Takeaway
from articles.models.choices import AiUse, ArticleKind, BylineRole, Conflicts, Dimension, Horizon, Level
from articles.models.people import AuthorKind
from articles.models.taxonomy import EntityKind
from articles.transfer.fields import Fields, Problems, check_long_text, json_of, json_text, line_of
from articles.transfer.formats import (
    SLUG_CHARS_MAX,
    ArticleFile,
    AuthorItem,
    EntityItem,
    FaqItem,
    ImpactItem,
    LinkItem,
    TakeawayItem,
    entities_in_order,
    in_order,
    slug_of,
)
from articles.transfer.read_references import read_references
from articles.transfer.yaml_tree import Listing, Mapping, Node

Item = TypeVar("Item")

# In the order in which they are written.
ARTICLE_KEYS = (
    "type",
    "title",
    "slug",
    "standfirst",
    "status",
    "kind",
    "section",
    "published",
    "updated",
    "authors",
    "conflicts",
    "ai_use",
    "topics",
    "entities",
    "summary",
    "market_impact",
    "takeaways",
    "faqs",
    "references",
    "pmids",
    "related",
    "reports",
    "source",
    "licence",
    "demonstration",
    "extra",
)
STATUSES = {"draft": "Draft", "published": "Published"}


def _longest(model: type[Model], field: str) -> int:
    return int(getattr(model._meta.get_field(field), "max_length", None) or 0)


HEADLINE_CHARS_MAX = _longest(Article, "headline")
STANDFIRST_CHARS_MAX = _longest(Article, "standfirst")
POINT_CHARS_MAX = _longest(SummaryPoint, "text")
ANSWER_CHARS_MAX = _longest(FAQ, "answer_markdown")
REASON_CHARS_MAX = _longest(MarketImpact, "reason")
BASIS_CHARS_MAX = _longest(Takeaway, "rests_on")
NCT_FORM = re.compile(r"NCT[0-9]{8}")


def read_article(fields: Fields, body: str, body_line: int) -> ArticleFile:
    """The article in `fields` and `body`, which begins in `body_line`; what is wrong goes to `fields.problems`."""
    title = fields.required("title", HEADLINE_CHARS_MAX)
    if not body:
        fields.problems.refuse("body", "the text below the front matter is missing", body_line)
    check_long_text(body, "body", body_line, fields.problems)
    conflicts, conflicts_text = _declaration(
        fields, "conflicts", dict(Conflicts.choices), {Conflicts.DECLARED}, 1000
    )
    ai_use, ai_use_text = _declaration(
        fields, "ai_use", dict(AiUse.choices), {AiUse.ASSISTED, AiUse.WRITTEN_REVIEWED}, 120
    )
    published, updated = _times(fields)
    return ArticleFile(
        title=title,
        slug=_slug(fields, title),
        body=body,
        standfirst=fields.text("standfirst", STANDFIRST_CHARS_MAX),
        status=fields.choice("status", STATUSES, "draft"),
        kind=fields.choice("kind", dict(ArticleKind.choices), ArticleKind.NEWS.value),
        section=fields.text("section", 80),
        published=published,
        updated=updated,
        authors=fields.unlike("authors", fields.items("authors", _author_reader(fields)), _byline),
        conflicts=conflicts,
        conflicts_text=conflicts_text,
        ai_use=ai_use,
        ai_use_text=ai_use_text,
        summary=fields.texts("summary", POINT_CHARS_MAX),
        takeaways=fields.items("takeaways", _takeaway_reader(fields.problems)),
        market_impact=_impacts(fields),
        faqs=fields.items("faqs", _faq_reader(fields.problems)),
        topics=in_order(fields.texts("topics", 80)),
        entities=read_entities(fields),
        references=read_references(fields),
        related=_links(fields, "related", "article", 120),
        reports=_links(fields, "reports", "report", 160),
        source=fields.text("source", 200),
        licence=fields.text("licence", 120),
        demonstration=fields.flag("demonstration"),
        extra=_extra(fields),
    )


def lines_of(fields: Fields, body_line: int) -> dict[str, int]:
    """Where the fields stand that actions may refuse, by the actions' names of them."""
    lines = {"body_markdown": body_line, "headline": fields.place("title")}
    for ours, theirs in (("summary", "summary_points"), ("takeaways", "takeaways"), ("faqs", "faqs")):
        node = fields.node(ours)
        for place, item in enumerate(node.items if isinstance(node, Listing) else (), 1):
            lines[f"{theirs}-{place}"] = item.line
    impact = fields.node("market_impact")
    if isinstance(impact, Mapping):
        lines |= {f"impacts-{entry.key}": entry.line for entry in impact.entries}
    return lines | {key: fields.place(key) for key in fields.entries if key not in lines}


def read_entities(fields: Fields) -> tuple[EntityItem, ...]:
    """The entities named at the key `entities`, in order of kind and name."""
    found = fields.items("entities", lambda node, name: _entity(node, name, fields.problems))
    fields.unlike("entities", found, lambda item: f"{item.kind} {item.name}".strip())
    return entities_in_order(found)


def _slug(fields: Fields, title: str) -> str:
    """The file's own slug, else the one its title gives."""
    slug = fields.slug("slug", SLUG_CHARS_MAX) or slug_of(title)
    if title and not slug:
        fields.refuse("slug", "missing, and the title has no letters to make one from")
    return slug


def _byline(author: AuthorItem) -> str:
    return f"{author.name} ({author.role})"


def _declaration(
    fields: Fields, key: str, words: dict[str, str], with_text: set[str], chars: int
) -> tuple[str, str]:
    """A word, or a word with the sentence it needs: `conflicts: none`, or `conflicts: {declared: …}`."""
    default = next(value for value in ("not_stated", "not_known") if value in words)
    node = fields.node(key)
    if not isinstance(node, Mapping):
        word = fields.choice(key, words, default)
        if word in with_text:
            fields.refuse(key, f"say which: write it as “{word}: …” on the next line, indented")
        return word, ""
    inner = Fields(node, sorted(with_text), fields.problems, key)
    if len(inner.entries) != 1:
        fields.refuse(key, f"one of {', '.join(sorted(with_text))} is expected")
        return default, ""
    word = next(iter(inner.entries))
    return word, inner.required(word, chars)


def _times(fields: Fields) -> tuple[datetime | None, datetime | None]:
    published, updated = fields.time("published"), fields.time("updated")
    if updated and not published:
        fields.refuse("updated", "needs “published” beside it")
    if published and updated and updated < published:
        fields.refuse("updated", "lies before “published”")
    return published, None if updated == published else updated


def _author_reader(fields: Fields) -> Callable[[Node, str], AuthorItem | None]:
    def read(node: Node, name: str) -> AuthorItem | None:
        if not isinstance(node, Mapping):
            text = line_of(node, name, fields.problems, 160)
            return AuthorItem(text) if text else None
        inner = Fields(node, ("name", "kind", "role"), fields.problems, name)
        return AuthorItem(
            name=inner.required("name", 160),
            kind=inner.choice("kind", dict(AuthorKind.choices), AuthorKind.DESK.value),
            role=inner.choice("role", dict(BylineRole.choices), BylineRole.WRITTEN.value),
        )

    return read


def _takeaway_reader(problems: Problems) -> Callable[[Node, str], TakeawayItem | None]:
    def read(node: Node, name: str) -> TakeawayItem | None:
        if not isinstance(node, Mapping):
            text = line_of(node, name, problems, POINT_CHARS_MAX)
            return TakeawayItem(text) if text else None
        inner = Fields(node, ("text", "rests_on"), problems, name)
        parts = [part.strip() for item in inner.texts("rests_on") for part in item.split(",")]
        basis = tuple(filter(None, parts))
        if len(", ".join(basis)) > BASIS_CHARS_MAX:
            inner.refuse("rests_on", f"longer than {BASIS_CHARS_MAX} characters")
        return TakeawayItem(inner.required("text", POINT_CHARS_MAX), basis)

    return read


def _faq_reader(problems: Problems) -> Callable[[Node, str], FaqItem | None]:
    def read(node: Node, name: str) -> FaqItem | None:
        if not isinstance(node, Mapping):
            problems.refuse(name, "a question and an answer are expected", node.line)
            return None
        inner = Fields(node, ("question", "answer"), problems, name)
        answer = inner.long_text("answer", ANSWER_CHARS_MAX)
        if not answer:
            inner.refuse("answer", "missing or empty")
        return FaqItem(inner.required("question", 300), answer)

    return read


def _impacts(fields: Fields) -> tuple[ImpactItem, ...]:
    node = fields.node("market_impact")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        fields.refuse("market_impact", f"a level for each of {', '.join(Dimension.values)} is expected")
        return ()
    table = Fields(node, Dimension.values, fields.problems, "market_impact")
    return tuple(_impact(table, key) for key in Dimension.values if table.node(key) is not None)


def _impact(table: Fields, dimension: str) -> ImpactItem:
    node = table.node(dimension)
    levels = dict(Level.choices)
    if not isinstance(node, Mapping):
        return ImpactItem(dimension, table.choice(dimension, levels, Level.LOW.value))
    inner = Fields(node, ("level", "reason", "horizon", "entities"), table.problems, table.path(dimension))
    inner.required("level", 20)
    return ImpactItem(
        dimension=dimension,
        level=inner.choice("level", levels, Level.LOW.value),
        reason=inner.text("reason", REASON_CHARS_MAX),
        horizon=inner.choice("horizon", dict(Horizon.choices), Horizon.NOT_STATED.value),
        entities=read_entities(inner),
    )


def _entity(node: Node, name: str, problems: Problems) -> EntityItem | None:
    if not isinstance(node, Mapping):
        text = line_of(node, name, problems, 200)
        return EntityItem(text) if text else None
    kinds = EntityKind.values
    inner = Fields(node, (*kinds, "kind", "name", "synonyms", "nct"), problems, name)
    given = [kind for kind in kinds if kind in inner.entries]
    if len(given) + ("name" in inner.entries) != 1 or ("kind" in inner.entries and given):
        problems.refuse(name, f"one name is expected, as “drug: …” ({', '.join(kinds)})", node.line)
        return None
    kind = given[0] if given else inner.choice("kind", dict(EntityKind.choices), "")
    nct = inner.text("nct", 11).upper()
    if nct and (kind != EntityKind.TRIAL or not NCT_FORM.fullmatch(nct)):
        inner.refuse("nct", f"“{nct}” is not a trial's number such as NCT03734029")
    synonyms = in_order(inner.texts("synonyms"))
    return EntityItem(inner.required(given[0] if given else "name", 200), kind, synonyms, nct)


def _links(fields: Fields, key: str, word: str, chars: int) -> tuple[LinkItem, ...]:
    def read(node: Node, name: str) -> LinkItem | None:
        if not isinstance(node, Mapping):
            fields.problems.refuse(name, f"“{word}” (a slug) and “reason” are expected", node.line)
            return None
        inner = Fields(node, (word, "reason"), fields.problems, name)
        inner.required(word, SLUG_CHARS_MAX)
        return LinkItem(inner.slug(word, SLUG_CHARS_MAX), inner.required("reason", chars))

    return fields.unlike(key, fields.items(key, read), lambda item: item.slug)


def _extra(fields: Fields) -> str:
    node = fields.node("extra")
    if node is None:
        return "{}"
    if not isinstance(node, Mapping):
        fields.refuse("extra", "keys and values are expected")
        return "{}"
    return json_text(json_of(node))
