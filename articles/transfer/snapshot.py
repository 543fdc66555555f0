"""Rows to values: what an article or a report would be as a file.

Of a public article that is its published version, from the revision; words that wait on the desk for approval stay
there. Of any other article it is the working copy, as a draft.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, Author, Entity, Publication, Reference, Report
from articles.models.choices import Dimension, PublicState
from articles.transfer.formats import (
    ArticleFile,
    AuthorItem,
    EntityItem,
    FaqItem,
    ImpactItem,
    LinkItem,
    ReferenceItem,
    ReportFile,
    TakeawayItem,
    body_text,
    entities_in_order,
    in_order,
    one_text,
)


def all_articles() -> QuerySet[Article]:
    """Every article with what its file needs, by slug."""
    return (
        Article.objects.select_related("section", "publication__revision")
        .prefetch_related(
            "topics",
            "entities__synonyms",
            "bylines__author",
            "summary_points",
            "takeaways",
            "faqs",
            "impacts__affects",
            "reference_links__reference",
            "related_articles__related",
            "report_links__report",
        )
        .order_by("slug")
    )


def all_reports() -> QuerySet[Report]:
    """Every report with what its file needs, by slug."""
    return Report.objects.prefetch_related("topics", "entities__synonyms").order_by("slug")


def publication_of(article: Article) -> Publication | None:
    """The public row of `article`, whatever its state."""
    return getattr(article, "publication", None)


def is_as_published(article: Article, publication: Publication) -> bool:
    """Whether the working copy of `article` is word for word its current public version."""
    return hashlib.sha256(publication.revision.content.encode()).hexdigest() == article.content_hash


def article_file(article: Article) -> ArticleFile:
    """`article` as a file holds it; best from `all_articles`."""
    publication = publication_of(article)
    if publication is None or publication.state != PublicState.PUBLISHED:
        return _working_copy(article)
    if is_as_published(article, publication):
        file = _working_copy(article)
    else:
        file = _published(article, json.loads(publication.revision.content))
    updated = publication.modified_at if publication.modified_at != publication.published_at else None
    return replace(file, status="published", published=publication.published_at, updated=updated)


def report_file(report: Report) -> ReportFile:
    """`report` as a file holds it; best from `all_reports`."""
    return ReportFile(
        title=one_text(report.title),
        slug=report.slug,
        summary=body_text(report.summary),
        kind=report.kind,
        publisher=one_text(report.publisher),
        publisher_class=report.publisher_class,
        sponsor=one_text(report.sponsor),
        applies_to=one_text(report.applies_to),
        issued=report.issued,
        url=report.url,
        topics=in_order(topic.name for topic in report.topics.all()),
        entities=_entities(report.entities.all()),
        listed=report.is_listed,
    )


def _working_copy(article: Article) -> ArticleFile:
    entities = list(article.entities.all())
    return ArticleFile(
        title=one_text(article.headline),
        slug=article.slug,
        body=body_text(article.body_markdown),
        standfirst=one_text(article.standfirst),
        kind=article.kind,
        section=article.section.name,
        authors=tuple(_author(line.author, line.role) for line in article.bylines.all()),
        conflicts=article.conflicts,
        conflicts_text=one_text(article.conflicts_text),
        ai_use=article.ai_use,
        ai_use_text=one_text(article.ai_use_detail or article.ai_reviewer_role),
        summary=tuple(one_text(point.text) for point in article.summary_points.all()),
        takeaways=tuple(_takeaway(row.text, row.rests_on.split(",")) for row in article.takeaways.all()),
        market_impact=_impacts(
            {
                row.dimension: (
                    row.level,
                    row.reason,
                    row.horizon,
                    list(row.affects.all()),
                )
                for row in article.impacts.all()
                if row.level
            },
            near=entities,
        ),
        faqs=tuple(
            FaqItem(one_text(row.question), one_text(row.answer_markdown)) for row in article.faqs.all()
        ),
        topics=in_order(topic.name for topic in article.topics.all()),
        entities=_entities(entities),
        references=tuple(
            _reference(link.reference, link.key, link.as_printed) for link in article.reference_links.all()
        ),
        related=tuple(
            LinkItem(link.related.slug, one_text(link.reason)) for link in article.related_articles.all()
        ),
        reports=tuple(
            LinkItem(link.report.slug, one_text(link.reason)) for link in article.report_links.all()
        ),
        source=one_text(article.source),
        licence=one_text(article.licence),
        demonstration=article.is_demonstration,
        extra=article.extra,
    )


def _published(article: Article, content: Mapping[str, Any]) -> ArticleFile:
    """The version that `content` of a revision is (`editorial.content`)."""
    entities = list(Entity.objects.filter(public_id__in=content["entities"]).prefetch_related("synonyms"))
    authors = Author.objects.in_bulk([line["author"] for line in content["bylines"]], field_name="slug")
    references = _by_public_id(Reference, [line["id"] for line in content["references"]])
    related = _by_public_id(Article, [line["article"] for line in content["related"]])
    reports = _by_public_id(Report, [line["report"] for line in content["reports"]])
    ai_use = content["ai_use"]
    return ArticleFile(
        title=one_text(content["headline"]),
        slug=content["slug"],
        body=body_text(content["body"]),
        standfirst=one_text(content["standfirst"]),
        kind=content["kind"],
        section=content["section"]["name"],
        authors=tuple(_author(authors[line["author"]], line["role"]) for line in content["bylines"]),
        conflicts=content["conflicts"]["kind"],
        conflicts_text=one_text(content["conflicts"]["text"]),
        ai_use=ai_use["kind"],
        ai_use_text=one_text(ai_use["detail"] or ai_use["reviewer_role"]),
        summary=tuple(one_text(text) for text in content["summary"]),
        takeaways=tuple(_takeaway(row["text"], row["rests_on"]) for row in content["takeaways"]),
        market_impact=_impacts(
            {
                row["dimension"]: (
                    row["level"],
                    row["reason"],
                    row["horizon"],
                    _named(row["affects"], entities),
                )
                for row in content["impacts"]
            },
            near=entities,
        ),
        faqs=tuple(FaqItem(one_text(row["question"]), one_text(row["answer"])) for row in content["faqs"]),
        topics=in_order(topic["name"] for topic in content["topics"]),
        entities=_entities(entities),
        references=tuple(
            _reference(references[line["id"]], line["key"], line["as_printed"])
            for line in content["references"]
        ),
        related=_links((related.get(line["article"]), line["reason"]) for line in content["related"]),
        reports=_links((reports.get(line["report"]), line["reason"]) for line in content["reports"]),
        source=one_text(content["source"]),
        licence=one_text(content["licence"]),
        demonstration=content["is_demonstration"],
        extra=article.extra,
    )


def _by_public_id(model: type[Any], keys: Sequence[str]) -> dict[str, Any]:
    return {str(key): row for key, row in model.objects.in_bulk(keys, field_name="public_id").items()}


def _links(rows: Iterable[tuple[Any, str]]) -> tuple[LinkItem, ...]:
    return tuple(LinkItem(row.slug, one_text(reason)) for row, reason in rows if row is not None)


def _author(author: Author, role: str) -> AuthorItem:
    return AuthorItem(one_text(author.name), author.kind, role)


def _takeaway(text: str, rests_on: Iterable[str]) -> TakeawayItem:
    return TakeawayItem(one_text(text), tuple(filter(None, map(one_text, rests_on))))


def _named(names: Sequence[str], near: Sequence[Entity]) -> list[Entity]:
    """The entities a published rating names, one a name, first of all those the article itself names."""
    known = {entity.name: entity for entity in [*Entity.objects.filter(name__in=names), *near]}
    return [known[name] for name in names if name in known]


def _impacts(
    rows: Mapping[str, tuple[str, str, str, Sequence[Entity]]], *, near: Sequence[Entity]
) -> tuple[ImpactItem, ...]:
    """Ratings in the order of their dimensions. What the article names once is named without its kind."""
    names = Counter(entity.name for entity in near)
    found = []
    for dimension in Dimension.values:
        if dimension in rows:
            level, reason, horizon, affects = rows[dimension]
            items = (
                EntityItem(one_text(entity.name), "" if names[entity.name] == 1 else entity.kind)
                for entity in affects
            )
            found.append(ImpactItem(dimension, level, one_text(reason), horizon, entities_in_order(items)))
    return tuple(found)


def _entities(entities: Iterable[Entity]) -> tuple[EntityItem, ...]:
    return entities_in_order(
        EntityItem(
            name=one_text(entity.name),
            kind=entity.kind,
            synonyms=in_order(one_text(row.name) for row in entity.synonyms.all()),
            nct=entity.nct,
        )
        for entity in entities
    )


def _reference(row: Reference, key: str, as_printed: str) -> ReferenceItem:
    return ReferenceItem(
        kind=row.kind,
        key=key,
        pmid=row.pmid,
        doi=row.doi,
        nct=row.nct,
        url=row.url,
        title=one_text(row.title),
        authors=one_text(row.authors),
        journal=one_text(row.container),
        publisher=one_text(row.publisher),
        date=row.issued,
        accessed=row.accessed_on,
        as_printed=one_text(as_printed),
    )
