"""Children of an article that have a place: row forms, and formsets that store the order shown.

Places are unique in the database, so rows that move are first set aside and then put where they belong; they are
always counted from 1 without gaps, whatever numbers were typed.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.utils.text import slugify

from articles.editorial.places import SET_ASIDE, put_in_place, set_aside
from articles.editorial.results import FieldProblem
from articles.forms import CheckedForm, LineField, ParagraphsField
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
from articles.models.choices import Dimension, Horizon, Level

LAST = SET_ASIDE - 1


class PlaceField(forms.IntegerField):
    """Where a row stands among those shown. A place alone makes no row."""

    widget = forms.NumberInput(attrs={"class": "pos"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=SET_ASIDE, label="Order", **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def grow(rows: int = 1) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 40, "class": "grow"})


class RowForm(CheckedForm):
    """A child with a place; the formset gives the instance its place."""

    position = PlaceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["position"] = self.instance.position if self.instance.pk else None

    @property
    def typed_place(self) -> int:
        """The number in the form, as far as it is one."""
        typed = self["position"].value()
        return int(typed) if str(typed).isascii() and str(typed).isdigit() else LAST


class OrderedFormSet(BaseInlineFormSet):
    """Rows in the order shown. `refused` are problems a first attempt to save met, by prefix and place."""

    def __init__(self, *args: Any, refused: Sequence[FieldProblem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused

    def rows(self) -> list[RowForm]:
        """The forms that stay, in the order shown."""
        kept = [form for form in self.forms if self._stays(form)]
        return sorted(kept, key=lambda form: (form.typed_place, self.forms.index(form)))

    def _stays(self, form: RowForm) -> bool:
        if self.can_delete and self._should_delete_form(form):  # type: ignore[attr-defined]  # private, and the stubs leave it out
            return False
        return bool(form.instance.pk) or form.has_changed()

    def clean(self) -> None:
        super().clean()
        rows = self.rows()
        for problem in self.refused:
            prefix, _, place = problem.field.rpartition("-")
            if prefix == self.prefix and place.isdigit() and 1 <= int(place) <= len(rows):
                rows[int(place) - 1].add_error(None, problem.message)

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        names = [name for name in unique_check if name != self.fk.name]
        label = " and ".join(str(self.model._meta.get_field(name).verbose_name) for name in names)
        return f"Two rows have the same {label}: keep one of them."

    def get_form_error(self) -> str:
        return "Another row says the same."

    def save(self, commit: bool = True) -> Any:
        moved: list[Model] = []
        for place, form in enumerate(self.rows(), 1):
            if form.instance.pk and form.instance.position != place:
                moved.append(form.instance)
            form.instance.position = place
        if moved:
            set_aside(self.get_queryset().all())
        saved = super().save(commit)
        if moved:
            put_in_place([form.instance for form in self.rows() if form.instance.pk])
        return saved


class RatingFormSet(BaseInlineFormSet):
    """Four rows, one a dimension, whether stored yet or not."""

    def __init__(self, *args: Any, refused: Sequence[FieldProblem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # private, and the stubs leave it out
        if not form.instance.pk:
            stored = {rating.dimension for rating in self.get_queryset()} if self.instance.pk else set()
            missing = [dimension for dimension in Dimension.values if dimension not in stored]
            form.instance.dimension = missing[i - self.initial_form_count()]
            form.empty_permitted = True
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{form.instance.get_dimension_display()}: {name}"
        return form

    def clean(self) -> None:
        super().clean()
        by_dimension = {f"{self.prefix}-{form.instance.dimension}": form for form in self.forms}
        for problem in self.refused:
            if problem.field in by_dimension:
                by_dimension[problem.field].add_error("reason", problem.message)


class SummaryPointForm(RowForm):
    class Meta:
        model = SummaryPoint
        exclude = ("position",)
        field_classes: ClassVar = {"text": LineField}
        widgets: ClassVar = {"text": grow()}


class TakeawayForm(RowForm):
    class Meta:
        model = Takeaway
        exclude = ("position",)
        field_classes: ClassVar = {"text": LineField, "rests_on": LineField}
        widgets: ClassVar = {"text": grow(), "rests_on": grow()}


class FaqForm(RowForm):
    class Meta:
        model = FAQ
        exclude = ("position",)
        field_classes: ClassVar = {"question": LineField, "answer_markdown": ParagraphsField}
        widgets: ClassVar = {"question": grow(), "answer_markdown": grow()}


class BylineForm(RowForm):
    class Meta:
        model = ArticleByline
        exclude = ("position",)

    def has_changed(self) -> bool:
        return self.changed_data != ["role"] and super().has_changed()


class RelatedForm(RowForm):
    class Meta:
        model = RelatedArticle
        exclude = ("position",)
        field_classes: ClassVar = {"reason": LineField}
        widgets: ClassVar = {"reason": grow()}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        related = self.cleaned_data.get("related")
        if related is not None and related.pk == self.instance.article_id:
            self.add_error("related", "An article is not related to itself: choose another.")
        return cleaned


class ArticleReportForm(RowForm):
    class Meta:
        model = ArticleReport
        exclude = ("position",)
        field_classes: ClassVar = {"reason": LineField}
        widgets: ClassVar = {"reason": grow()}


class ArticleReferenceForm(RowForm):
    """A line of the reference list. A short name that is left empty is made from the source."""

    class Meta:
        model = ArticleReference
        exclude = ("position",)
        field_classes: ClassVar = {"as_printed": LineField}
        widgets: ClassVar = {"as_printed": grow(), "key": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        reference, key = self.cleaned_data.get("reference"), self.cleaned_data.get("key")
        if reference is None or key is None:
            return cleaned
        own = f"pmid-{reference.pmid}" if reference.pmid else ""
        if not key:
            self.cleaned_data["key"] = own or slugify(str(reference))[:60].strip("-")
        elif key.startswith("pmid-") and key != own:
            self.add_error("key", "Short names that begin with pmid- belong to papers with that PMID.")
        elif key != key.lower():
            self.add_error("key", "Use small letters, digits and hyphens.")
        return cleaned


class RatingForm(CheckedForm):
    class Meta:
        model = MarketImpact
        fields = ("level", "reason", "horizon", "affects")
        field_classes: ClassVar = {"reason": LineField}
        widgets: ClassVar = {"level": forms.RadioSelect, "reason": grow()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            self.fields["level"].choices = [("", "Not rated"), *Level.choices]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if not data.get("level"):
            if data.get("reason"):
                self.add_error("level", "Choose a level for this reason, or delete the reason.")
            elif data.get("horizon") not in (None, Horizon.NOT_STATED):
                self.add_error("level", "Choose a level for this horizon, or set it to “Not stated”.")
        return cleaned
