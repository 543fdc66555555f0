"""Published articles for the tests of pages, made by the actions that the desk uses."""

from datetime import datetime, timedelta
from typing import Any

from articles import changes
from articles.editorial import actions
from articles.models import FAQ, Article, ArticleByline, Publication, Reference, SummaryPoint, Takeaway
from articles.models.choices import ChangeClass, Dimension, Level
from tests import factories
from tests.conftest import NOW


def publish(*, published_at: datetime = NOW, **values: Any) -> Publication:
    """An article of one paragraph, signed by a desk and public."""
    with changes.recording():
        article = factories.article(**values)
        factories.article_byline(article=article)
        actions.save_article(article=article, by=None, now=published_at)
        return actions.publish_article(article=article, by=None, now=published_at, published_at=published_at)


def publish_bare(**values: Any) -> Publication:
    """An article with a text and nothing else, as an import may bring it."""
    with changes.recording():
        article = factories.article(standfirst="", **values)
        actions.save_article(article=article, by=None, now=NOW)
        return actions.publish_article(
            article=article,
            by=None,
            now=NOW,
            provenance="Imported from a test, not independently reviewed here.",
        )


def publish_full(count: int = 1, **values: Any) -> Publication:
    """An article with `count` children of each kind."""
    with changes.recording():
        article = factories.article(body_markdown=_body(count), **values)
        _add_text_children(article, count)
        _add_linked_children(article, count)
        actions.save_article(article=article, by=None, now=NOW)
        return actions.publish_article(article=article, by=None, now=NOW, published_at=NOW)


def publish_versions(count: int) -> Publication:
    """An article of which `count` versions were published, a minute after each other."""
    publication = publish()
    for number in range(1, count):
        publication = publish_again(publication.article, now=NOW + timedelta(minutes=number))
    return publication


def publish_again(
    article: Article, *, now: datetime, note: str = "New figures.", **changed: Any
) -> Publication:
    """The next version of `article`, with the fields in `changed`."""
    with changes.recording():
        for name, value in changed.items():
            setattr(article, name, value)
        article.body_markdown += f"\nAdded at {now:%H:%M}.\n"
        article.save()
        actions.save_article(article=article, by=None, now=now)
        return actions.publish_article(
            article=article, by=None, now=now, note=note, change=ChangeClass.UPDATE
        )


def _body(count: int) -> str:
    sections = "\n".join(
        f"## Part {n} {{#part-{n}}}\n\nResponse was seen in group {n} (PMID: {40_000_000 + n}), "
        f"as [the guidance](ref:document-{n}) asks.\n"
        for n in range(1, count + 1)
    )
    return f"An introduction.\n\n{sections}"


def _add_text_children(article: Article, count: int) -> None:
    for n in range(1, count + 1):
        ArticleByline.objects.create(article=article, author=factories.author(), position=n)
        SummaryPoint.objects.create(article=article, text=f"Summary point {n}.", position=n)
        Takeaway.objects.create(
            article=article, text=f"Takeaway {n}.", rests_on=f"#part-{n}, PMID {40_000_000 + n}", position=n
        )
        FAQ.objects.create(
            article=article,
            question=f"Question {n}?",
            answer_markdown=f"Answer {n} (PMID: {40_000_000 + n}).",
            position=n,
        )
    for dimension in Dimension.values:
        factories.market_impact(
            article=article, dimension=dimension, level=Level.HIGH, reason="Response was seen in group 1"
        )


def _add_linked_children(article: Article, count: int) -> None:
    for n in range(1, count + 1):
        article.topics.add(factories.topic())
        article.entities.add(factories.entity())
        factories.article_reference(
            article=article,
            reference=_paper(40_000_000 + n),
            key=f"pmid-{40_000_000 + n}",
            position=2 * n - 1,
        )
        document = factories.reference(
            kind="regulator", pmid=None, title=f"Guidance {n}", url=f"https://example.org/guidance-{n}"
        )
        factories.article_reference(article=article, reference=document, key=f"document-{n}", position=2 * n)
        factories.article_report(
            article=article,
            report=factories.report(is_listed=True),
            position=n,
            reason="Same indication: asthma",
        )
        factories.related_article(
            article=article, related=publish(headline=f"Related {n}").article, position=n
        )


def _paper(pmid: int) -> Reference:
    """One row a paper, whoever cites it."""
    return Reference.objects.filter(pmid=pmid).first() or factories.reference(pmid=pmid)
