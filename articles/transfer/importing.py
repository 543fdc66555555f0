"""One item of an import: decides what its file means for what is here, stores it, publishes it. All or nothing.

A file brings something only when its content differs from what was imported last; dates of files do not count. What
the desk changed since then is not overwritten unless asked. What is withdrawn here stays withdrawn.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from articles import changes, timeline
from articles.editorial import actions as editorial
from articles.editorial.results import FieldProblem
from articles.models import Article, Publication, Report, TimelineEntry, User
from articles.models.choices import PublicState
from articles.transfer.formats import ArticleFile, FileProblem, FileRejected, RecordsFile, ReportFile
from articles.transfer.records import store_records
from articles.transfer.results import Outcome
from articles.transfer.snapshot import (
    all_articles,
    article_file,
    is_as_published,
    publication_of,
    report_file,
)
from articles.transfer.store import store_article, store_report, without_missing
from articles.transfer.writer import write_text

IMPORTED = "imported"
CHANGED_AT_SOURCE = "The file this article was imported from has changed."
_FIELDS = {
    "headline": "title",
    "body_markdown": "body",
    "summary_points": "summary",
    "impacts": "market_impact",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who imports, when, and whether what the desk changed since the last import may be overwritten."""

    by: User | None
    now: datetime
    overwrite: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """Why a file is not taken in."""

    outcome: Outcome
    message: str = ""


def import_article(
    file: ArticleFile, path: Path, lines: Mapping[str, int], circumstances: Circumstances, said: list[str]
) -> Outcome:
    """Takes in one article; `said` gets what an operator should know. Raises FileRejected, and then stores nothing.

    `lines` are those of `ReadResult`.
    """
    by, now = circumstances.by, circumstances.now
    with _refusals(lines), changes.recording():
        file, missing = without_missing(_with_due_status(file, now, said))
        said += missing
        article = Article.objects.select_related("publication__revision").filter(slug=file.slug).first()
        digest = _digest(write_text(file))
        standing = _standing(article, file, digest, circumstances)
        if standing:
            said += filter(None, [standing.message])
            return standing.outcome
        is_new = article is None
        article = store_article(file, article, said=said)
        editorial.save_article(article=article, by=by, rated_at=file.published, now=now)
        if file.status == "published":
            _publish(article, file, path, circumstances)
        elif publication_of(article):
            said.append("status: it is public here and stays so; the change waits on the desk")
        data = {"file": digest, "content": article.content_hash}
        timeline.add_entry(article=article, by=by, verb=IMPORTED, note=f"from {path.name}", data=data, at=now)
    return "created" if is_new else "updated"


def import_report(file: ReportFile) -> Outcome:
    """Takes in one report of the library. Raises FileRejected."""
    with _refusals({}), changes.recording():
        report = Report.objects.filter(slug=file.slug).first()
        if report and report_file(report) == file:
            return "unchanged"
        store_report(file, report)
    return "updated" if report else "created"


def import_records(file: RecordsFile) -> Outcome:
    """Takes in shared records. Raises FileRejected."""
    with _refusals({}), changes.recording():
        return "updated" if store_records(file) else "unchanged"


def discard(slug: str, circumstances: Circumstances) -> None:
    """Deletes the draft of that slug that this run made, since the rest of its file was refused."""
    with changes.recording():
        editorial.discard_article(
            article=Article.objects.get(slug=slug), by=circumstances.by, now=circumstances.now
        )


def _with_due_status(file: ArticleFile, now: datetime, said: list[str]) -> ArticleFile:
    if file.status == "published" and file.published and file.published > now:
        said.append(f"published: {file.published:%Y-%m-%d %H:%M} UTC lies ahead; kept as a draft until then")
        return replace(file, status="draft")
    return file


def _standing(
    article: Article | None, file: ArticleFile, digest: str, circumstances: Circumstances
) -> _Standing | None:
    """Why nothing is to be done or may be done; None when the file is to be taken in."""
    if article is None:
        other = Publication.objects.filter(slug=file.slug).first()
        if other:
            raise _clash(file, other.headline)
        return None
    last = _last_import(article)
    if digest == last.get("file") or (not last and _is_same(article, file)):
        return _Standing("unchanged")
    publication = publication_of(article)
    if publication and publication.state != PublicState.PUBLISHED:
        word = publication.get_state_display().lower()
        return _Standing("skipped", f"the article is {word} here, so nothing of it is imported")
    if circumstances.overwrite:
        return None
    if not last:
        raise _clash(file, article.headline)
    if article.content_hash != last["content"]:
        return _Standing(
            "skipped",
            "the desk has changed the article since it was imported; --overwrite takes the file's words",
        )
    return None


def _clash(file: ArticleFile, headline: str) -> FileRejected:
    message = (
        f"“{file.slug}” belongs to another article here, “{headline}”: "
        "give the file another slug, or use --overwrite to replace that article"
    )
    return FileRejected([FileProblem("slug", message)])


def _last_import(article: Article) -> dict[str, str]:
    """Digests of the file and of the content that the last import of `article` left; empty when there was none."""
    data = (
        TimelineEntry.objects.filter(article=article, verb=IMPORTED)
        .order_by("-pk")
        .values_list("data", flat=True)
        .first()
    )
    return json.loads(data) if data else {}


def _is_same(article: Article, file: ArticleFile) -> bool:
    return article_file(all_articles().get(pk=article.pk)) == file


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _publish(article: Article, file: ArticleFile, path: Path, circumstances: Circumstances) -> None:
    publication = Publication.objects.select_related("revision").filter(article=article).first()
    provenance = f"Imported from {file.source or path.name}, not independently reviewed here."
    now = circumstances.now
    if publication is None:
        published_at = file.published or now
        editorial.publish_article(
            article=article,
            by=circumstances.by,
            provenance=provenance,
            published_at=published_at,
            modified_at=file.updated or published_at,
            now=now,
        )
    elif not is_as_published(article, publication):
        is_newer = file.updated and file.updated > publication.modified_at
        editorial.publish_article(
            article=article,
            by=circumstances.by,
            note=CHANGED_AT_SOURCE,
            provenance=provenance,
            modified_at=file.updated if is_newer else now,
            now=now,
        )


@contextmanager
def _refusals(lines: Mapping[str, int]) -> Iterator[None]:
    """Every refusal of an action or of the database, as one of the file."""
    try:
        yield
    except (editorial.NotSaveable, editorial.NotReady) as refusal:
        raise FileRejected([_in_file(problem, lines) for problem in refusal.problems]) from refusal
    except DatabaseError as error:
        raise FileRejected([FileProblem("", f"the database refused it: {error}")]) from error


def _in_file(problem: FieldProblem, lines: Mapping[str, int]) -> FileProblem:
    """`problem` with the file's name of the field and the file's line."""
    name, _, rest = problem.field.partition("-")
    field = _FIELDS.get(name, name) + (f", item {rest}" if rest.isdecimal() else f", {rest}" if rest else "")
    line = lines.get(problem.field)
    message = problem.message
    if line and problem.line and name == "body_markdown":
        line += problem.line - 1
        message = re.sub(rf"\bline {problem.line}\b", f"line {line}", message, count=1)
    return FileProblem(field, message, line)
