"""The project as an installed app: its commands and system checks."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from articles import jobs
        from newsroom import checks, housekeeping

        checks.register_all()
        jobs.connect_recurring(housekeeping.TIMETABLE)
