"""`manage.py serve`: web workers, the background worker and the timetable, for production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from newsroom import collecting, data_dir, health, serving


class Command(BaseCommand):
    help = "Serves the site: web workers, background worker and timetable. SIGTERM stops, SIGHUP reloads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="Address and port to listen on.")
        parser.add_argument("--workers", type=int, default=None, help="Web workers; one a core without it.")

    def handle(self, *args: Any, **options: Any) -> None:
        workers = options["workers"] or serving.default_workers()
        if workers < 1:
            raise CommandError("--workers is at least 1.")
        try:
            bind = serving.parse_bind(options["bind"])
            serving.require_free(bind)
            data_dir.require_writable(settings.DATA_DIR)
            self._require_database()
            collecting.collect(report=self.stdout.write)
            serving.serve(bind=bind, workers=workers)
        except (serving.ServeError, data_dir.DataDirError) as error:
            raise CommandError(str(error)) from None

    def _require_database(self) -> None:
        try:
            problems = health.find_problems(now=timezone.now())
        except DatabaseError:
            problems = {"database": "it cannot be reached"}
        finally:
            connection.close()
        if "database" in problems:
            raise CommandError(
                f"The database cannot be reached ({problems['database']}): look at DATABASE_URL."
            )
        if "migrations" in problems:
            raise CommandError(f"Migrations: {problems['migrations']}. Run manage.py migrate first.")
