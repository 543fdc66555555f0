"""The list of articles: what is where, and topics for several at once."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles.admin import article_views
from articles.editorial import desk as queries
from articles.models import Article
from articles.models.choices import PublicState
from articles.tables import state_tag


class PublicFilter(admin.SimpleListFilter):
    """What readers have of an article."""

    title = "what readers see"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Nothing yet"), *((state.value, state.label) for state in PublicState)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "none":
            return queryset.filter(publication=None)
        return queryset.filter(publication__state=self.value()) if self.value() else queryset


class ChangedFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "time of change"


class ArticleList(admin.ModelAdmin):
    """The list's half of `ArticleAdmin`."""

    list_display = ("headline_", "state_", "public_", "section", "kind", "citations_", "by_", "changed_")
    list_display_links = ("headline_",)
    list_filter = (
        "state",
        PublicFilter,
        ("section", admin.RelatedOnlyFieldListFilter),
        "kind",
        ("edited_at", ChangedFilter),
        ("topics", admin.RelatedOnlyFieldListFilter),
    )
    list_per_page = 50
    search_fields = ("headline", "slug", "standfirst", "body_markdown")
    search_help_text = "Headline, words of the text, address, PMID or NCT number"
    show_full_result_count = True
    actions = ["change_topics_"]
    ordering = ("-edited_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: Any = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "articles_article_changelist":
            rows = rows.for_list().defer("body_markdown", "body_html", "extra")
        return cast("QuerySet[Article]", rows)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found = queries.search_articles(queryset, search_term)
        return (
            (found, False)
            if found is not None
            else super().get_search_results(request, queryset, search_term)
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        counts = queries.count_citations(changelist.result_list)
        for article in changelist.result_list:
            article.cited = counts.get(article.pk)
        return changelist

    @admin.display(description="Headline", ordering="headline")
    def headline_(self, article: Article) -> SafeString:
        return format_html('<span class="hl">{}</span>', article.labelled_headline)

    @admin.display(description="State", ordering="state")
    def state_(self, article: Article) -> SafeString:
        return state_tag(article.state, article.get_state_display())

    @admin.display(description="Readers see", ordering="publication__state")
    def public_(self, article: Article) -> SafeString | str:
        publication = getattr(article, "publication", None)
        if publication is None:
            return _quiet("nothing yet")
        return state_tag(publication.state, publication.get_state_display())

    @admin.display(description="Citations")
    def citations_(self, article: Any) -> SafeString:
        if not article.cited:
            return _quiet("none")
        cited, matched = article.cited
        return format_html("{} cited: {} matched", cited, matched)

    @admin.display(description="By", ordering="last_edited_by__display_name")
    def by_(self, article: Article) -> str:
        return str(article.last_edited_by or "Import")

    @admin.display(description="Changed", ordering="edited_at")
    def changed_(self, article: Article) -> str:
        return date_format(localtime(article.edited_at), "j M H:i")

    @admin.action(description="Add or remove topics …", permissions=["change"])
    def change_topics_(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponseBase | None:
        return article_views.change_topics(self, request, queryset)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found


def _quiet(words: str) -> SafeString:
    return format_html('<span class="note">{}</span>', words)
