"""The blocks of the article form that are lists of rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from articles.admin import ordered
from articles.models import (
    FAQ,
    ArticleByline,
    ArticleReference,
    ArticleReport,
    MarketImpact,
    RelatedArticle,
    SummaryPoint,
    Takeaway,
)


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete field that prints the chosen row without asking the database for it again."""

    chosen: tuple[str, str] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        if self.chosen is None or list(map(str, value)) != [self.chosen[0]]:
            return super().optgroups(name, value, attr)
        key, label = self.chosen
        return [(None, [self.create_option(name, key, label, True, 0)], 0)]


class Rows(admin.TabularInline):
    """Rows follow the permissions of their article: they are parts of it."""

    extra = 0
    label = ""
    select_related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.select_related)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        for name, field in formset.form.base_fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{self.label}: {str(field.label or name).lower()}"
            field.help_text = ""  # a heading's tooltip is no help: the block's hint says it
            if widget is not field.widget:
                field.widget.can_change_related = field.widget.can_delete_related = False
                field.widget.can_view_related = False
        formset.add_fields = _with_named_delete(formset.add_fields, self.label)
        return formset

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_article") or request.user.has_perm(
            "articles.change_article"
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_article")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


def _with_named_delete(add_fields: Any, label: str) -> Any:
    """`add_fields` of a formset class whose tick box says what it deletes, and whose choices are known."""

    def add(formset: Any, form: forms.ModelForm, index: int | None) -> None:
        add_fields(formset, form, index)
        if "DELETE" in form.fields:
            place = "" if index is None else f" {index + 1}"
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {label.lower()}{place}"
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownAutocomplete) and form.instance.pk:
                chosen = getattr(form.instance, name)
                widget.chosen = (str(chosen.pk), str(chosen))

    return add


class OrderedRows(Rows):
    formset = ordered.OrderedFormSet
    classes = ["lines"]


class SummaryPointRows(OrderedRows):
    model = SummaryPoint
    form = ordered.SummaryPointForm
    fields = ("position", "text")
    label = "Summary point"


class TakeawayRows(OrderedRows):
    model = Takeaway
    form = ordered.TakeawayForm
    fields = ("position", "text", "rests_on")
    label = "Takeaway"


class FaqRows(OrderedRows):
    model = FAQ
    form = ordered.FaqForm
    fields = ("position", "question", "answer_markdown")
    label = "Question"


class ReferenceRows(OrderedRows):
    model = ArticleReference
    form = ordered.ArticleReferenceForm
    fields = ("position", "reference", "as_printed", "key")
    autocomplete_fields = ("reference",)
    select_related = ("reference",)
    label = "Reference"


class BylineRows(OrderedRows):
    model = ArticleByline
    form = ordered.BylineForm
    fields = ("position", "author", "role")
    autocomplete_fields = ("author",)
    select_related = ("author",)
    label = "Byline"


class RelatedRows(OrderedRows):
    model = RelatedArticle
    form = ordered.RelatedForm
    fk_name = "article"
    fields = ("position", "related", "reason")
    autocomplete_fields = ("related",)
    select_related = ("related",)
    verbose_name = "related article"
    label = "Related article"


class ReportRows(OrderedRows):
    model = ArticleReport
    form = ordered.ArticleReportForm
    fields = ("position", "report", "reason")
    autocomplete_fields = ("report",)
    select_related = ("report",)
    verbose_name = "report"
    label = "Report"


class RatingRows(Rows):
    model = MarketImpact
    form = ordered.RatingForm
    formset = ordered.RatingFormSet
    fields = ("dimension_", "level", "reason", "horizon", "affects")
    readonly_fields = ("dimension_",)
    autocomplete_fields = ("affects",)
    classes = ["ratings"]
    min_num = max_num = 4
    can_delete = False
    label = "Rating"

    @admin.display(description="Dimension")
    def dimension_(self, rating: MarketImpact) -> str:
        return rating.get_dimension_display()


BLOCKS = (
    SummaryPointRows,
    RatingRows,
    TakeawayRows,
    FaqRows,
    ReferenceRows,
    RelatedRows,
    ReportRows,
    BylineRows,
)
