"""Queries live in `queries.py` and `actions.py`: interfaces and templates only call them."""

import re

import pytest

from tests.contracts.repository import texts

INTERFACES = ("articles/views", "articles/admin", "articles/templatetags", "articles/management", "templates")
MANAGER = re.compile(
    r"\.(?:objects|_default_manager|_base_manager)\b|\bconnections?\.cursor\b|\bget_object_or_404\b"
)

# Where readers' pages come from: nothing there may name what editors are still working on.
READER_MODULES = (
    "articles/views/",
    "articles/editorial/queries.py",
    "articles/editorial/front.py",
    "articles/editorial/listing.py",
    "articles/editorial/ratings.py",
    "articles/editorial/stories.py",
    "articles/editorial/page.py",
    "articles/editorial/reference_lines.py",
    "articles/reports/queries.py",
    "articles/pages/queries.py",
)
WORKING_COPY = {
    "Article",
    "ArticleByline",
    "ArticleReference",
    "ArticleReport",
    "FAQ",
    "MarketImpact",
    "RatingChange",
    "RelatedArticle",
    "SummaryPoint",
    "Takeaway",
}


def queries_in(text: str) -> list[str]:
    return MANAGER.findall(text)


def working_copy_names(text: str) -> set[str]:
    """Working-copy models a module imports, or reaches through the package of models."""
    imported = re.findall(
        r"^from articles\.models(?:\.\w+)? import (?:\(([^)]*)\)|(.+))$", text, re.MULTILINE
    )
    names = {name for pair in imported for name in re.findall(r"\w+", " ".join(pair))}
    return (names | set(re.findall(r"\bmodels\.(\w+)", text))) & WORKING_COPY


@pytest.mark.parametrize(
    "text",
    [
        "Article.objects.all()",
        "model._default_manager",
        "with connection.cursor() as c:",
        "get_object_or_404(X)",
    ],
)
def test_queries_are_seen(text: str):
    assert queries_in(text)


def test_interfaces_never_query():
    found = {f"{name}: {match}" for name, text in texts(*INTERFACES) for match in queries_in(text)}

    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "from articles.models import Article",
        "from articles.models import (\n    FAQ,\n    Publication,\n)",
        "from articles.models.article import Takeaway",
        "from articles import models\nmodels.Article",
    ],
)
def test_working_copy_models_are_seen(text: str):
    assert working_copy_names(text)


def test_published_models_are_no_working_copy():
    assert working_copy_names("from articles.models import Publication, Revision\n") == set()


def test_readers_pages_do_not_name_the_working_copy():
    found = {
        name: names
        for name, text in texts("articles", suffix=".py")
        if name.startswith(READER_MODULES) and (names := working_copy_names(text))
    }

    assert found == {}
