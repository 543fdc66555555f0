"""One function a model: stores a valid row, whatever is not given is made up. Keywords override fields.

Rows are stored as the database takes them, without actions: no rendering, no publishing, no timeline. Numbers in
made-up values come from one counter, so that two rows never clash.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from articles.models import (
    FAQ,
    Article,
    ArticleByline,
    ArticleReference,
    ArticleReport,
    Author,
    Change,
    Citation,
    Contact,
    Correction,
    CorrectionReport,
    Entity,
    EntitySynonym,
    EvidenceEvent,
    Job,
    LimitCounter,
    MarketImpact,
    Publication,
    PublicationAuthor,
    PublicationEntity,
    PublicationReference,
    PublicationRelated,
    PublicationReport,
    PublicationTopic,
    RatingChange,
    Redirect,
    Reference,
    RelatedArticle,
    Report,
    Revision,
    Schedule,
    Section,
    SummaryPoint,
    Takeaway,
    Task,
    TimelineEntry,
    Topic,
    TrustPage,
    User,
    Worker,
)
from articles.models.choices import ArticleKind, ChangeClass, Dimension, Level
from articles.models.taxonomy import EntityKind
from articles.models.trust import TrustPageName

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

_numbers = count(1)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def user(**values: Any) -> User:
    """An account of the desk without a password. `is_staff=True` to let it into the admin."""
    n = next(_numbers)
    return User.objects.create(**{"username": f"editor{n}", "display_name": f"Editor {n}"} | values)


def author(**values: Any) -> Author:
    """A desk."""
    n = next(_numbers)
    return Author.objects.create(**{"name": f"Desk {n}", "slug": f"desk-{n}"} | values)


def section(**values: Any) -> Section:
    n = next(_numbers)
    return Section.objects.create(**{"name": f"Section {n}", "slug": f"section-{n}"} | values)


def topic(**values: Any) -> Topic:
    n = next(_numbers)
    return Topic.objects.create(**{"name": f"Topic {n}", "slug": f"topic-{n}"} | values)


def entity(**values: Any) -> Entity:
    """A drug."""
    n = next(_numbers)
    return Entity.objects.create(
        **{"kind": EntityKind.DRUG, "name": f"Drug {n}", "slug": f"drug-{n}"} | values
    )


def entity_synonym(**values: Any) -> EntitySynonym:
    if "entity" not in values:
        values["entity"] = entity()
    return EntitySynonym.objects.create(**{"name": f"Synonym {next(_numbers)}"} | values)


def article(**values: Any) -> Article:
    """A draft of one paragraph without children."""
    n = next(_numbers)
    if "section" not in values and "section_id" not in values:
        values["section"] = section()
    return Article.objects.create(
        **{
            "slug": f"article-{n}",
            "headline": f"Headline {n}",
            "standfirst": "What happened and why it matters.",
            "kind": ArticleKind.NEWS,
            "body_markdown": "A paragraph.\n",
        }
        | values
    )


def _with_article(values: dict[str, Any]) -> dict[str, Any]:
    if "article" not in values:
        values["article"] = article()
    return values


def article_byline(**values: Any) -> ArticleByline:
    values = _with_article(values)
    if "author" not in values:
        values["author"] = author()
    return ArticleByline.objects.create(**values)


def summary_point(**values: Any) -> SummaryPoint:
    return SummaryPoint.objects.create(**{"text": "One point."} | _with_article(values))


def takeaway(**values: Any) -> Takeaway:
    return Takeaway.objects.create(**{"text": "One takeaway."} | _with_article(values))


def faq(**values: Any) -> FAQ:
    return FAQ.objects.create(
        **{"question": "What changed?", "answer_markdown": "The label."} | _with_article(values)
    )


def market_impact(**values: Any) -> MarketImpact:
    """The regulatory dimension, rated medium without a reason."""
    return MarketImpact.objects.create(
        **{"dimension": Dimension.REGULATORY, "level": Level.MEDIUM, "rated_at": NOW} | _with_article(values)
    )


def rating_change(**values: Any) -> RatingChange:
    return RatingChange.objects.create(
        **{"dimension": Dimension.REGULATORY, "level": Level.LOW, "rated_at": NOW} | _with_article(values)
    )


def related_article(**values: Any) -> RelatedArticle:
    values = _with_article(values)
    if "related" not in values:
        values["related"] = article()
    return RelatedArticle.objects.create(**{"reason": "Same target: HER2."} | values)


def article_report(**values: Any) -> ArticleReport:
    values = _with_article(values)
    if "report" not in values:
        values["report"] = report()
    return ArticleReport.objects.create(**{"reason": "Same indication: breast cancer."} | values)


def reference(**values: Any) -> Reference:
    """A paper known by its PMID alone."""
    return Reference.objects.create(**{"pmid": 30_000_000 + next(_numbers)} | values)


def _with_reference(values: dict[str, Any]) -> dict[str, Any]:
    if "reference" not in values:
        values["reference"] = reference()
    return values


def article_reference(**values: Any) -> ArticleReference:
    values = _with_reference(_with_article(values))
    return ArticleReference.objects.create(**{"key": f"source-{next(_numbers)}"} | values)


def citation(**values: Any) -> Citation:
    """The first use of a paper, not matched yet."""
    sentence = values.get("sentence", f"Response was seen in {next(_numbers)} patients.")
    return Citation.objects.create(
        **{"sentence": sentence, "sentence_hash": _hash(sentence), "place": "introduction", "use": 1}
        | _with_reference(_with_article(values))
    )


def evidence_event(**values: Any) -> EvidenceEvent:
    return EvidenceEvent.objects.create(
        **{"to_state": "found", "checked_by": "sample", "at": NOW} | _with_reference(values)
    )


def revision(**values: Any) -> Revision:
    """Version 1 of an article, its content an empty JSON object."""
    n = next(_numbers)
    values = _with_article(values)
    is_first = values.get("number", 1) == 1
    return Revision.objects.create(
        **{
            "number": 1,
            "change": ChangeClass.FIRST if is_first else ChangeClass.UPDATE,
            "note": "" if is_first else "New figures.",
            "content": "{}",
            "body_html": "<p>A paragraph.</p>",
            "renderer_version": 1,
            "salt": f"salt-{n}",
            "part_hashes": "{}",
            "content_hash": _hash(f"content-{n}"),
            "previous_hash": "" if is_first else _hash(f"previous-{n}"),
            "chain_hash": _hash(f"chain-{n}"),
            "published_at": NOW,
        }
        | values
    )


def publication(**values: Any) -> Publication:
    """A public article; its working copy and revision are made where not given."""
    if "article" not in values:
        values["article"] = values["revision"].article if "revision" in values else article()
    copy = values["article"]
    if "revision" not in values:
        values["revision"] = revision(article=copy)
    return Publication.objects.create(
        **{
            "slug": copy.slug,
            "headline": copy.headline,
            "standfirst": copy.standfirst,
            "kind": copy.kind,
            "section": copy.section,
            "published_at": NOW,
            "modified_at": NOW,
        }
        | values
    )


def _with_publication(values: dict[str, Any]) -> dict[str, Any]:
    if "publication" not in values:
        values["publication"] = publication()
    return values


def publication_topic(**values: Any) -> PublicationTopic:
    values = _with_publication(values)
    if "topic" not in values:
        values["topic"] = topic()
    return PublicationTopic.objects.create(**values)


def publication_entity(**values: Any) -> PublicationEntity:
    values = _with_publication(values)
    if "entity" not in values:
        values["entity"] = entity()
    return PublicationEntity.objects.create(**values)


def publication_reference(**values: Any) -> PublicationReference:
    return PublicationReference.objects.create(**{"position": 1} | _with_reference(_with_publication(values)))


def publication_author(**values: Any) -> PublicationAuthor:
    values = _with_publication(values)
    if "author" not in values:
        values["author"] = author()
    return PublicationAuthor.objects.create(**values)


def publication_report(**values: Any) -> PublicationReport:
    values = _with_publication(values)
    if "report" not in values:
        values["report"] = report(is_listed=True)
    return PublicationReport.objects.create(
        **{"position": 1, "reason": "Same indication: breast cancer."} | values
    )


def publication_related(**values: Any) -> PublicationRelated:
    values = _with_publication(values)
    if "related" not in values:
        values["related"] = article()
    return PublicationRelated.objects.create(**{"position": 1, "reason": "Same target: HER2."} | values)


def redirect(**values: Any) -> Redirect:
    n = next(_numbers)
    return Redirect.objects.create(
        **{"old_path": f"/articles/old-{n}/", "new_path": f"/articles/new-{n}/"} | values
    )


def trust_page(**values: Any) -> TrustPage:
    n = next(_numbers)
    return TrustPage.objects.create(
        **{"name": TrustPageName.values[n % 10], "body_markdown": "Ours.", "body_html": "<p>Ours.</p>"}
        | values
    )


def report(**values: Any) -> Report:
    """A third-party report that readers do not see yet."""
    n = next(_numbers)
    return Report.objects.create(**{"slug": f"report-{n}", "title": f"Report {n}"} | values)


def timeline_entry(**values: Any) -> TimelineEntry:
    return TimelineEntry.objects.create(**{"verb": "published", "at": NOW} | _with_article(values))


def task(**values: Any) -> Task:
    """An open task."""
    return Task.objects.create(
        **{"kind": "check", "title": "Look at it", "key": f"key-{next(_numbers)}", "created_at": NOW} | values
    )


def contact(**values: Any) -> Contact:
    n = next(_numbers)
    return Contact.objects.create(**{"name": f"Reader {n}", "email": f"reader{n}@example.org"} | values)


def correction_report(**values: Any) -> CorrectionReport:
    """A reader's report of a wrong fact, not looked at yet."""
    n = next(_numbers)
    return CorrectionReport.objects.create(
        **{
            "number": f"NPN-R-2026-{n:04}",
            "token": f"token-{n}",
            "nonce": f"nonce-{n}",
            "kind": "fact",
            "wrong": "The year is wrong.",
            "received_at": NOW,
        }
        | _with_article(values)
    )


