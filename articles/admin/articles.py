"""Writing: the list of articles, and the form that holds an article with all its children."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.db import IntegrityError, OperationalError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles import changes
from articles.admin import article_views
from articles.admin.inlines import BLOCKS
from articles.admin.site import desk, editor_of, editors_now
from articles.editorial import desk as queries
from articles.editorial.actions import NotReady, NotSaveable, publish_article, save_article
from articles.editorial.results import FieldProblem
from articles.forms import STALE, ArticleForm
from articles.models import Article
from articles.models.choices import ChangeClass
from articles.tables import state_tag

FIELDSETS: Any = (
    ("Headline", {"fields": ("headline", "standfirst"), "classes": ("bare",)}),
    ("Body", {"fields": ("body_markdown",), "classes": ("bare",)}),
    (
        "Statements",
        {"fields": ("conflicts", "conflicts_text", "ai_use", "ai_use_detail", "ai_reviewer_role")},
    ),
    ("Topics and address", {"fields": ("kind", "section", "topics", "entities", "slug")}),
    ("Origin", {"fields": ("is_demonstration", "source", "licence")}),
)
# Blocks in the order readers meet them: id, heading, hint, and the fieldset or the rows it holds.
PAGE_ORDER = (
    ("headline", "Headline", "", "Headline"),
    ("summary", "Executive summary", "Enter: next line. Alt+↑ ↓: move", "summary_points"),
    ("ratings", "Market impact", "How much this could change; not good or bad", "impacts"),
    ("takeaways", "Key takeaways", "Each with what it rests on: #section, PMID or short name", "takeaways"),
    (
        "body",
        "Body",
        "Markdown. A PMID in the text becomes a citation; [words](ref:short-name) cites a document",
        "Body",
    ),
    ("faqs", "Questions and answers", "Answers take Markdown", "faqs"),
    ("references", "References", "Papers the text names by PMID are added when you save", "reference_links"),
    ("citations", "Citations in the text", "Found when you save; the state belongs to the sentence", ""),
    ("related", "Related coverage", "With the reason readers see", "related_articles"),
    ("reports", "Reports and whitepapers", "With the reason readers see", "report_links"),
    ("bylines", "Bylines", "Who signs", "bylines"),
    ("statements", "Statements", "Printed with the standards line", "Statements"),
    ("topics", "Topics and address", "", "Topics and address"),
    ("origin", "Origin", "", "Origin"),
)
BUSY = "The site is busy and nothing was saved. Your text is below: wait a moment, then save again."


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the form, drawn by a stock template: a fieldset, rows, or (neither) the citations."""

    id: str
    title: str
    hint: str
    fieldset: Any = None
    formset: InlineAdminFormSet | None = None
    count: int | None = None
    has_errors: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line of the error summary; `target` is the id of the element to go to."""

    where: str
    message: str
    target: str


@admin.register(Article, site=desk)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    fieldsets = FIELDSETS
    inlines = BLOCKS
    autocomplete_fields = ("topics", "entities")
    prepopulated_fields = {"slug": ("headline",)}
    list_display = ("headline_", "state_", "public_", "section", "kind", "citations_", "by_", "changed_")
    list_display_links = ("headline_",)
    list_filter = (
        ("state", admin.ChoicesFieldListFilter),
        ("section", admin.RelatedOnlyFieldListFilter),
        ("kind", admin.ChoicesFieldListFilter),
        ("edited_at", admin.DateFieldListFilter),
        ("publication__state", admin.ChoicesFieldListFilter),
        ("topics", admin.RelatedOnlyFieldListFilter),
    )
    list_per_page = 50
    search_fields = ("headline", "slug", "standfirst", "body_markdown")
    search_help_text = "Headline, words of the text, address, PMID or NCT number"
    show_full_result_count = True
    actions = ["change_topics_"]
    view_on_site = False
    ordering = ("-edited_at",)

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "articles_article_changelist":
            return rows.for_list().defer("body_markdown", "body_html", "extra")  # type: ignore[attr-defined]  # our QuerySet
        return rows

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
        return format_html('<span class="hl">{}</span>', article.headline)

    @admin.display(description="State", ordering="state")
    def state_(self, article: Article) -> SafeString:
        return state_tag(article.state, article.get_state_display())

    @admin.display(description="Readers see", ordering="publication__state")
    def public_(self, article: Article) -> SafeString | str:
        publication = getattr(article, "publication", None)
        if publication is None:
            return format_html('<span class="note">nothing yet</span>')
        return state_tag(publication.state, publication.get_state_display())

    @admin.display(description="Citations")
    def citations_(self, article: Any) -> SafeString:
        if not article.cited:
            return format_html('<span class="note">none</span>')
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

    # Saving: what Django does in four steps happens in one transaction, at the end of them

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = _refused(request)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        return {**super().get_formset_kwargs(request, obj, inline, prefix), "refused": _refused(request)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """As Django's, without a transaction around validation and rendering.

        What the action refuses is shown as errors of the form, with all that was typed.
        """
        if request.method != "POST":
            return self._changeform_view(request, object_id, form_url, extra_context)
        status = 200
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)
        except NotSaveable as refusal:
            refused = tuple(refusal.problems)
        except IntegrityError as error:
            refused = (
                FieldProblem("", f"The database refused this: {error}. Look for two rows that say the same."),
            )
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            refused, status = (FieldProblem("", BUSY),), 503
        request.refused = refused  # type: ignore[attr-defined]  # read by the forms of the second pass
        response = self._changeform_view(request, object_id, form_url, extra_context)
        response.status_code = status
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Stored by `save_related`, with its children."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        article: Article = form.instance
        with changes.recording():
            if change:
                queries.lock_copy(article)
                if article.edit_version != form.cleaned_data["version_seen"]:
                    raise NotSaveable([FieldProblem("", STALE)])
            article.save()
            super().save_related(request, form, formsets, change)
            save_article(article=article, by=editor_of(request))

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, article: Article) -> HttpResponse:
        url = reverse("admin:articles_article_change", args=[article.pk])
        if "_publish" in request.POST and self.has_publish_permission(request):
            self._publish(request, article)
        else:
            self.message_user(request, f"Saved. {article.word_count:,} words in the body.", messages.SUCCESS)
        return HttpResponseRedirect(url)

    def _publish(self, request: HttpRequest, article: Article) -> None:
        change = request.POST.get("change", "") if hasattr(article, "publication") else ""
        try:
            publication = publish_article(
                article=article,
                by=editor_of(request),
                note=request.POST.get("note", "").strip(),
                change=ChangeClass(change) if change in ChangeClass.values else None,
            )
        except NotReady as refusal:
            request.session["not_ready"] = [
                article.pk,
                [[item.field, item.message] for item in refusal.problems],
            ]
            self.message_user(
                request, "Saved, but not published: see what stands in the way.", messages.WARNING
            )
            return
        message = format_html(
            'Version {} is public. <a href="{}">View on site</a>',
            publication.revision.number,
            publication.get_absolute_url(),
        )
        self.message_user(request, message, messages.SUCCESS)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.withdraw_article")

    # The form

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        now = editors_now(request)
        formsets = {item.formset.prefix: item for item in context["inline_admin_formsets"]}
        fieldsets = {fieldset.name: fieldset for fieldset in context["adminform"]}
        citations = queries.get_citations(obj, now=now) if obj else ()
        context.update(
            blocks=_blocks(fieldsets, formsets, len(citations)),
            mistakes=_mistakes(context["adminform"], formsets),
            not_ready=self._not_ready(request, obj),
            public_copy=queries.get_public_copy(obj, now=now) if obj else None,
            can_publish=self.has_publish_permission(request) and self.has_change_permission(request, obj),
            can_withdraw=self.has_withdraw_permission(request),
            state_tag=state_tag(obj.state, obj.get_state_display()) if obj else state_tag("draft", "New"),
            **article_views.rail_context(obj, citations, now),
        )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _not_ready(self, request: HttpRequest, obj: Article | None) -> list[Mistake]:
        """What the last attempt to publish met, said once."""
        if obj is None or request.session.get("not_ready", [None])[0] != obj.pk:
            return []
        _key, problems = request.session.pop("not_ready")
        return [Mistake("", message, article_views.target_of(field)) for field, message in problems]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="articles_article_preview"),
            path("proof/", view(self.proof_view), name="articles_article_proof"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest) -> HttpResponseBase:
        return article_views.preview(self, request)

    def proof_view(self, request: HttpRequest) -> HttpResponseBase:
        return article_views.proof(self, request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        return article_views.take_away(self, request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return article_views.history(self, request, object_id)


def _refused(request: HttpRequest) -> Sequence[FieldProblem]:
    return getattr(request, "refused", ())


def _blocks(
    fieldsets: dict[str, Any], formsets: dict[str, InlineAdminFormSet], citation_count: int
) -> list[Block]:
    blocks = []
    for name, title, hint, holds in PAGE_ORDER:
        fieldset, rows = fieldsets.get(holds), formsets.get(holds)
        count = citation_count if not holds else None
        has_errors = False
        if rows is not None:
            count = rows.formset.initial_form_count()
            has_errors = rows.formset.is_bound and rows.formset.total_error_count() > 0
        elif fieldset is not None:
            has_errors = any(line.errors() for line in fieldset)
        blocks.append(Block(name, title, hint, fieldset, rows, count, has_errors))
    return blocks


def _mistakes(adminform: AdminForm, formsets: dict[str, InlineAdminFormSet]) -> list[Mistake]:
    """Every error of the form with where it is, for the summary at the top."""
    form = adminform.form
    found = [Mistake("", message, "") for message in form.non_field_errors()]
    found += _field_mistakes(form, "")
    for rows in formsets.values():
        if not rows.formset.is_bound:
            continue
        block = str(rows.opts.label)
        found += [
            Mistake(block, message, f"{rows.formset.prefix}-group")
            for message in rows.formset.non_form_errors()
        ]
        for index, row in enumerate(rows.formset.forms):
            where = f"{block} {index + 1}"
            found += [Mistake(where, message, row.prefix) for message in row.non_field_errors()]
            found += _field_mistakes(row, where)
    return found


def _field_mistakes(form: ModelForm, where: str) -> list[Mistake]:
    return [
        Mistake(", ".join(filter(None, [where, str(form[name].label)])), message, form[name].auto_id)
        for name, errors in form.errors.items()
        if name in form.fields
        for message in errors
    ]
