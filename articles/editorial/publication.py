"""Writes the public rows of an article from its content. Nothing else makes anything public."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from articles.changes import Tag, Tags
from articles.models import (
    Article,
    Publication,
    PublicationAuthor,
    PublicationEntity,
    PublicationReference,
    PublicationRelated,
    PublicationReport,
    PublicationTopic,
    Redirect,
    Revision,
)
from articles.models.choices import ChangeClass, Dimension, PublicState


def write_publication(
    *, article: Article, revision: Revision, published_at: datetime, modified_at: datetime
) -> Publication:
    """The public row of `article` showing `revision`, with its link rows; a moved address leaves a redirect."""
    publication = Publication.objects.filter(article=article).first() or Publication(
        article=article, published_at=published_at, modified_at=published_at
    )
    if publication.pk and publication.slug != article.slug:
        move_address(publication.get_absolute_url(), f"/articles/{article.slug}/")
    levels = {impact.dimension: impact.level for impact in article.impacts.all()}
    publication.revision = revision
    publication.slug = article.slug
    publication.headline = article.headline
    publication.standfirst = article.standfirst
    publication.kind = article.kind
    publication.section = article.section
    publication.word_count = article.word_count
    publication.is_demonstration = article.is_demonstration
    publication.state = PublicState.PUBLISHED
    publication.state_reason = publication.state_note = ""
    for dimension in Dimension.values:
        setattr(publication, dimension, levels.get(dimension, ""))
    if revision.change != ChangeClass.MINOR:
        publication.modified_at = max(modified_at, publication.published_at)
    publication.save()
    _write_links(publication, article)
    return publication


def tags_of(publication: Publication) -> set[Tag]:
    """Every tag that a page showing `publication` may declare; asked before and after a change."""
    return {
        Tags.article(publication.article_id),
        Tags.FRONT,
        Tags.FEED,
        Tags.IMPACT,
        Tags.STUDIES,
        Tags.MISSING,
        Tags.section(publication.section.slug),
        *(Tags.topic(slug) for slug in publication.topics.values_list("slug", flat=True)),
        *(Tags.entity(key) for key in publication.entities.values_list("pk", flat=True)),
        *(Tags.author(key) for key in publication.authors.values_list("pk", flat=True)),
        *(Tags.reference(key) for key in publication.references.values_list("pk", flat=True)),
        *(Tags.report(key) for key in publication.reports.values_list("pk", flat=True)),
    }


def move_address(old_path: str, new_path: str) -> None:
    """Sends readers of `old_path` to `new_path`, and those of every address that led to `old_path`."""
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def _write_links(publication: Publication, article: Article) -> None:
    _replace(PublicationTopic, publication, [{"topic": topic} for topic in article.topics.all()])
    _replace(PublicationEntity, publication, [{"entity": entity} for entity in article.entities.all()])
    authors = {byline.author_id: byline.author for byline in article.bylines.all()}
    _replace(PublicationAuthor, publication, [{"author": author} for author in authors.values()])
    _replace(
        PublicationReference,
        publication,
        [
            {"reference": link.reference, "position": place}
            for place, link in enumerate(article.reference_links.all(), 1)
        ],
    )
    _replace(
        PublicationReport,
        publication,
        [
            {"report": link.report, "position": place, "reason": link.reason}
            for place, link in enumerate(article.report_links.all(), 1)
        ],
    )
    _replace(
        PublicationRelated,
        publication,
        [
            {"related": link.related, "position": place, "reason": link.reason}
            for place, link in enumerate(article.related_articles.all(), 1)
        ],
    )


def _replace(model: type[Model], publication: Publication, rows: list[dict[str, Any]]) -> None:
    manager = model._default_manager
    manager.filter(publication=publication).delete()
    manager.bulk_create([model(publication=publication, **row) for row in rows])
