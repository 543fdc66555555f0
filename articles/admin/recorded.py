"""Records that public pages show: saving or deleting one says which pages changed."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles import changes
from articles.changes import Tag


class RecordedAdmin(admin.ModelAdmin):
    """A record whose change is told in the transaction that stores it, with the tags it had and has."""

    view_on_site = False
    list_per_page = 100
    # Of pages that list every record of this kind.
    always_tags: ClassVar[tuple[Tag, ...]] = ()

    def tags_of(self, record: Any) -> Iterable[Tag]:
        raise NotImplementedError

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An address is chosen once: readers keep it."""
        given = tuple(super().get_readonly_fields(request, obj))
        has_address = any(field.name == "slug" for field in self.opts.fields)
        return (*given, "slug") if obj and has_address else given

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with changes.recording():
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = set(self.tags_of(self.get_object(request, str(obj.pk)))) if change else set()
        super().save_model(request, obj, form, change)
        tags = before | set(self.tags_of(obj)) | set(self.always_tags)
        changes.record_change(*tags, why=f"save {self.opts.model_name} {obj.pk}")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        tags = {*self.tags_of(obj), *self.always_tags}
        with changes.recording():
            changes.record_change(*tags, why=f"delete {self.opts.model_name} {obj.pk}")
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        for record in queryset:
            self.delete_model(request, record)
