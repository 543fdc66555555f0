"""The project as an installed app: its commands and system checks."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from newsroom import checks

        checks.register_all()
