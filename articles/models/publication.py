"""What readers read: immutable revisions, and one row for each public article."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.models.choices import ArticleKind, ChangeClass, Level, PublicState, WithdrawalReason

if TYPE_CHECKING:
    from articles.models.evidence import Reference
    from articles.models.people import Author
    from articles.models.report import Report
    from articles.models.taxonomy import Entity, Topic


class Revision(models.Model):
    """One published version, as it was. Append-only: triggers refuse update and delete.

    `content` is canonical JSON text (ARCHITECTURE.md section 5) of the article with its children in order;
    `part_hashes` is JSON text, part name to salted SHA-256; `content_hash` is over the parts, `chain_hash` over
    the chain hash before it and this content hash.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey("Article", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=14, choices=ChangeClass)
    note = models.TextField(blank=True, help_text="One sentence for readers: what changed.")
    content = models.TextField()
    body_html = models.TextField()
    renderer_version = models.PositiveSmallIntegerField()
    salt = models.CharField(max_length=64)
    part_hashes = models.TextField()
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, unique=True)
    provenance = models.CharField(
        max_length=300, blank=True, help_text="For example: Imported from …, not independently reviewed here."
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="revisions_written"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="revisions_approved"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="revisions_published"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_1"),
            models.CheckConstraint(condition=Q(change__in=ChangeClass.values), name="revision_change_known"),
            models.CheckConstraint(
                condition=Q(number=1, change=ChangeClass.FIRST, previous_hash="")
                | Q(number__gt=1) & ~Q(change=ChangeClass.FIRST) & ~Q(previous_hash=""),
                name="revision_first_is_first",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note="") | Q(change=ChangeClass.MINOR),
                name="revision_says_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(written_by=None) | ~Q(approved_by=F("written_by")),
                name="revision_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def listed(self) -> "PublicationQuerySet":
        """What lists, feeds and related coverage may show."""
        return self.filter(state=PublicState.PUBLISHED)


class Publication(models.Model):
    """The public state of an article: what its address answers. Written by editorial actions only."""

    article = models.OneToOneField("Article", models.PROTECT, related_name="publication")
    revision = models.OneToOneField("Revision", models.PROTECT, related_name="current_for")
    slug = models.SlugField(max_length=150, unique=True)
    headline = models.CharField(max_length=250)
    standfirst = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=ArticleKind)
    section = models.ForeignKey("Section", models.PROTECT, related_name="publications")
    topics: "models.ManyToManyField[Topic, Any]" = models.ManyToManyField(
        "Topic", through="PublicationTopic", related_name="publications"
    )
    entities: "models.ManyToManyField[Entity, Any]" = models.ManyToManyField(
        "Entity", through="PublicationEntity", related_name="publications"
    )
    references: "models.ManyToManyField[Reference, Any]" = models.ManyToManyField(
        "Reference", through="PublicationReference", related_name="publications"
    )
    authors: "models.ManyToManyField[Author, Any]" = models.ManyToManyField(
        "Author", through="PublicationAuthor", related_name="publications"
    )
    reports: "models.ManyToManyField[Report, Any]" = models.ManyToManyField(
        "Report", through="PublicationReport", related_name="publications"
    )
    regulatory = models.CharField(max_length=6, choices=Level, blank=True)
    commercial = models.CharField(max_length=6, choices=Level, blank=True)
    competitive = models.CharField(max_length=6, choices=Level, blank=True)
    investment = models.CharField(max_length=6, choices=Level, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    is_demonstration = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PublicState, default=PublicState.PUBLISHED)
    state_reason = models.CharField(max_length=12, choices=WithdrawalReason, blank=True)
    state_note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    modified_at = models.DateTimeField(help_text="Last material change; a minor fix does not move it.")
    state_changed_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="publication_latest"),
            models.Index(fields=["section", "state", "-published_at"], name="publication_in_section"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="publication_has_headline"),
            models.CheckConstraint(condition=Q(kind__in=ArticleKind.values), name="publication_kind_known"),
            models.CheckConstraint(condition=Q(state__in=PublicState.values), name="publication_state_known"),
            models.CheckConstraint(
                condition=Q(state=PublicState.WITHDRAWN, state_reason__in=WithdrawalReason.values)
                | ~Q(state=PublicState.WITHDRAWN) & Q(state_reason=""),
                name="publication_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=PublicState.PUBLISHED) | Q(state_changed_at__isnull=False),
                name="publication_state_since",
            ),
            models.CheckConstraint(
                condition=Q(modified_at__gte=F("published_at")), name="publication_modified_after_published"
            ),
            models.CheckConstraint(
                condition=Q(
                    regulatory__in=["", *Level.values],
                    commercial__in=["", *Level.values],
                    competitive__in=["", *Level.values],
                    investment__in=["", *Level.values],
                ),
                name="publication_levels_known",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("articles:articles-article", args=[self.slug])


class PublicationTopic(models.Model):
    publication = models.ForeignKey("Publication", models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey("Topic", models.PROTECT, related_name="publication_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "topic"], name="publicationtopic_once")]

    def __str__(self) -> str:
        return f"{self.publication}: {self.topic}"


class PublicationEntity(models.Model):
    publication = models.ForeignKey("Publication", models.CASCADE, related_name="entity_links")
    entity = models.ForeignKey("Entity", models.PROTECT, related_name="publication_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "entity"], name="publicationentity_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.entity}"


class PublicationReference(models.Model):
    publication = models.ForeignKey("Publication", models.CASCADE, related_name="reference_links")
    reference = models.ForeignKey("Reference", models.PROTECT, related_name="publication_links")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "reference"], name="publicationreference_once"),
            models.UniqueConstraint(
                fields=["publication", "position"], name="publicationreference_place_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.reference}"


class PublicationAuthor(models.Model):
    publication = models.ForeignKey("Publication", models.CASCADE, related_name="author_links")
    author = models.ForeignKey("Author", models.PROTECT, related_name="publication_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "author"], name="publicationauthor_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.author}"


class PublicationReport(models.Model):
    publication = models.ForeignKey("Publication", models.CASCADE, related_name="report_links")
    report = models.ForeignKey("Report", models.PROTECT, related_name="publication_links")
    position = models.PositiveIntegerField()
    reason = models.CharField(max_length=160)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "report"], name="publicationreport_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="publicationreport_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.report}"


class PublicationRelated(models.Model):
    """Related coverage as published; `related` is an article, shown while it is itself public."""

    publication = models.ForeignKey("Publication", models.CASCADE, related_name="related_links")
    related = models.ForeignKey("Article", models.CASCADE, related_name="published_related_from")
    position = models.PositiveIntegerField()
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "related"], name="publicationrelated_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="publicationrelated_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.related}"


class Redirect(models.Model):
    """A moved address. The action that moves rewrites older rows, so that no chain arises."""

    old_path = models.CharField(max_length=300, unique=True)
    new_path = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["old_path"]
        indexes = [models.Index(fields=["new_path"], name="redirect_new_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(old_path__startswith="/", new_path__startswith="/"),
                name="redirect_paths_absolute",
            ),
            models.CheckConstraint(
                condition=~Q(new_path__startswith="//") & ~Q(old_path__startswith="//"),
                name="redirect_stays_here",
            ),
            models.CheckConstraint(condition=~Q(old_path=F("new_path")), name="redirect_goes_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} to {self.new_path}"
