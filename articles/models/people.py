"""Accounts of the desk, and the bylines readers see. A byline is not an account: desks sign, accounts act."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse


class User(AbstractUser):
    """Somebody who may sign in to the desk."""

    display_name = models.CharField(max_length=120, blank=True, help_text="How the desk names this person.")
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        help_text="IANA name, for example Europe/Berlin. Times on the desk use it.",
    )

    def __str__(self) -> str:
        return self.display_name or self.get_full_name() or self.username


class AuthorKind(models.TextChoices):
    PERSON = "person", "Person"
    DESK = "desk", "Desk"


class Author(models.Model):
    """Who signs: a named person, or a desk of the newsroom."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AuthorKind, default=AuthorKind.DESK)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=160, unique=True)
    position = models.CharField(max_length=160, blank=True, help_text="For example: Standards editor.")
    about = models.TextField(blank=True)
    disclosures = models.TextField(
        blank=True, help_text="Interests readers should know of. Printed on the author page."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AuthorKind.values), name="author_kind_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="author_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:authors-author", args=[self.slug])
