"""Takes in articles, reports and shared records from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.transfer.actions import import_paths

PROGRESS_EVERY = 100


class Command(BaseCommand):
    help = (
        "Imports articles and reports from Markdown files with front matter, and from directories of such files. "
        "Prints a line for each file: created, updated, unchanged, skipped or failed, and why. A file that was "
        "imported before and has the same content changes nothing. A refused file leaves nothing behind and does "
        "not stop the others; the exit status is 1 then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a directory of files"
        )
        parser.add_argument("--format", choices=["markdown"], default="markdown", help="what the files are")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also replace what the desk changed since the last import, or made under the same slug",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_paths(
            paths=options["paths"],
            dry_run=options["dry_run"],
            overwrite=options["overwrite"],
            progress=self._show_progress,
        )
        for line in report.lines:
            self.stdout.write(str(line))
        self.stdout.write(f"{'Dry run, nothing stored: ' if options['dry_run'] else ''}{report}.")
        if report.failed_count:
            raise SystemExit(1)

    def _show_progress(self, done: int, total: int) -> None:
        if done % PROGRESS_EVERY == 0:
            self.stderr.write(f"{done} of {total} files")
            self.stderr.flush()
