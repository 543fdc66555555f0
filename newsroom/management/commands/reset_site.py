"""`manage.py reset_site --yes`: empties the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom import site_state


class Command(BaseCommand):
    help = "Empties the site: articles, history, accounts, jobs. Refuses a site that demo did not make."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="Really do it.")
        parser.add_argument("--force", action="store_true", help="Also a site that demo did not make.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            raise CommandError("This deletes everything on the site. Add --yes to do it.")
        if not (options["force"] or site_state.is_demonstration() or site_state.is_empty()):
            raise CommandError("This site was not made by demo. Add --force to empty it all the same.")
        site_state.empty()
        self.stdout.write("The site is empty.")
