"""What the desk does with articles: save, publish, withdraw, discard, sort into topics."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from articles import changes, timeline
from articles.changes import Tag, Tags
from articles.editorial.canonical import sha256
from articles.editorial.publication import tags_of, write_publication
from articles.editorial.queries import frame
from articles.editorial.results import FieldProblem, Frame
from articles.editorial.revisions import add_revision
from articles.editorial.states import PUBLIC, WORK, may_become
from articles.editorial.working_copy import (
    NotSaveable,
    Refreshed,
    basis_problems,
    missing_dimensions,
    refresh,
)
from articles.models import Article, MarketImpact, Publication, Topic, User
from articles.models.choices import ChangeClass, PublicState, WithdrawalReason, WorkState

__all__ = [
    "NotReady",
    "NotSaveable",
    "change_topics",
    "check_article",
    "discard_article",
    "make_ratings",
    "publish_article",
    "save_article",
    "withdraw_article",
]

NOT_REVIEWED = "Not independently reviewed."
# What a publication of our own desk needs, and an import of what another published does not.
ASKED_OF_OUR_DESK = ("bylines", "standfirst")
PLAIN_CHANGES = (ChangeClass.FIRST, ChangeClass.UPDATE, ChangeClass.MINOR)


class NotReady(Exception):
    """The article cannot become public as it is. `problems` name the field and what it lacks."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = list(problems)


def make_ratings(article: Article) -> None:
    """Gives `article` the rating rows it lacks, so that it has one for each dimension."""
    MarketImpact.objects.bulk_create(
        MarketImpact(article=article, dimension=dimension) for dimension in missing_dimensions(article)
    )


def save_article(
    *, article: Article, by: User | None, rated_at: datetime | None = None, now: datetime | None = None
) -> Article:
    """Renders and records a working copy whose fields and children are stored; changes no public byte.

    `rated_at` dates ratings that are new, where they were given elsewhere (an import).

    Call it in the transaction that stored them (`changes.recording()`), so that NotSaveable undoes them.
    """
    now = now or timezone.now()
    with changes.recording():
        _lock(article)
        make_ratings(article)
        before = article.content_hash
        _refresh(article, by, rated_at or now)
        if before != article.content_hash:
            is_new = not before
            if by is not None:
                article.last_edited_by = by
                article.created_by = article.created_by or by
            _void_approval(article)
            if not is_new and may_become(article.state, WorkState.DRAFT, WORK):
                article.state = WorkState.DRAFT
            timeline.add_entry(article=article, by=by, verb="wrote" if is_new else "changed", at=now)
        article.edit_version += 1
        article.save()
    return article


def check_article(article: Article) -> list[FieldProblem]:
    """What stands in the way of publishing the stored working copy; empty when nothing does. Writes nothing."""
    from_text: list[FieldProblem] = []
    if not article.body_markdown.strip():
        from_text.append(FieldProblem("body_markdown", "The article has no text yet."))
    if not article.bylines.all():
        from_text.append(FieldProblem("bylines", "Nobody signs it: add a person or a desk."))
    if not article.standfirst.strip():
        from_text.append(FieldProblem("standfirst", "The standfirst is empty."))
    return [*from_text, *basis_problems(article)]


def publish_article(
    *,
    article: Article,
    by: User | None,
    note: str = "",
    change: ChangeClass | None = None,
    provenance: str = "",
    published_at: datetime | None = None,
    modified_at: datetime | None = None,
    now: datetime | None = None,
) -> Publication:
    """Makes the stored working copy the public version; the only way anything becomes public.

    `provenance` is given by imports of what their source had published: it is printed on the page, and what our
    own desk asks of its articles (a byline, a standfirst) is not asked. `published_at` dates a first version.
    Raises NotReady.
    """
    now = now or timezone.now()
    with changes.recording():
        _lock(article)
        existing = Publication.objects.filter(article=article).select_related("revision", "section").first()
        change = change or (ChangeClass.UPDATE if existing else ChangeClass.FIRST)
        refreshed = _refresh(article, by, now)
        _require_ready(article, existing, change, note, imported=bool(provenance))
        tags, frame_before = tags_of(existing) if existing else set(), frame()
        reviewed = article.approved_hash and article.approved_hash == article.content_hash
        revision = add_revision(
            article=article,
            content=refreshed.content,
            body_html=refreshed.rendered.html,
            change=change,
            note=note,
            provenance=provenance or ("" if reviewed else NOT_REVIEWED),
            by=by,
            now=(modified_at if existing else published_at) or now,
        )
        publication = write_publication(
            article=article,
            revision=revision,
            published_at=published_at or now,
            modified_at=modified_at or now,
        )
        article.state = WorkState.PUBLISHED
        article.save()
        timeline.add_entry(
            article=article, by=by, verb="published", note=note, data={"version": revision.number}, at=now
        )
        changes.record_change(
            *(tags | tags_of(publication) | _frame_tags(frame_before)),
            why=f"publish article {article.pk} v{revision.number}",
        )
    return publication


