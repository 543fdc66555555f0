"""What readers are shown of the published articles. Reads Publication and Revision, never the working copy."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from articles.changes import Tag, Tags
from articles.editorial.page import build_page
from articles.editorial.results import ArticlePage, FrontPage, Gone, ImpactCell, Link, ListPage, StoryLine
from articles.evidence.queries import references_of
from articles.models import (
    Author,
    Publication,
    PublicationRelated,
    PublicationReport,
    Redirect,
    Revision,
    Section,
    Topic,
)
from articles.models.choices import Dimension, Level, PublicState, WithdrawalReason
from articles.rendering.plain_text import print_line

PAGE_SIZE = 20
BARS = {"": 0, Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}


def sections() -> tuple[Link, ...]:
    """The navigation: sections that have something to read, in their order."""
    rows = Section.objects.filter(publications__state=PublicState.PUBLISHED).distinct()
    return tuple(Link(section.name, section.get_absolute_url()) for section in rows)


def get_page(slug: str) -> ArticlePage | Gone | None:
    """The public version at that address; Gone when it was withdrawn, None when nothing public is there."""
    publication = (
        Publication.objects.select_related("revision__approved_by", "section").filter(slug=slug).first()
    )
    if publication is None or publication.state == PublicState.PAUSED:
        return None
    tags = [Tags.article(publication.article_id), Tags.SITE]
    if publication.state == PublicState.WITHDRAWN:
        since = publication.state_changed_at or publication.modified_at
        reason = WithdrawalReason(publication.state_reason).label
        return Gone(reason=reason, on=since.date(), note=publication.state_note, tags=tuple(tags))
    return build_page(
        publication=publication,
        references=references_of(publication),
        history=Revision.objects.filter(article=publication.article_id)
        .select_related("correction")
        .defer("content", "body_html", "part_hashes")
        .order_by("-number"),
        related=PublicationRelated.objects.filter(
            publication=publication, related__publication__state=PublicState.PUBLISHED
        ).select_related("related__publication"),
        reports=PublicationReport.objects.filter(
            publication=publication, report__is_listed=True
        ).select_related("report"),
        site_url=settings.SITE_URL,
    )


def find_redirect(path: str) -> str | None:
    """Where a moved address leads now."""
    return Redirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()


def front_page() -> FrontPage:
    """The newest story and those after it."""
    stories = _stories(_listed()[: PAGE_SIZE + 1])
    return FrontPage(lead=stories[0] if stories else None, stories=stories[1:], tags=(Tags.FRONT, Tags.SITE))


def latest(after: str = "") -> ListPage:
    """All articles by date, a page at a time; `after` is the `older` of the page before."""
    return _list_page(
        _listed(),
        after=after,
        title="Latest articles",
        description="",
        kind="Latest",
        url="/articles/",
        tags=(Tags.FRONT, Tags.SITE),
    )


def in_section(slug: str, after: str = "") -> ListPage | None:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return None
    return _list_page(
        _listed().filter(section=section),
        after=after,
        title=section.name,
        description=section.description,
        kind="Section",
        url=section.get_absolute_url(),
        tags=(Tags.section(section.slug), Tags.SITE),
    )


def on_topic(slug: str, after: str = "") -> ListPage | None:
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return None
    return _list_page(
        _listed().filter(topics=topic),
        after=after,
        title=topic.name,
        description=topic.description,
        kind="Topic",
        url=topic.get_absolute_url(),
        tags=(Tags.topic(topic.slug), Tags.SITE),
    )


def by_author(slug: str, after: str = "") -> ListPage | None:
    author = Author.objects.filter(slug=slug).first()
    if author is None:
        return None
    return _list_page(
        _listed().filter(authors=author),
        after=after,
        title=author.name,
        description=author.about,
        kind=author.get_kind_display(),
        url=author.get_absolute_url(),
        tags=(Tags.author(author.pk), Tags.SITE),
        facts=tuple(
            (term, text)
            for term, text in (("Position", author.position), ("Disclosures", author.disclosures))
            if text
        ),
    )


def _listed() -> QuerySet[Publication]:
    return (
        Publication.objects.listed()
        .select_related("section")
        .prefetch_related("topics")
        .order_by("-published_at", "-pk")
    )


def _list_page(
    rows: QuerySet[Publication],
    *,
    after: str,
    title: str,
    description: str,
    kind: str,
    url: str,
    tags: tuple[Tag, ...],
    facts: tuple[tuple[str, str], ...] = (),
) -> ListPage:
    """A page of `rows`, by key: what is published meanwhile moves nothing from one page to the next."""
    cursor = _read_cursor(after)
    if cursor:
        at, key = cursor
        rows = rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=key)
    found = list(rows[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    shown = found[:PAGE_SIZE]
    return ListPage(
        title=title,
        description=description,
        kind=kind,
        url=url,
        stories=_stories(shown),
        tags=(*tags, *(Tags.article(row.article_id) for row in shown)),
        older=f"?after={_cursor(last)}" if last else "",
        newer=url if cursor else "",
        facts=facts,
    )


def _cursor(row: Publication) -> str:
    return f"{row.published_at:%Y%m%dT%H%M%S%f}-{row.pk}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    """None for anything `_cursor` did not write, so that an odd query string shows the first page."""
    moment, _, key = text.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 19 and moment.isascii() and len(moment) == 21):
        return None
    try:
        return datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z"), int(key)
    except ValueError:
        return None


def _stories(rows: Iterable[Publication]) -> tuple[StoryLine, ...]:
    return tuple(_story(row) for row in rows)


def _story(row: Publication) -> StoryLine:
    return StoryLine(
        headline=print_line(row.headline),
        url=row.get_absolute_url(),
        standfirst=print_line(row.standfirst),
        kind=row.get_kind_display(),
        section=Link(row.section.name, row.section.get_absolute_url()),
        topics=tuple(Link(topic.name, topic.get_absolute_url()) for topic in row.topics.all()),
        published_at=row.published_at,
        is_demonstration=row.is_demonstration,
        impacts=tuple(
            ImpactCell(
                dimension=dimension.label,
                level=getattr(row, dimension.value),
                word=dict(Level.choices).get(getattr(row, dimension.value), "Not rated"),
                bars=BARS[getattr(row, dimension.value)],
            )
            for dimension in Dimension
        ),
    )
