"""Readers' reports of mistakes, and the notices that answer them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.choices import NOTICE_CLASSES, ChangeClass


class ReportState(models.TextChoices):
    HELD = "held", "Held as suspected spam"
    RECEIVED = "received", "Received"
    WORKING = "working", "Being looked at"
    WAITING = "waiting", "Waiting for the reporter"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DUPLICATE = "duplicate", "Same as another report"
    WITHDRAWN = "withdrawn", "Withdrawn by the reporter"


DECIDED_STATES = (ReportState.ACCEPTED, ReportState.DECLINED, ReportState.DUPLICATE)


class MistakeKind(models.TextChoices):
    FACT = "fact", "A fact, number or date"
    CITATION = "citation", "A citation"
    NAME = "name", "A name or attribution"
    OUTDATED = "outdated", "Out of date"
    UNFAIR = "unfair", "Missing or unfair"
    TYPO = "typo", "Typo or link"
    PRIVACY = "privacy", "Privacy or legal"


class Contact(models.Model):
    """How to reach somebody outside. The one place of their personal data, so that it can be erased."""

    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email=""), name="contact_erased_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"Contact {self.pk}"


class CorrectionReport(models.Model):
    """A reader's report that something is wrong, with the place it is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="For example NPN-R-2026-0149.")
    token = models.CharField(
        max_length=64, unique=True, help_text="Secret part of the status page's address."
    )
    nonce = models.CharField(
        max_length=64, unique=True, help_text="From the form: one form makes one report."
    )
    article = models.ForeignKey(
        "Article", models.PROTECT, null=True, blank=True, related_name="reports_received"
    )
    revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, blank=True, related_name="reports_received"
    )
    block = models.CharField(max_length=120, blank=True)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=120, blank=True)
    suffix = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=MistakeKind)
    wrong = models.TextField(max_length=2000)
    harm = models.BooleanField("somebody could be harmed", default=False)
    should_say = models.TextField(max_length=2000, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    relation = models.CharField(max_length=120, blank=True)
    contact = models.ForeignKey("Contact", models.SET_NULL, null=True, blank=True, related_name="reports")
    wants_credit = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.RECEIVED)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports_assigned"
    )
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports_decided"
    )
    decision = models.TextField(blank=True, help_text="Why, in words for the reporter.")

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MistakeKind.values), name="correctionreport_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="correctionreport_state_known"
            ),
            models.CheckConstraint(condition=~Q(wrong=""), name="correctionreport_says_what"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="correctionreport_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_STATES) | Q(decided_at__isnull=False),
                name="correctionreport_decision_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DUPLICATE, duplicate_of__isnull=False)
                | ~Q(state=ReportState.DUPLICATE) & Q(duplicate_of=None),
                name="correctionreport_duplicate_of_one",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("id")),
                name="correctionreport_not_its_own_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(revision=None) | Q(article__isnull=False),
                name="correctionreport_revision_has_article",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RaisedBy(models.TextChoices):
    READER = "reader", "A reader"
    DESK = "desk", "Our desk"
    SOFTWARE = "software", "Software that watches the cited papers"


class Correction(models.Model):
    """A published notice. Append-only: triggers refuse update and delete."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="For example NPN-C-2026-0139.")
    article = models.ForeignKey("Article", models.PROTECT, related_name="corrections")
    revision = models.OneToOneField("Revision", models.PROTECT, related_name="correction")
    kind = models.CharField(max_length=14, choices=[(c.value, c.label) for c in NOTICE_CLASSES])
    text = models.TextField(help_text="The notice as printed.")
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    raised_by = models.CharField(max_length=8, choices=RaisedBy)
    report = models.ForeignKey("CorrectionReport", models.PROTECT, null=True, related_name="corrections")
    error_since = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    late_reason = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[c.value for c in NOTICE_CLASSES]), name="correction_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_what"),
            models.CheckConstraint(
                condition=Q(raised_by__in=RaisedBy.values), name="correction_raiser_known"
            ),
            models.CheckConstraint(
                condition=Q(error_since=None) | Q(error_since__lte=F("published_at")),
                name="correction_error_before_fix",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(reported_at__lte=F("published_at")),
                name="correction_reported_before",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeClass.CORRECTION) | ~Q(was="") | Q(now=""),
                name="correction_now_has_was",
            ),
        ]

    def __str__(self) -> str:
        return self.number
