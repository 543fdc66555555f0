"""What readers are shown of the published articles. Reads Publication and Revision, never the working copy."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils import timezone

from articles.changes import Tag, Tags
from articles.editorial import listing, stories
from articles.editorial.front import front_page
from articles.editorial.page import build_page
from articles.editorial.results import (
    ArticlePage,
    Frame,
    Gone,
    Link,
    ListPage,
    StoryLine,
    TopicIndex,
)
from articles.evidence.queries import references_of, references_of_each
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
from articles.models.choices import PublicState, WithdrawalReason

__all__ = [
    "by_author",
    "find_redirect",
    "frame",
    "front_page",
    "get_page",
    "in_section",
    "latest",
    "on_topic",
    "topic_index",
]

PAGE_SIZE = 20
TABLE_SIZE = 50


def frame() -> Frame:
    """The navigation (sections that have something to read, in their order) and what the whole site is; one query."""
    demonstration = Publication.objects.listed().filter(is_demonstration=True)
    rows = list(
        Section.objects.filter(publications__state=PublicState.PUBLISHED)
        .distinct()
        .annotate(is_demonstration=Exists(demonstration))
    )
    return Frame(
        sections=tuple(Link(section.name, section.get_absolute_url()) for section in rows),
        is_demonstration=any(section.is_demonstration for section in rows),
    )


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
        )
        .select_related("related__publication")
        .only(
            "publication", "related", "position", "reason", *listing.of_publication("related__publication")
        ),
        reports=PublicationReport.objects.filter(
            publication=publication, report__is_listed=True
        ).select_related("report"),
        site_url=settings.SITE_URL,
    )


def find_redirect(path: str) -> str | None:
    """Where a moved address leads now."""
    return Redirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()


def latest(after: str = "", now: datetime | None = None) -> ListPage:
    """All articles by date, a page at a time; `after` is the `older` of the page before."""
    return _list_page(
        listing.listed(),
        after=after,
        title="Latest articles",
        description="",
        kind="Latest",
        url="/articles/",
        tags=(Tags.FRONT, Tags.SITE),
        now=now,
    )


def in_section(slug: str, after: str = "", now: datetime | None = None) -> ListPage | None:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return None
    return _list_page(
        listing.listed().filter(section=section),
        after=after,
        title=section.name,
        description=section.description,
        kind="Section",
        url=section.get_absolute_url(),
        tags=(Tags.section(section.slug), Tags.SITE),
        now=now,
    )


def on_topic(slug: str, after: str = "", sort: str = "", now: datetime | None = None) -> ListPage | None:
    """The topic's articles as a table. Newest first it has pages; in another order it shows the first TABLE_SIZE."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return None
    sort = listing.read_sort(sort)
    is_plain = sort == listing.NEWEST_FIRST
    cursor = listing.read_cursor(after) if is_plain else None
    rows = listing.with_sources(listing.listed().filter(topics=topic)).order_by(*listing.order_of(sort))
    found = list(listing.from_cursor(rows, cursor)[: TABLE_SIZE + 1])
    shown, more = found[:TABLE_SIZE], len(found) > TABLE_SIZE
    references = references_of_each([row.pk for row in shown])
    lines = stories.counted_lines(shown, references, now=now or timezone.now())
    url = topic.get_absolute_url()
    return ListPage(
        title=topic.name,
        description=topic.description,
        kind="Topic",
        url=url,
        stories=tuple(lines.values()),
        tags=(
            Tags.topic(topic.slug),
            Tags.SITE,
            Tags.STUDIES,
            *_shown_tags(shown, lines.values()),
        ),
        older=f"?after={listing.cursor_of(shown[-1])}" if more and is_plain else "",
        newer=url if cursor else "",
        table=stories.rating_table(
            tuple(lines.values()),
            caption=_table_caption(len(shown), is_part=more or cursor is not None, is_plain=is_plain),
            url=url,
            sort=sort,
        ),
        is_canonical=is_plain and cursor is None,
    )


def topic_index() -> TopicIndex:
    """Every topic that has something to read."""
    topics = listing.used_topics(order=("name",))
    return TopicIndex(topics=topics, tags=(Tags.FRONT, Tags.SITE))


def by_author(slug: str, after: str = "", now: datetime | None = None) -> ListPage | None:
    author = Author.objects.filter(slug=slug).first()
    if author is None:
        return None
    return _list_page(
        listing.listed().filter(authors=author),
        after=after,
        title=author.name,
        description=author.about,
        kind=author.get_kind_display(),
        url=author.get_absolute_url(),
        tags=(Tags.author(author.pk), Tags.SITE),
        facts=(
            *((("Position", author.position),) if author.position else ()),
            ("Disclosures", author.disclosures or "Not stated"),
        ),
        now=now,
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
    now: datetime | None,
) -> ListPage:
    """A page of `rows`, by key: what is published meanwhile moves nothing from one page to the next."""
    now = now or timezone.now()
    cursor = listing.read_cursor(after)
    found = list(listing.from_cursor(rows, cursor)[: PAGE_SIZE + 1])
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    lines = tuple(stories.story_line(row, now=now) for row in shown)
    return ListPage(
        title=title,
        description=description,
        kind=kind,
        url=url,
        stories=lines,
        tags=(*tags, *_shown_tags(shown, lines)),
        older=f"?after={listing.cursor_of(shown[-1])}" if more else "",
        newer=url if cursor else "",
        facts=facts,
        is_canonical=cursor is None,
    )


def _shown_tags(rows: Iterable[Publication], lines: Iterable[StoryLine]) -> Iterator[Tag]:
    """Of what a list shows; with the hour while a line gives its time of day, which it will not give for ever."""
    yield from (Tags.article(row.article_id) for row in rows)
    if any(line.is_recent for line in lines):
        yield Tags.CLOCK_HOUR


def _table_caption(count: int, *, is_part: bool, is_plain: bool) -> str:
    if not is_part:
        extent = "One article." if count == 1 else f"{count} articles."
    elif is_plain:
        extent = f"Articles, newest first, {TABLE_SIZE} a page."
    else:
        extent = f"The first {TABLE_SIZE} articles in this order."
    return (
        f"{extent} Select a column heading to sort. Matched: cited papers matched to PubMed. "
        "Not investment advice."
    )
