"""Vocabularies that several areas of the schema share. The words are the ones readers and editors see."""

from django.db import models


class ArticleKind(models.TextChoices):
    BRIEF = "brief", "Brief"
    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    EXPLAINER = "explainer", "Explainer"


class WorkState(models.TextChoices):
    """Where the working copy stands on the desk. What readers see is `PublicState`."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"


class PublicState(models.TextChoices):
    PUBLISHED = "published", "Published"
    PAUSED = "paused", "Paused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RETRACTED = "retracted", "Retracted"


class WithdrawalReason(models.TextChoices):
    """The only reasons a page may answer 410 (INTERFACE.md, Notices)."""

    COURT_ORDER = "court_order", "Court order"
    PRIVACY = "privacy", "Privacy"
    SAFETY = "safety", "Safety of a person"
    COPYRIGHT = "copyright", "Copyright"
    TOO_EARLY = "too_early", "Published too early"


class Dimension(models.TextChoices):
    REGULATORY = "regulatory", "Regulatory"
    COMMERCIAL = "commercial", "Commercial"
    COMPETITIVE = "competitive", "Competitive"
    INVESTMENT = "investment", "Investment"


class Level(models.TextChoices):
    """How much could change; not whether that is good or bad."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Horizon(models.TextChoices):
    UNDER_6_MONTHS = "under_6_months", "Under 6 months"
    MONTHS_6_TO_24 = "6_to_24_months", "6 to 24 months"
    LATER = "later", "Later"
    NOT_STATED = "not_stated", "Not stated"


class AiUse(models.TextChoices):
    NONE = "none", "None"
    ASSISTED = "assisted", "Assisted"
    WRITTEN_REVIEWED = "written_reviewed", "Written by software and reviewed by a named role"
    WRITTEN_NOT_REVIEWED = "written_not_reviewed", "Written by software, not reviewed"
    NOT_KNOWN = "not_known", "Not known"


class Conflicts(models.TextChoices):
    NONE = "none", "None declared"
    DECLARED = "declared", "Declared"
    NOT_STATED = "not_stated", "Not stated"


class BylineRole(models.TextChoices):
    WRITTEN = "written", "Written by"
    CONTRIBUTED = "contributed", "With contributions by"
    EDITED = "edited", "Edited by"


class ChangeClass(models.TextChoices):
    """What a published version is to the one before it (INTERFACE.md, Notices)."""

    FIRST = "first", "First published"
    UPDATE = "update", "Update"
    MINOR = "minor", "Minor fix"
    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    EDITORS_NOTE = "editors_note", "Editor's note"
    RETRACTION = "retraction", "Retraction"
    WITHDRAWAL = "withdrawal", "Withdrawal"


NOTICE_CLASSES = (
    ChangeClass.CORRECTION,
    ChangeClass.CLARIFICATION,
    ChangeClass.EDITORS_NOTE,
    ChangeClass.RETRACTION,
    ChangeClass.WITHDRAWAL,
)
