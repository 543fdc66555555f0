"""The pages around the article form: preview, proof, history, topics of several articles, taking one away."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join

from articles.admin.site import desk, editor_of, editors_now, may_withdraw
from articles.editorial import actions
from articles.editorial import desk as queries
from articles.editorial.desk import CitationRow, PublicCopy
from articles.editorial.proofs import Proof, make_proof, preview_text, say_length
from articles.editorial.when import say_when
from articles.forms import TopicsForm, WithdrawForm, typed_references, typed_rows
from articles.models import Article
from articles.models.choices import WithdrawalReason
from articles.rendering.document import DocumentRejected
from articles.rendering.input_checks import explain
from articles.tables import CitationsTable, VersionsTable

ROWS = {"impacts": "b-ratings", "bylines": "b-bylines"}


def target_of(field: str) -> str:
    """Id of the element of the form where `field` of a FieldProblem is mended."""
    prefix, _, place = field.rpartition("-")
    if prefix and place.isdigit():
        return f"{prefix}-{int(place) - 1}"
    if field in ("state", "change", "note"):
        return "publish"
    return ROWS.get(prefix or field, f"id_{field}")


def rail_context(article: Article | None, citations: Sequence[CitationRow], now: Any) -> dict[str, Any]:
    """What stands beside the form: what blocks publication, and what happened last."""
    if article is None:
        return {"checklist": [], "timeline": (), "citations": None, "length": say_length(0)}
    return {
        "length": say_length(article.word_count),
        "checklist": [(problem, target_of(problem.field)) for problem in actions.check_article(article)],
        "timeline": queries.get_timeline(article, now=now, limit=5),
        "citations": CitationsTable(citations, orderable=False) if citations else None,
        "changed_when": say_when(article.edited_at, now),
    }


def preview(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The typed body as readers will see it, or what keeps it from being rendered (422)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    article = request.POST.get("article", "")
    try:
        shown = preview_text(
            request.POST.get("body_markdown", ""),
            references=typed_references(request.POST),
            article_id=int(article) if article.isdigit() else None,
        )
    except DocumentRejected as rejected:
        items = format_html_join("", "<li>{}</li>", ((explain(problem),) for problem in rejected.problems))
        return HttpResponse(f'<ul class="errorlist">{items}</ul>', status=422)
    return HttpResponse(shown.html, headers={"X-Length": quote(shown.length)})


def proof(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The whole article as typed, saved or not, on a page to read."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    problems: list[str] = []
    made: Proof | None = None
    try:
        made = make_proof(
            fields=request.POST,
            rows={
                prefix: list(typed_rows(request.POST, prefix))
                for prefix in ("summary_points", "takeaways", "faqs")
            },
            references=typed_references(request.POST),
        )
    except DocumentRejected as rejected:
        problems = [explain(problem) for problem in rejected.problems]
    context = {**desk.each_context(request), "title": "Preview", "proof": made, "problems": problems}
    return TemplateResponse(request, "admin/articles/article/proof.html", context)


def history(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Who did what to an article, and which versions were public."""
    article = model_admin.get_object(request, object_id)
    if article is None:
        return _gone(model_admin, request)
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    now = editors_now(request)
    context = {
        **desk.each_context(request),
        "title": f"History: {article}",
        "article": article,
        "versions": VersionsTable(
            queries.get_versions(article, now=now), order_by=request.GET.get("sort", ())
        ),
        "timeline": queries.get_timeline(article, now=now),
    }
    return TemplateResponse(request, "admin/articles/article/object_history.html", context)


def take_away(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Withdraws what is public, with a reason; discards what never was."""
    article = model_admin.get_object(request, object_id)
    if article is None:
        return _gone(model_admin, request)
    copy = queries.get_public_copy(article, now=editors_now(request))
    if copy is None:
        return _discard(model_admin, request, article)
    if not may_withdraw(request):
        raise PermissionDenied
    if not copy.is_public:
        model_admin.message_user(request, f"It is {copy.state_label.lower()} already.", messages.WARNING)
        return HttpResponseRedirect(_change_url(article))
    return _withdraw(model_admin, request, article, copy)


def _withdraw(
    model_admin: admin.ModelAdmin, request: HttpRequest, article: Article, copy: PublicCopy
) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = WithdrawalReason(form.cleaned_data["reason"])
        actions.withdraw_article(
            article=article, by=editor_of(request), reason=reason, note=form.cleaned_data["note"]
        )
        model_admin.message_user(
            request, f"Withdrawn: {reason.label.lower()}. The address answers so from now on."
        )
        return HttpResponseRedirect(_change_url(article))
    context = {
        **desk.each_context(request),
        "title": "Withdraw",
        "article": article,
        "copy": copy,
        "form": form,
    }
    return render(request, "admin/articles/article/withdraw.html", context)


def _discard(model_admin: admin.ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    if not model_admin.has_delete_permission(request, article):
        raise PermissionDenied
    if request.method == "POST":
        headline = str(article)
        actions.discard_article(article=article, by=editor_of(request))
        model_admin.message_user(request, f"“{headline}” is discarded.")
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    context = {**desk.each_context(request), "title": "Discard", "article": article}
    return render(request, "admin/articles/article/discard.html", context)


def change_topics(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse | None:
    """Asks which topics to add and remove, then does it to the chosen articles."""
    form = TopicsForm(request.POST if "apply" in request.POST else None)
    for name in ("add", "remove"):
        field: Any = form.fields[name]
        field.widget = AutocompleteSelectMultiple(
            Article._meta.get_field("topics"),
            desk,
            choices=field.choices,
            attrs={"aria-label": f"Topics to {name}"},
        )
    if form.is_bound and form.is_valid():
        changed = actions.change_topics(
            articles=queryset,
            add=list(form.cleaned_data["add"]),
            remove=list(form.cleaned_data["remove"]),
            by=editor_of(request),
        )
        model_admin.message_user(request, f"Topics changed in {changed} of {queryset.count()} articles.")
        return None
    context = {
        **desk.each_context(request),
        "title": "Add or remove topics",
        "articles": queryset,
        "form": form,
        "media": model_admin.media + form.media,
    }
    return render(request, "admin/articles/article/topics.html", context)


def _gone(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    model_admin.message_user(request, "This article is not there any more.", messages.WARNING)
    return HttpResponseRedirect(reverse("admin:articles_article_changelist"))


def _change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
