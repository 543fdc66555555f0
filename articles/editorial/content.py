"""The working copy as one piece of data: what is hashed, approved and published."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import prefetch_related_objects

from articles.editorial.canonical import Json, canonical_json, sha256
from articles.evidence.actions import SyncedCitation
from articles.evidence.queries import token_of
from articles.models import Article
from articles.rendering.document import Rendered

CHILDREN = (
    "topics",
    "entities",
    "bylines__author",
    "summary_points",
    "takeaways",
    "faqs",
    "impacts__affects",
    "reference_links__reference",
    "related_articles__related",
    "report_links__report",
)

Content = Mapping[str, Json]


def load_children(article: Article) -> Article:
    """`article` with every child read afresh, so that content is what the database holds."""
    article.__dict__.pop("_prefetched_objects_cache", None)
    prefetch_related_objects([article], *CHILDREN)
    return article


def content_of(article: Article, rendered: Rendered, citations: Sequence[SyncedCitation]) -> Content:
    """All of an article that readers see, with children in order; `article` must have its children loaded."""
    references = list(article.reference_links.all())
    content: dict[str, object] = {
        "slug": article.slug,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "kind": article.kind,
        "section": {"slug": article.section.slug, "name": article.section.name},
        "topics": [
            {"slug": topic.slug, "name": topic.name}
            for topic in sorted(article.topics.all(), key=lambda topic: topic.name)
        ],
        "entities": sorted(str(entity.public_id) for entity in article.entities.all()),
        "bylines": [
            {"author": byline.author.slug, "name": byline.author.name, "role": byline.role}
            for byline in article.bylines.all()
        ],
        "conflicts": {"kind": article.conflicts, "text": article.conflicts_text},
        "ai_use": {
            "kind": article.ai_use,
            "detail": article.ai_use_detail,
            "reviewer_role": article.ai_reviewer_role,
        },
        "is_demonstration": article.is_demonstration,
        "source": article.source,
        "licence": article.licence,
        "body": article.body_markdown,
        "headings": [
            {"level": entry.level, "anchor": entry.anchor, "text": entry.text, "label": entry.label}
            for entry in rendered.toc
        ],
        "word_count": rendered.word_count,
        "summary": [point.text for point in article.summary_points.all()],
        "takeaways": [
            {"text": takeaway.text, "rests_on": split_basis(takeaway.rests_on)}
            for takeaway in article.takeaways.all()
        ],
        "impacts": [
            {
                "dimension": impact.dimension,
                "level": impact.level,
                "reason": impact.reason,
                "anchor": impact.reason_anchor,
                "horizon": impact.horizon,
                "affects": sorted(entity.name for entity in impact.affects.all()),
                "rated_at": impact.rated_at,
            }
            for impact in article.impacts.all()
            if impact.level
        ],
        "faqs": [
            {"question": faq.question, "answer": faq.answer_markdown, "html": faq.answer_html}
            for faq in article.faqs.all()
        ],
        "references": [
            {
                "id": link.reference.public_id,
                "key": link.key,
                "token": token_of(link.reference.pmid, link.key),
                "as_printed": link.as_printed,
            }
            for link in references
        ],
        "citations": [
            {
                "document": citation.document,
                "token": citation.token,
                "use": citation.use,
                "hash": citation.sentence_hash,
                "occurrence": citation.occurrence,
                "place": citation.place,
            }
            for citation in citations
        ],
        "related": [
            {"article": link.related.public_id, "reason": link.reason}
            for link in article.related_articles.all()
        ],
        "reports": [
            {"report": link.report.public_id, "reason": link.reason} for link in article.report_links.all()
        ],
    }
    return cast(Content, json.loads(canonical_json(content)))


def split_basis(rests_on: str) -> list[str]:
    """A takeaway's basis as typed: what stands between commas."""
    return [part.strip() for part in rests_on.split(",") if part.strip()]


def hash_content(content: Content) -> str:
    """What an approval binds to: the same content has the same hash, whoever saved it and when."""
    return sha256(canonical_json(content))
