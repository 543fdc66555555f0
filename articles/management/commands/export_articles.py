"""Writes the site's articles and reports as files that `import_articles` reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.transfer.actions import export_to

PROGRESS_EVERY = 100


class Command(BaseCommand):
    help = (
        "Writes every article (DIR/articles) and report (DIR/reports) as Markdown with front matter: of a public "
        "article its public version, of any other its draft. With --everything also sections, topics, entities, "
        "authors and redirects (DIR/site). Earlier versions, corrections, timeline, accounts and pictures are not "
        "in it: for these, back up the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR", help="where to write; made when missing")
        parser.add_argument(
            "--everything",
            action="store_true",
            help="also the records that articles share, with their details",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        try:
            for count, line in enumerate(
                export_to(options["directory"], everything=options["everything"]), 1
            ):
                self.stdout.write(str(line))
                if count % PROGRESS_EVERY == 0:
                    self.stderr.write(f"{count} files")
        except OSError as error:
            raise CommandError(f"cannot write {error.filename}: {error.strerror}") from error
        self.stdout.write(f"{count} files written to {options['directory']}.")
