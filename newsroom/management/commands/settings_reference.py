"""`manage.py settings_reference`: the table of environment variables, as the README has it."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom import env


class Command(BaseCommand):
    help = "Prints the table of environment variables as Markdown."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(env.reference_table())