def correction(**values: Any) -> Correction:
    """A notice raised by the desk, with the second version that carries it."""
    if "revision" not in values:
        values = _with_article(values)
        values["revision"] = revision(
            article=values["article"], number=2, change=ChangeClass.CORRECTION, note="The year was wrong."
        )
    values.setdefault("article", values["revision"].article)
    return Correction.objects.create(
        **{
            "number": f"NPN-C-2026-{next(_numbers):04}",
            "kind": ChangeClass.CORRECTION,
            "text": "An earlier version gave the wrong year.",
            "raised_by": "desk",
            "published_at": NOW,
        }
        | values
    )


def change(**values: Any) -> Change:
    return Change.objects.create(**{"tags": "front", "why": "published"} | values)


def job(**values: Any) -> Job:
    """A job that waits."""
    return Job.objects.create(
        **{"handler": "articles.tests.handler", "payload": '{"args": [], "kwargs": {}}'} | values
    )


def schedule(**values: Any) -> Schedule:
    return Schedule.objects.create(**{"name": f"schedule-{next(_numbers)}", "next_at": NOW} | values)


def worker(**values: Any) -> Worker:
    return Worker.objects.create(
        **{"name": f"worker-{next(_numbers)}", "started_at": NOW, "seen_at": NOW} | values
    )


def limit_counter(**values: Any) -> LimitCounter:
    return LimitCounter.objects.create(
        **{
            "scope": "reports",
            "subject": _hash(f"subject-{next(_numbers)}"),
            "window_at": NOW,
            "expires_at": NOW + timedelta(hours=1),
        }
        | values
    )
