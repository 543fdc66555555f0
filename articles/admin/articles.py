"""Writing: the list of articles, and the form that holds an article with all its children."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles import changes
from articles.admin import article_views
from articles.admin.article_blocks import FIELDSETS, Mistake, find_mistakes, lay_out
from articles.admin.article_list import ArticleList
from articles.admin.inlines import BLOCKS
from articles.admin.site import desk, editor_of, editors_now, may_publish, may_withdraw
from articles.editorial import desk as queries
from articles.editorial.actions import NotReady, NotSaveable, publish_article, save_article
from articles.editorial.proofs import say_length
from articles.editorial.results import FieldProblem
from articles.forms import STALE, ArticleForm
from articles.models import Article
from articles.models.choices import ChangeClass
from articles.tables import state_tag

BUSY = "The site is busy and nothing was saved. Your text is below: wait a moment, then save again."


@admin.register(Article, site=desk)
class ArticleAdmin(ArticleList):
    form = ArticleForm
    fieldsets = FIELDSETS
    inlines = BLOCKS
    autocomplete_fields = ("topics", "entities")
    prepopulated_fields = {"slug": ("headline",)}
    view_on_site = False

    # Saving: what Django does in four steps happens in one transaction, at the end of them

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
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
            return self._handle(request, object_id, form_url, extra_context)
        status = 200
        try:
            return self._handle(request, object_id, form_url, extra_context)
        except NotSaveable as refusal:
            refused = tuple(refusal.problems)
        except IntegrityError as error:
            refused = (
                FieldProblem("", f"The database refused this: {error}. Look for two rows that say the same."),
            )
        except OperationalError as error:
            if not _is_busy(error):
                raise
            refused, status = (FieldProblem("", BUSY),), 503
        request.refused = refused  # type: ignore[attr-defined]  # read by the forms of the second pass
        response = self._handle(request, object_id, form_url, extra_context)
        response.status_code = status
        return response

    def _handle(self, *args: Any) -> Any:
        """Django's own handling of the form, without the transaction its public method puts around it."""
        return super()._changeform_view(*args)  # type: ignore[misc]  # private, and the stubs leave it out

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
        if "_publish" in request.POST and may_publish(request):
            self._publish(request, article)
        else:
            self.message_user(request, f"Saved: {say_length(article.word_count)}.", messages.SUCCESS)
        return HttpResponseRedirect(url)

    def _publish(self, request: HttpRequest, article: Article) -> None:
        typed = {"note": request.POST.get("note", ""), "change": request.POST.get("change", "")}
        try:
            publication = publish_article(
                article=article,
                by=editor_of(request),
                note=" ".join(typed["note"].split()),
                change=ChangeClass(typed["change"]) if hasattr(article, "publication") else None,
            )
        except NotReady as refusal:
            request.session["not_ready"] = {
                "article": article.pk,
                "problems": [[item.field, item.message] for item in refusal.problems],
                "typed": typed,
            }
            self.message_user(
                request, "Saved, but not published: see what stands in the way.", messages.WARNING
            )
            return
        except OperationalError as error:
            if not _is_busy(error):
                raise
            self.message_user(
                request, "Saved, but the site is too busy to publish: try again.", messages.ERROR
            )
            return
        message = format_html(
            'Version {} is public. <a href="{}">View on site</a>',
            publication.revision.number,
            publication.get_absolute_url(),
        )
        self.message_user(request, message, messages.SUCCESS)

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
            blocks=lay_out(fieldsets, formsets, len(citations)),
            mistakes=find_mistakes(context["adminform"], formsets),
            not_ready=self._not_ready(request, obj, context["adminform"].form),
            public_copy=queries.get_public_copy(obj, now=now) if obj else None,
            can_publish=may_publish(request) and self.has_change_permission(request, obj),
            can_withdraw=may_withdraw(request),
            state_tag=state_tag(obj.state, obj.get_state_display()) if obj else state_tag("draft", "New"),
            **article_views.rail_context(obj, citations, now),
        )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _not_ready(self, request: HttpRequest, obj: Article | None, form: Any) -> list[Mistake]:
        """What the last attempt to publish met, said once; what was typed for readers stands there again."""
        if obj is None or request.session.get("not_ready", {}).get("article") != obj.pk:
            return []
        met = request.session.pop("not_ready")
        form.initial.update({name: value for name, value in met["typed"].items() if value})
        return [Mistake("", message, article_views.target_of(field)) for field, message in met["problems"]]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="articles_article_preview"),
            path("proof/", view(self.proof_view), name="articles_article_proof"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        return article_views.preview(self, request)

    def proof_view(self, request: HttpRequest) -> HttpResponse:
        return article_views.proof(self, request)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return article_views.take_away(self, request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return article_views.history(self, request, object_id)


def _refused(request: HttpRequest) -> Sequence[FieldProblem]:
    return getattr(request, "refused", ())


def _is_busy(error: OperationalError) -> bool:
    """Whether SQLite refused a second writer, which passes; anything else does not."""
    return "database is locked" in str(error)
