"""References, their use in articles, and what is known of both. State changes are events, not revisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReferenceKind(models.TextChoices):
    PAPER = "paper", "Paper"
    PREPRINT = "preprint", "Preprint"
    TRIAL = "trial", "Trial registration"
    REGULATOR = "regulator", "Regulator document"
    COMPANY = "company", "Company release"
    FILING = "filing", "Filing"
    ABSTRACT = "abstract", "Conference abstract"
    BOOK = "book", "Book"
    DATASET = "dataset", "Dataset"
    REGISTRY = "registry", "Registry"


class RecordState(models.TextChoices):
    """What asking the record's owner gave. Only a live answer may set NOT_FOUND; a sample says NOT_IN_SAMPLE."""

    UNCHECKED = "unchecked", "Not looked up yet"
    FOUND = "found", "Found"
    NOT_FOUND = "not_found", "Not found"
    NOT_IN_SAMPLE = "not_in_sample", "Not in the sample"


class PaperState(models.TextChoices):
    """What has happened to the paper itself since it appeared."""

    STANDS = "stands", "No notice known"
    CORRECTED = "corrected", "Corrected"
    CONCERN = "concern", "Expression of concern"
    RETRACTED = "retracted", "Retracted"


class CitationState(models.TextChoices):
    """Whether the number leads to the paper that the sentence names. Never says that the paper supports it."""

    NOT_MATCHED = "not_matched", "Not matched yet"
    MATCHED = "matched", "Matched"
    MISMATCH_SUSPECTED = "mismatch_suspected", "Mismatch suspected"
    MISMATCH = "mismatch", "Mismatch"
    NOT_FOUND = "not_found", "Not in PubMed"


class Checker(models.TextChoices):
    PUBMED = "pubmed", "PubMed"
    SAMPLE = "sample", "Bundled sample"
    EDITOR = "editor", "An editor"


