"""The domain as an installed app: the only place where subscribers and job handlers are connected."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - the one allowed signal: SQLite drops triggers


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="articles.append_only")


def _install_triggers(**_: Any) -> None:
    from articles.models import append_only

    append_only.install()
