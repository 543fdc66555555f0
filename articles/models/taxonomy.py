"""Sections, topics, and the things the news is about: companies, drugs, targets, indications, trials."""

import uuid

from django.db import models
from django.urls import reverse


class Section(models.Model):
    """A part of the paper; every article stands in exactly one."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the navigation, lowest first.")
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="section_named")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:sections-section", args=[self.slug])


class Topic(models.Model):
    """A subject that articles of several sections share."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="topic_named")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:topics-topic", args=[self.slug])


class EntityKind(models.TextChoices):
    COMPANY = "company", "Company"
    DRUG = "drug", "Drug"
    TARGET = "target", "Target"
    INDICATION = "indication", "Indication"
    TRIAL = "trial", "Trial"


class Entity(models.Model):
    """A company, drug, target, indication or trial. A trial's address is its NCT number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=EntityKind)
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)
    nct = models.CharField(
        "NCT number",
        max_length=11,
        blank=True,
        help_text="Trials only: NCT and eight digits, as in NCT03734029.",
    )
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name_plural = "entities"
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entity_slug_unique_in_kind"),
            models.UniqueConstraint(fields=["kind", "name"], name="entity_name_unique_in_kind"),
            models.UniqueConstraint(fields=["nct"], condition=~models.Q(nct=""), name="entity_nct_unique"),
            models.CheckConstraint(condition=models.Q(kind__in=EntityKind.values), name="entity_kind_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="entity_named"),
            models.CheckConstraint(
                condition=models.Q(nct="") | models.Q(kind=EntityKind.TRIAL, nct__regex=r"^NCT[0-9]{8}\Z"),
                name="entity_nct_is_a_trials_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"articles:entities-{self.kind}", args=[self.nct.lower() or self.slug])


class EntitySynonym(models.Model):
    """Another name of an entity (Enhertu, T-DXd). One name leads to one entity of a kind."""

    entity = models.ForeignKey("Entity", models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="synonym_unique_in_entity"),
            models.CheckConstraint(condition=~models.Q(name=""), name="synonym_named"),
        ]

    def __str__(self) -> str:
        return self.name