class Reference(models.Model):
    """A paper, document, registration or release that articles cite. One row a paper, whoever cites it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ReferenceKind, default=ReferenceKind.PAPER)
    pmid = models.PositiveIntegerField(
        "PMID", null=True, blank=True, unique=True, help_text="PubMed number, digits only."
    )
    doi = models.CharField(
        "DOI", max_length=200, blank=True, help_text="Begins with 10. and has no address before it."
    )
    nct = models.CharField("NCT number", max_length=11, blank=True)
    title = models.CharField(max_length=500, blank=True)
    authors = models.TextField(blank=True, help_text="As printed in the reference list.")
    container = models.CharField("journal or series", max_length=250, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    issued = models.CharField(
        max_length=10, blank=True, help_text="2020, 2020-06 or 2020-06-18: as much as is known."
    )
    url = models.URLField("address", max_length=500, blank=True)
    accessed_on = models.DateField(null=True, blank=True, help_text="When the desk last opened the address.")
    record_state = models.CharField(
        max_length=14, choices=RecordState, default=RecordState.UNCHECKED, editable=False
    )
    paper_state = models.CharField(
        max_length=10, choices=PaperState, default=PaperState.STANDS, editable=False
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.CharField(max_length=8, choices=Checker, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReferenceKind.values), name="reference_kind_known"),
            models.CheckConstraint(
                condition=Q(pmid=None) | Q(pmid__gte=1, pmid__lte=99_999_999), name="reference_pmid_range"
            ),
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi__regex=r"^10\.[0-9]{4,9}/[^\sA-Z]+\Z"), name="reference_doi_form"
            ),
            models.CheckConstraint(
                condition=Q(nct="") | Q(nct__regex=r"^NCT[0-9]{8}\Z"), name="reference_nct_form"
            ),
            models.CheckConstraint(
                condition=Q(issued="") | Q(issued__regex=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z"),
                name="reference_issued_form",
            ),
            models.UniqueConstraint(fields=["doi"], condition=~Q(doi=""), name="reference_doi_unique"),
            models.CheckConstraint(
                condition=~Q(kind=ReferenceKind.PAPER) | Q(pmid__isnull=False) | ~Q(doi=""),
                name="reference_paper_has_number",
            ),
            models.CheckConstraint(
                condition=Q(pmid__isnull=False) | ~Q(title=""), name="reference_is_recognisable"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReferenceKind.TRIAL) | ~Q(nct="") | ~Q(url=""),
                name="reference_trial_is_found",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by="", record_state=RecordState.UNCHECKED)
                | Q(checked_at__isnull=False) & ~Q(checked_by="") & ~Q(record_state=RecordState.UNCHECKED),
                name="reference_checked_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(record_state=RecordState.NOT_FOUND) | Q(checked_by=Checker.PUBMED),
                name="reference_only_pubmed_says_not_found",
            ),
        ]

    def __str__(self) -> str:
        return self.title or (f"PMID {self.pmid}" if self.pmid else self.doi)

    @property
    def is_paper(self) -> bool:
        return self.kind in (ReferenceKind.PAPER, ReferenceKind.PREPRINT)


class ArticleReference(models.Model):
    """A line of an article's reference list."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="reference_links")
    reference = models.ForeignKey("Reference", models.PROTECT, related_name="article_links")
    position = models.PositiveIntegerField(default=1)
    key = models.SlugField(
        "short name",
        max_length=80,
        help_text="Cite it in the text as [words](ref:short-name). A paper's is pmid-12345678.",
    )
    as_printed = models.CharField(
        max_length=250, blank=True, help_text="What the article calls it, for example the journal."
    )

    class Meta:
        verbose_name = "reference"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="articlereference_place_unique"),
            models.UniqueConstraint(fields=["article", "reference"], name="articlereference_once"),
            models.UniqueConstraint(fields=["article", "key"], name="articlereference_key_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="articlereference_place_from_1"),
            models.CheckConstraint(condition=~Q(key=""), name="articlereference_has_key"),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Citation(models.Model):
    """One sentence of an article leaning on one reference.

    The row belongs to the sentence, not to a version: as long as the sentence stays word for word (its hash), its
    state stays, in the working copy and in every published version that has it. A changed sentence is a new row,
    not matched yet. `use` is its place among the uses of the reference in the working copy; empty when the working
    copy no longer has the sentence.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="citations")
    reference = models.ForeignKey("Reference", models.PROTECT, related_name="citations")
    sentence = models.TextField()
    sentence_hash = models.CharField(max_length=64)
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="Which of several equal sentences.")
    place = models.CharField(max_length=120, help_text="Anchor of the block it stands in.")
    use = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=CitationState, default=CitationState.NOT_MATCHED)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=8, choices=Checker, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="citations_accepted"
    )

    class Meta:
        ordering = ["article", "reference", "use"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reference", "sentence_hash", "occurrence"],
                name="citation_once_a_sentence",
            ),
            models.UniqueConstraint(
                fields=["article", "reference", "use"],
                condition=Q(use__isnull=False),
                name="citation_use_unique",
            ),
            models.CheckConstraint(condition=Q(state__in=CitationState.values), name="citation_state_known"),
            models.CheckConstraint(condition=Q(use=None) | Q(use__gte=1), name="citation_use_from_1"),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by="") | Q(checked_at__isnull=False) & ~Q(checked_by=""),
                name="citation_checked_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state=CitationState.NOT_MATCHED) | Q(checked_at__isnull=False),
                name="citation_state_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(checked_by=Checker.EDITOR),
                name="citation_accepted_by_an_editor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, use {self.use or 'gone'}"


class EvidenceEvent(models.Model):
    """A change of state of a citation or of a reference, with who or what found it."""

    reference = models.ForeignKey("Reference", models.PROTECT, related_name="events")
    citation = models.ForeignKey("Citation", models.SET_NULL, null=True, blank=True, related_name="events")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    checked_by = models.CharField(max_length=8, choices=Checker)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="evidence_events"
    )
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__in=Checker.values), name="evidenceevent_checker_known"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=Checker.EDITOR) | Q(by__isnull=False),
                name="evidenceevent_editor_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.to_state}"
