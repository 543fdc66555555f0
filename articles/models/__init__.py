"""The schema, one module an area."""

from articles.models.article import (
    FAQ,
    Article,
    ArticleByline,
    ArticleReport,
    MarketImpact,
    RatingChange,
    RelatedArticle,
    SummaryPoint,
    Takeaway,
)
from articles.models.correction import Contact, Correction, CorrectionReport
from articles.models.editorial import Task, TimelineEntry
from articles.models.evidence import ArticleReference, Citation, EvidenceEvent, Reference
from articles.models.operations import Change, Job, LimitCounter, Schedule, Worker
from articles.models.people import Author, User
from articles.models.publication import (
    Publication,
    PublicationAuthor,
    PublicationEntity,
    PublicationReference,
    PublicationRelated,
    PublicationReport,
    PublicationTopic,
    Redirect,
    Revision,
)
from articles.models.report import Report
from articles.models.taxonomy import Entity, EntitySynonym, Section, Topic
from articles.models.trust import TrustPage

__all__ = [
    "FAQ",
    "Article",
    "ArticleByline",
    "ArticleReference",
    "ArticleReport",
    "Author",
    "Change",
    "Citation",
    "Contact",
    "Correction",
    "CorrectionReport",
    "Entity",
    "EntitySynonym",
    "EvidenceEvent",
    "Job",
    "LimitCounter",
    "MarketImpact",
    "Publication",
    "PublicationAuthor",
    "PublicationEntity",
    "PublicationReference",
    "PublicationRelated",
    "PublicationReport",
    "PublicationTopic",
    "RatingChange",
    "Redirect",
    "Reference",
    "RelatedArticle",
    "Report",
    "Revision",
    "Schedule",
    "Section",
    "SummaryPoint",
    "Takeaway",
    "Task",
    "TimelineEntry",
    "Topic",
    "TrustPage",
    "User",
    "Worker",
]
