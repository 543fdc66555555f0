"""The working copy: what editors write. No public page reads these tables (ARCHITECTURE.md section 5)."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.choices import (
    AiUse,
    ArticleKind,
    BylineRole,
    Conflicts,
    Dimension,
    Horizon,
    Level,
    WorkState,
)

if TYPE_CHECKING:
    from articles.models.taxonomy import Entity, Topic


class ArticleQuerySet(models.QuerySet["Article"]):
    def for_list(self) -> "ArticleQuerySet":
        """With all that a row of the desk's list prints."""
        return self.select_related("section", "last_edited_by", "publication")


class Article(models.Model):
    """One article as the desk works on it. Readers see its `Publication`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        max_length=150,
        unique=True,
        help_text="The last part of the address: small letters, digits and hyphens.",
    )
    headline = models.CharField(max_length=250)
    standfirst = models.TextField(
        max_length=400, blank=True, help_text="One or two sentences under the headline."
    )
    kind = models.CharField(max_length=10, choices=ArticleKind, default=ArticleKind.NEWS)
    section = models.ForeignKey("Section", models.PROTECT, related_name="articles")
    topics: "models.ManyToManyField[Topic, Any]" = models.ManyToManyField(
        "Topic", blank=True, related_name="articles"
    )
    entities: "models.ManyToManyField[Entity, Any]" = models.ManyToManyField(
        "Entity", blank=True, related_name="articles"
    )

    body_markdown = models.TextField("body", blank=True)
    body_html = models.TextField(blank=True, editable=False)
    body_toc = models.TextField(default="[]", editable=False, help_text="JSON list of headings.")
    renderer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)

    conflicts = models.CharField(
        "conflicts of interest", max_length=12, choices=Conflicts, default=Conflicts.NOT_STATED
    )
    conflicts_text = models.TextField(
        "which conflicts", blank=True, help_text="Only with “Declared”: in one sentence."
    )
    ai_use = models.CharField("AI use", max_length=24, choices=AiUse, default=AiUse.NOT_KNOWN)
    ai_use_detail = models.CharField(
        "AI use: what",
        max_length=200,
        blank=True,
        help_text="With “Assisted”: with what, for example translation.",
    )
    ai_reviewer_role = models.CharField(
        "AI use: reviewed by",
        max_length=120,
        blank=True,
        help_text="With “reviewed by a named role”: the role.",
    )

    is_demonstration = models.BooleanField(
        default=False, help_text="Prints “Demonstration” with the headline, everywhere."
    )
    source = models.CharField(max_length=200, blank=True, help_text="Where an imported article comes from.")
    licence = models.CharField(max_length=120, blank=True)
    extra = models.TextField(
        default="{}", editable=False, help_text="JSON: front matter kept and given back."
    )

    state = models.CharField(max_length=20, choices=WorkState, default=WorkState.DRAFT, editable=False)
    edit_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Goes up by one with each save."
    )
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="articles_created", editable=False
    )
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="articles_edited", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="articles_approved", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now=True)
    approved_at = models.DateTimeField(null=True, editable=False)
    embargo_until = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]
        permissions = [
            ("publish_article", "Can publish article"),
            ("withdraw_article", "Can withdraw article"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_headline"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*\Z"), name="article_slug_form"
            ),
            models.CheckConstraint(condition=Q(kind__in=ArticleKind.values), name="article_kind_known"),
            models.CheckConstraint(condition=Q(state__in=WorkState.values), name="article_state_known"),
            models.CheckConstraint(condition=Q(ai_use__in=AiUse.values), name="article_ai_use_known"),
            models.CheckConstraint(
                condition=Q(conflicts__in=Conflicts.values), name="article_conflicts_known"
            ),
            models.CheckConstraint(
                condition=Q(conflicts=Conflicts.DECLARED) & ~Q(conflicts_text="")
                | ~Q(conflicts=Conflicts.DECLARED) & Q(conflicts_text=""),
                name="article_conflicts_said_when_declared",
            ),
            models.CheckConstraint(
                condition=~Q(ai_use=AiUse.ASSISTED) | ~Q(ai_use_detail=""), name="article_ai_assistance_said"
            ),
            models.CheckConstraint(
                condition=~Q(ai_use=AiUse.WRITTEN_REVIEWED) | ~Q(ai_reviewer_role=""),
                name="article_ai_reviewer_named",
            ),
            # Four eyes: an approval names who, when and which content, and is never the last writer's own.
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, approved_hash="")
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_hash=""),
                name="article_approval_complete",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(last_edited_by=None) | ~Q(approved_by=F("last_edited_by")),
                name="article_approver_is_not_last_editor",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.SCHEDULED) | Q(publish_at__isnull=False),
                name="article_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(embargo_until=None) | Q(publish_at=None) | Q(publish_at__gte=F("embargo_until")),
                name="article_not_before_embargo",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def labelled_headline(self) -> str:
        """As lists of the desk print it: a demonstration says so."""
        return f"Demonstration: {self.headline}" if self.is_demonstration else self.headline


class Ordered(models.Model):
    """A child of an article with a place of its own, counted from 1."""

    position = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="%(class)s_place_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="%(class)s_place_from_1"),
        ]


class ArticleByline(Ordered):
    article = models.ForeignKey("Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey("Author", models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=12, choices=BylineRole, default=BylineRole.WRITTEN)

    class Meta(Ordered.Meta):
        verbose_name = "byline"
        constraints = [
            *Ordered.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="articlebyline_once_in_a_role"
            ),
            models.CheckConstraint(condition=Q(role__in=BylineRole.values), name="articlebyline_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"


class SummaryPoint(Ordered):
    """One bullet of the executive summary."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="summary_points")
    text = models.TextField(max_length=600)

    class Meta(Ordered.Meta):
        constraints = [
            *Ordered.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="summarypoint_said"),
        ]

    def __str__(self) -> str:
        return f"Point {self.position}"


