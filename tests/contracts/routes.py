"""Every public address with something behind it, for the contracts that hold on all of them."""

from dataclasses import dataclass

from django.urls import reverse

from articles.models import Publication
from articles.views.pages import NAMES
from tests.views.publishing import publish_full


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """A site with one article that has one child of each kind, and one article related to it."""

    article: Publication
    related: Publication

    def routes(self) -> dict[str, list[str]]:
        """URL name without its namespace: the addresses to look at."""
        return {
            "home-front": ["/"],
            "articles-latest": ["/articles/"],
            "articles-article": [self.article.get_absolute_url(), self.related.get_absolute_url()],
            "ask-article": [reverse("articles:ask-article", args=[self.article.slug])],
            "sections-section": [self.article.section.get_absolute_url()],
            "topics-index": ["/topics/"],
            "topics-topic": [self.article.topics.get().get_absolute_url()],
            "authors-author": [self.article.authors.get().get_absolute_url()],
            "reports-list": ["/reports/"],
            "reports-report": [self.article.reports.get().get_absolute_url()],
            "corrections-report": [f"/corrections/report/?article={self.article.slug}"],
            "pages-page": [f"/{name}/" for name in NAMES],
        }

    def paths(self) -> list[str]:
        return [path for paths in self.routes().values() for path in paths]


def publish_site() -> PublishedSite:
    article = publish_full()
    related = Publication.objects.exclude(pk=article.pk).get()
    return PublishedSite(article, related)
