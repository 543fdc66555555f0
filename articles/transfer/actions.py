"""Import and export of articles, reports and shared records (INTERFACE.md, front matter; decision note 0014)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.models import Article, User
from articles.models.choices import PublicState
from articles.transfer.dates import days_to, moved
from articles.transfer.files import find_files
from articles.transfer.formats import AnyFile, ArticleFile, FileProblem, FileRejected, RecordsFile, ReportFile
from articles.transfer.importing import Circumstances, discard, import_article, import_records, import_report
from articles.transfer.reader import ReadResult, has_front_matter, read_path
from articles.transfer.records import all_records
from articles.transfer.results import ExportLine, ImportLine, ImportReport, Outcome
from articles.transfer.snapshot import (
    all_articles,
    all_reports,
    article_file,
    is_as_published,
    publication_of,
    report_file,
)
from articles.transfer.writer import write_text

__all__ = ["ExportLine", "ImportLine", "ImportReport", "Progress", "export_to", "import_paths"]

# Called with how many items are done and how many there are.
Progress = Callable[[int, int], None]


def import_paths(
    *,
    paths: Sequence[Path],
    dry_run: bool = False,
    overwrite: bool = False,
    newest_on: date | None = None,
    by: User | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Takes in every file of `paths`, each in a transaction of its own; a refused one leaves nothing behind.

    Shared records come first, then reports, then articles, then redirects; the report is in the order of the files.
    `overwrite` also replaces what the desk changed or made under the same slug. `dry_run` reports what would happen
    and stores nothing. `newest_on` moves all dates of articles by the same whole days, so that the newest is of that
    day: for a demonstration, which should not look older than it is.
    """
    run = _Run(Circumstances(by, now or timezone.now(), overwrite), progress, newest_on)
    if not dry_run:
        return run.import_files(paths)
    with transaction.atomic():
        report = run.import_files(paths)
        transaction.set_rollback(True)
    return report


def export_to(directory: Path, *, everything: bool = False) -> Iterator[ExportLine]:
    """Writes every article and report below `directory`, and with `everything` the records they share.

    One line a file, as it is written. Raises OSError.
    """
    if everything:
        for records in all_records():
            yield _write(directory, f"site/{records.kind}.md", records)
    for report in all_reports().iterator(chunk_size=200):
        yield _write(directory, f"reports/{report.slug}.md", report_file(report))
    for article in all_articles().iterator(chunk_size=200):
        file = article_file(article)
        yield _write(directory, f"articles/{file.slug}.md", file, *_remarks(article))


def _write(directory: Path, name: str, file: AnyFile, *messages: str) -> ExportLine:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_text(file).encode())
    return ExportLine(name, messages)


def _remarks(article: Article) -> Iterator[str]:
    publication = publication_of(article)
    if publication is None:
        return
    if publication.state != PublicState.PUBLISHED:
        yield f"{publication.get_state_display().lower()} here, written as a draft"
    elif not is_as_published(article, publication):
        yield "the public version; the desk has changes that are not public"


class _Run:
    """One import: what is in it, and what has become of each file."""

    def __init__(
        self, circumstances: Circumstances, progress: Progress | None, newest_on: date | None
    ) -> None:
        self.circumstances = circumstances
        self.progress = progress
        self.newest_on = newest_on
        self.lines: dict[Path, ImportLine] = {}
        self.items: dict[Path, ReadResult] = {}
        self.paths: dict[tuple[type[AnyFile], str], Path] = {}
        self.made_ahead: dict[str, list[str]] = {}

    def import_files(self, paths: Sequence[Path]) -> ImportReport:
        order = []
        for path, wrong in find_files(paths):
            order.append(path)
            if wrong:
                self.lines[path] = ImportLine(str(path), "", "failed", (wrong,))
            else:
                self._read(path)
        if self.newest_on:
            self._move_dates(self.newest_on)
        done = len(self.lines)
        for path in sorted(self.items, key=self._rank):
            self._import(path)
            done += 1
            if self.progress:
                self.progress(done, len(order))
        return ImportReport(tuple(self.lines[path] for path in order))

    def _read(self, path: Path) -> None:
        if path.name.casefold().startswith("readme.") and not has_front_matter(path):
            self.lines[path] = ImportLine(
                str(path), "", "skipped", ("has no front matter, so it is not an article",)
            )
            return
        try:
            read = read_path(path)
            self._refuse_second(path, read.file)
        except FileRejected as refusal:
            self.lines[path] = _failed(path, "", refusal)
            return
        self.items[path] = read

    def _move_dates(self, newest_on: date) -> None:
        articles = {
            path: read.file for path, read in self.items.items() if isinstance(read.file, ArticleFile)
        }
        by = days_to(newest_on, articles.values())
        for path, file in articles.items():
            self.items[path] = replace(self.items[path], file=moved(file, by, now=self.circumstances.now))

    def _refuse_second(self, path: Path, file: AnyFile) -> None:
        """Two files of one import cannot be the same article or report."""
        if isinstance(file, RecordsFile):
            return
        first = self.paths.setdefault((type(file), file.slug), path)
        if first != path:
            raise FileRejected([FileProblem("slug", f"“{file.slug}” is also the slug of {first}")])

    def _rank(self, path: Path) -> int:
        file = self.items[path].file
        if isinstance(file, RecordsFile):
            return 3 if file.kind == "redirects" else 0
        return 2 if isinstance(file, ArticleFile) else 1

    def _import(self, path: Path) -> None:
        read = self.items[path]
        said = [str(problem) for problem in read.advice]
        slug = "" if isinstance(read.file, RecordsFile) else read.file.slug
        try:
            outcome = self._take_in(read, path, said)
        except FileRejected as refusal:
            if slug in self.made_ahead:
                discard(slug, self.circumstances)
            self.lines[path] = _failed(path, slug, refusal)
            return
        if slug in self.made_ahead:
            said += self.made_ahead[slug] if outcome == "unchanged" else []
            outcome = "created"
        self.lines[path] = ImportLine(str(path), slug, outcome, tuple(said))

    def _take_in(self, read: ReadResult, path: Path, said: list[str]) -> Outcome:
        if isinstance(read.file, ArticleFile):
            self._make_related(read.file)
            return import_article(read.file, path, read.lines, self.circumstances, said)
        if isinstance(read.file, ReportFile):
            return import_report(read.file)
        return import_records(read.file)

    def _make_related(self, file: ArticleFile) -> None:
        """Makes drafts of the articles that `file` links to and whose own turn comes later."""
        slugs = {item.slug for item in file.related} - {file.slug}
        ahead = [slug for slug in slugs if (ArticleFile, slug) in self.paths]
        present = set(Article.objects.filter(slug__in=ahead).values_list("slug", flat=True))
        for slug in sorted(set(ahead) - present):
            path = self.paths[ArticleFile, slug]
            read = self.items[path]
            if path in self.lines or not isinstance(read.file, ArticleFile):
                continue
            draft = replace(read.file, status="draft", related=())
            said: list[str] = []
            try:
                import_article(draft, path, read.lines, self.circumstances, said)
            except FileRejected:
                continue  # said when its turn comes
            self.made_ahead[slug] = said


def _failed(path: Path, slug: str, refusal: FileRejected) -> ImportLine:
    return ImportLine(str(path), slug, "failed", tuple(map(str, refusal.problems)))