class Takeaway(Ordered):
    """One key takeaway and what it rests on."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="takeaways")
    text = models.TextField(max_length=600)
    rests_on = models.CharField(
        max_length=300,
        blank=True,
        help_text="Sections (#driving) and sources (PMID 35665782, or a reference's short name), with commas between.",
    )

    class Meta(Ordered.Meta):
        constraints = [
            *Ordered.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="takeaway_said"),
        ]

    def __str__(self) -> str:
        return f"Takeaway {self.position}"


class FAQ(Ordered):
    article = models.ForeignKey("Article", models.CASCADE, related_name="faqs")
    question = models.CharField(max_length=300)
    answer_markdown = models.TextField("answer", max_length=5000)
    answer_html = models.TextField(blank=True, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = "question"
        constraints = [
            *Ordered.Meta.constraints,
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer_markdown=""), name="faq_said"),
        ]

    def __str__(self) -> str:
        return f"Question {self.position}"


class MarketImpact(models.Model):
    """How much an article's news could change along one dimension. Four rows an article; no level means not rated."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="impacts")
    dimension = models.CharField(max_length=12, choices=Dimension)
    level = models.CharField(max_length=6, choices=Level, blank=True)
    reason = models.TextField(
        max_length=400, blank=True, help_text="Words of the article itself, so that readers can look."
    )
    reason_anchor = models.CharField(max_length=120, blank=True, editable=False)
    horizon = models.CharField(max_length=16, choices=Horizon, default=Horizon.NOT_STATED)
    affects: "models.ManyToManyField[Entity, Any]" = models.ManyToManyField(
        "Entity", blank=True, related_name="impacts"
    )
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="ratings", editable=False
    )
    rated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "rating"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "dimension"], name="impact_once_a_dimension"),
            models.CheckConstraint(
                condition=Q(dimension__in=Dimension.values), name="impact_dimension_known"
            ),
            models.CheckConstraint(condition=Q(level__in=["", *Level.values]), name="impact_level_known"),
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="impact_horizon_known"),
            models.CheckConstraint(
                condition=~Q(level="") | Q(reason="", horizon=Horizon.NOT_STATED),
                name="impact_reason_needs_level",
            ),
            models.CheckConstraint(
                condition=Q(rated_by=None) | Q(rated_at__isnull=False), name="impact_rated_when"
            ),
        ]

    def __str__(self) -> str:
        return self.get_dimension_display()


class RatingChange(models.Model):
    """A rating as it was given. The newest of a dimension is the current one; earlier ones are kept."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="rating_changes")
    dimension = models.CharField(max_length=12, choices=Dimension)
    level = models.CharField(max_length=6, choices=Level, blank=True)
    reason = models.TextField(blank=True)
    horizon = models.CharField(max_length=16, choices=Horizon, default=Horizon.NOT_STATED)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rating_changes"
    )
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["-rated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dimension__in=Dimension.values), name="ratingchange_dimension_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="ratingchange_level_known"
            ),
            models.CheckConstraint(
                condition=Q(horizon__in=Horizon.values), name="ratingchange_horizon_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.get_level_display() or 'not rated'}"


class RelatedArticle(Ordered):
    """Related coverage chosen by an editor, with the reason readers see."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="related_articles")
    related = models.ForeignKey("Article", models.CASCADE, related_name="related_from")
    reason = models.CharField(
        max_length=120, help_text="Printed below the headline, for example: Same target: HER2."
    )

    class Meta(Ordered.Meta):
        constraints = [
            *Ordered.Meta.constraints,
            models.UniqueConstraint(fields=["article", "related"], name="relatedarticle_once"),
            models.CheckConstraint(condition=~Q(article=F("related")), name="relatedarticle_not_itself"),
            models.CheckConstraint(condition=~Q(reason=""), name="relatedarticle_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.related)


class ArticleReport(Ordered):
    """A report of the library shown beside an article, with the reason readers see."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="report_links")
    report = models.ForeignKey("Report", models.PROTECT, related_name="article_links")
    reason = models.CharField(max_length=160, help_text="For example: Same indication: breast cancer.")

    class Meta(Ordered.Meta):
        constraints = [
            *Ordered.Meta.constraints,
            models.UniqueConstraint(fields=["article", "report"], name="articlereport_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="articlereport_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.report)
