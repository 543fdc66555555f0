"""Addresses of the readers' interface."""

from django.urls import URLPattern, path

from articles.views import (
    articles,
    ask,
    authors,
    corrections,
    home,
    pages,
    reports,
    sections,
    topics,
)

app_name = "articles"
urlpatterns: list[URLPattern] = [
    path("", home.front, name="home-front"),
    path("articles/", articles.latest, name="articles-latest"),
    path("articles/<slug:slug>/", articles.article, name="articles-article"),
    path("articles/<slug:slug>/ask/", ask.article, name="ask-article"),
    path("sections/<slug:slug>/", sections.section, name="sections-section"),
    path("topics/", topics.index, name="topics-index"),
    path("topics/<slug:slug>/", topics.topic, name="topics-topic"),
    path("authors/<slug:slug>/", authors.author, name="authors-author"),
    path("reports/", reports.library, name="reports-list"),
    path("reports/<slug:slug>/", reports.report, name="reports-report"),
    path("corrections/report/", corrections.report, name="corrections-report"),
    *(path(f"{name}/", pages.page, {"name": name}, name="pages-page") for name in pages.NAMES),
]
