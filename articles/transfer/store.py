"""Values to rows: an article with its children, a report. Needs an open transaction; renders and publishes nothing."""

from dataclasses import replace

from django.db import models

from articles.changes import Tags, record_change
from articles.models import (
    FAQ,
    Article,
    ArticleByline,
    ArticleReference,
    ArticleReport,
    Entity,
    MarketImpact,
    RelatedArticle,
    Report,
    SummaryPoint,
    Takeaway,
)
from articles.models.choices import AiUse, Dimension, Horizon
from articles.transfer.formats import ArticleFile, LinkItem, ReportFile
from articles.transfer.shared import (
    DEFAULT_SECTION,
    author_named,
    entity_like,
    reference_like,
    section_named,
    topics_named,
)


def without_missing(file: ArticleFile) -> tuple[ArticleFile, list[str]]:
    """`file` without links to articles and reports that are not here, and what to say about each."""
    articles = _present(Article, file.related) - {file.slug}
    reports = _present(Report, file.reports)
    said = [
        f"related: there is no article “{item.slug}” here; left out"
        for item in file.related
        if item.slug not in articles
    ]
    said += [
        f"reports: there is no report “{item.slug}” here; left out"
        for item in file.reports
        if item.slug not in reports
    ]
    kept = replace(
        file,
        related=tuple(item for item in file.related if item.slug in articles),
        reports=tuple(item for item in file.reports if item.slug in reports),
    )
    return kept, said


def store_article(file: ArticleFile, article: Article | None, *, said: list[str]) -> Article:
    """Makes `article` (None: a new one) what `file` says, children included; raises FileRejected.

    Links must lead to what is there (`without_missing`). What was decided about shared rows is added to `said`.
    """
    if article is None:
        article = Article(slug=file.slug, section=section_named(file.section or DEFAULT_SECTION))
    elif file.section:
        article.section = section_named(file.section)
    _set_fields(article, file)
    article.save()
    entities = [entity_like(item) for item in file.entities]
    article.topics.set(topics_named(file.topics))
    article.entities.set(entities)
    _replace(
        article,
        ArticleByline,
        [{"author": author_named(item), "role": item.role} for item in file.authors],
    )
    _replace(article, SummaryPoint, [{"text": text} for text in file.summary])
    _replace(
        article,
        Takeaway,
        [{"text": item.text, "rests_on": ", ".join(item.rests_on)} for item in file.takeaways],
    )
    _replace(
        article, FAQ, [{"question": item.question, "answer_markdown": item.answer} for item in file.faqs]
    )
    _store_ratings(article, file, entities_near=tuple(entities))
    _store_references(article, file, said)
    _store_links(article, file)
    return article


def store_report(file: ReportFile, report: Report | None) -> Report:
    """Makes `report` (None: a new one) what `file` says."""
    report = report or Report(slug=file.slug)
    report.title = file.title
    report.kind = file.kind
    report.publisher = file.publisher
    report.publisher_class = file.publisher_class
    report.sponsor = file.sponsor
    report.summary = file.summary
    report.applies_to = file.applies_to
    report.issued = file.issued
    report.url = file.url
    report.is_listed = file.listed
    report.save()
    report.topics.set(topics_named(file.topics))
    report.entities.set([entity_like(item) for item in file.entities])
    record_change(Tags.report(report.pk), Tags.REPORTS, Tags.MISSING, why=f"import report {report.pk}")
    return report


def _present(model: type[models.Model], items: tuple[LinkItem, ...]) -> set[str]:
    if not items:
        return set()
    slugs = [item.slug for item in items]
    return set(model._default_manager.filter(slug__in=slugs).values_list("slug", flat=True))


def _set_fields(article: Article, file: ArticleFile) -> None:
    article.headline = file.title
    article.standfirst = file.standfirst
    article.kind = file.kind
    article.body_markdown = file.body
    article.conflicts = file.conflicts
    article.conflicts_text = file.conflicts_text
    article.ai_use = file.ai_use
    article.ai_use_detail = file.ai_use_text if file.ai_use == AiUse.ASSISTED else ""
    article.ai_reviewer_role = file.ai_use_text if file.ai_use == AiUse.WRITTEN_REVIEWED else ""
    article.is_demonstration = file.demonstration
    article.source = file.source
    article.licence = file.licence
    article.extra = file.extra


def _replace(article: Article, model: type[models.Model], rows: list[dict[str, object]]) -> None:
    manager = model._default_manager
    manager.filter(article=article).delete()
    manager.bulk_create(model(article=article, position=place, **row) for place, row in enumerate(rows, 1))


def _store_ratings(article: Article, file: ArticleFile, *, entities_near: tuple[Entity, ...]) -> None:
    """Ratings change in place: what stays as it was keeps its date, and `save_article` writes down what does not."""
    rows = {impact.dimension: impact for impact in article.impacts.all()}
    given = {item.dimension: item for item in file.market_impact}
    for dimension in Dimension.values:
        item = given.get(dimension)
        impact = rows.get(dimension) or MarketImpact(article=article, dimension=dimension)
        impact.level = item.level if item else ""
        impact.reason = item.reason if item else ""
        impact.horizon = item.horizon if item else Horizon.NOT_STATED
        impact.rated_at = impact.rated_at if item else None
        impact.rated_by = impact.rated_by if item else None
        impact.save()
        impact.affects.set([entity_like(entity, entities_near) for entity in item.entities] if item else [])


def _store_references(article: Article, file: ArticleFile, said: list[str]) -> None:
    rows = [
        {
            "reference": reference_like(item, article_id=article.pk, said=said),
            "key": item.key,
            "as_printed": item.as_printed,
        }
        for item in file.references
    ]
    _replace(article, ArticleReference, rows)


def _store_links(article: Article, file: ArticleFile) -> None:
    articles = Article.objects.in_bulk([item.slug for item in file.related], field_name="slug")
    reports = Report.objects.in_bulk([item.slug for item in file.reports], field_name="slug")
    _replace(
        article,
        RelatedArticle,
        [{"related": articles[item.slug], "reason": item.reason} for item in file.related],
    )
    _replace(
        article,
        ArticleReport,
        [{"report": reports[item.slug], "reason": item.reason} for item in file.reports],
    )
