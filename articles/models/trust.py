"""What the desk itself says on the pages about the site."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class TrustPageName(models.TextChoices):
    STANDARDS = "standards", "Editorial standards"
    CORRECTIONS_POLICY = "corrections-policy", "Corrections policy"
    AI_POLICY = "ai-policy", "How AI is used here"
    HOW_WE_CHECK_CITATIONS = "how-we-check-citations", "How we check citations"
    HOW_WE_RATE_IMPACT = "how-we-rate-impact", "How we rate market impact"
    OWNERSHIP = "ownership", "Ownership and funding"
    CONFLICTS = "conflicts", "Conflicts of interest"
    CONTACT = "contact", "Editorial contact"
    PRIVACY = "privacy", "Privacy"
    ACCESSIBILITY = "accessibility", "Accessibility statement"


class TrustPage(models.Model):
    """The desk's words on one page; they stand above what the software says of itself, and do not replace it."""

    name = models.CharField("page", max_length=30, choices=TrustPageName, unique=True)
    body_markdown = models.TextField(
        "text", help_text="Markdown. Printed first on the page, under its title."
    )
    body_html = models.TextField(blank=True, editable=False)
    renderer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(name__in=TrustPageName.values), name="trustpage_name_known"),
            models.CheckConstraint(condition=~Q(body_markdown=""), name="trustpage_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.get_name_display())

    def get_absolute_url(self) -> str:
        return reverse("articles:pages-page", args=[self.name])