def withdraw_article(
    *,
    article: Article,
    by: User | None,
    reason: WithdrawalReason,
    note: str = "",
    now: datetime | None = None,
) -> Publication:
    """Takes a public article off its address, which answers 410 with the reason from then on. Raises NotReady."""
    now = now or timezone.now()
    with changes.recording():
        _lock(article)
        publication = Publication.objects.filter(article=article).select_related("section").first()
        if publication is None or not may_become(publication.state, PublicState.WITHDRAWN, PUBLIC):
            raise NotReady([FieldProblem("state", "Only a public article can be withdrawn.")])
        frame_before = frame()
        publication.state = PublicState.WITHDRAWN
        publication.state_reason = WithdrawalReason(reason)
        publication.state_note = note
        publication.state_changed_at = now
        publication.save()
        timeline.add_entry(
            article=article,
            by=by,
            verb="withdrew",
            note=note,
            data={"reason": publication.state_reason},
            at=now,
        )
        changes.record_change(
            *(tags_of(publication) | _frame_tags(frame_before)), why=f"withdraw article {article.pk}"
        )
    return publication


def discard_article(*, article: Article, by: User | None, now: datetime | None = None) -> None:
    """Deletes a draft that was never public; its timeline stays. Raises NotReady for anything else."""
    with changes.recording():
        _lock(article)
        if article.revisions.exists():
            raise NotReady([FieldProblem("state", "It has been public: withdraw it instead.")])
        timeline.add_entry(article=article, by=by, verb="discarded", at=now)
        article.delete()


def change_topics(
    *, articles: Iterable[Article], add: Sequence[Topic] = (), remove: Sequence[Topic] = (), by: User | None
) -> int:
    """Adds and removes topics on working copies; returns how many articles changed."""
    changed = 0
    for article in articles:
        with changes.recording():
            before = set(article.topics.values_list("pk", flat=True))
            article.topics.add(*add)
            article.topics.remove(*remove)
            if before != set(article.topics.values_list("pk", flat=True)):
                save_article(article=article, by=by)
                changed += 1
    return changed


def _frame_tags(before: Frame) -> set[Tag]:
    """The tag of every page when a section came into the navigation or left it, or the site's demonstration did."""
    return set() if frame() == before else {Tags.SITE}


def _lock(article: Article) -> None:
    """Takes the article's row for this transaction (on SQLite the transaction itself is the only writer)."""
    Article.objects.select_for_update().filter(pk=article.pk).values_list("pk").first()


def _refresh(article: Article, by: User | None, now: datetime) -> Refreshed:
    return refresh(article=article, by=by, now=now)


def _void_approval(article: Article) -> None:
    article.approved_by = None
    article.approved_at = None
    article.approved_hash = ""


def _require_ready(
    article: Article,
    existing: Publication | None,
    change: ChangeClass,
    note: str,
    *,
    imported: bool,
) -> None:
    problems = [
        problem
        for problem in check_article(article)
        if not imported or problem.field not in ASKED_OF_OUR_DESK
    ]
    if not may_become(existing.state if existing else "", PublicState.PUBLISHED, PUBLIC):
        problems.append(FieldProblem("state", "Its public state does not allow a new version."))
    if existing and existing.state == PublicState.PUBLISHED and _is_public(existing, article):
        problems.append(FieldProblem("state", "Nothing has changed since the public version."))
    if change not in PLAIN_CHANGES:
        problems.append(
            FieldProblem("change", f"A version of kind “{change.label}” is published with its notice.")
        )
    elif (change is ChangeClass.FIRST) != (existing is None):
        problems.append(
            FieldProblem("change", "“First published” is for the first version, and only for it.")
        )
    if existing and change is not ChangeClass.MINOR and not note.strip():
        problems.append(FieldProblem("note", "Say in one sentence for readers what changed."))
    if problems:
        raise NotReady(problems)


def _is_public(publication: Publication, article: Article) -> bool:
    return sha256(publication.revision.content) == article.content_hash
