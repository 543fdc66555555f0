"""The library of industry reports and whitepapers."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

if TYPE_CHECKING:
    from articles.models.taxonomy import Entity, Topic


class ReportKind(models.TextChoices):
    REPORT = "report", "Industry report"
    WHITEPAPER = "whitepaper", "Whitepaper"
    POLICY = "policy", "Payer policy"
    GUIDANCE = "guidance", "Guidance"


class PublisherClass(models.TextChoices):
    OWN = "own", "Our own document"
    THIRD_PARTY = "third_party", "Third-party document"
    SPONSORED = "sponsored", "Sponsored document"


class Report(models.Model):
    """A document of the library. Shown to readers while `is_listed`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=150, unique=True)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=10, choices=ReportKind, default=ReportKind.REPORT)
    publisher = models.CharField(max_length=200, blank=True)
    publisher_class = models.CharField(
        max_length=12, choices=PublisherClass, default=PublisherClass.THIRD_PARTY
    )
    sponsor = models.CharField(
        max_length=200, blank=True, help_text="Who paid. Printed wherever the report is shown."
    )
    summary = models.TextField(blank=True)
    applies_to = models.CharField(max_length=120, blank=True, help_text="For example: Idaho only.")
    issued = models.CharField(max_length=10, blank=True, help_text="2020, 2020-06 or 2020-06-18.")
    url = models.URLField("address", max_length=500, blank=True)
    topics: "models.ManyToManyField[Topic, Any]" = models.ManyToManyField(
        "Topic", blank=True, related_name="reports"
    )
    entities: "models.ManyToManyField[Entity, Any]" = models.ManyToManyField(
        "Entity", blank=True, related_name="reports"
    )
    is_listed = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_titled"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(publisher_class=PublisherClass.SPONSORED) & ~Q(sponsor="")
                | Q(publisher_class__in=[PublisherClass.OWN, PublisherClass.THIRD_PARTY], sponsor=""),
                name="report_sponsor_named",
            ),
            models.CheckConstraint(
                condition=Q(issued="") | Q(issued__regex=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z"),
                name="report_issued_form",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:reports-report", args=[self.slug])
