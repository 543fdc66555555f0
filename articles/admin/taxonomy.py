"""What articles are sorted by: sections, topics, and the things the news is about."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin

from articles.admin.recorded import RecordedAdmin
from articles.admin.site import desk
from articles.changes import Tag, Tags
from articles.forms import EntityForm, SectionForm, TopicForm
from articles.models import Entity, EntitySynonym, Section, Topic


@admin.register(Section, site=desk)
class SectionAdmin(RecordedAdmin):
    form = SectionForm
    list_display = ("name", "position", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    view_on_site = True
    always_tags = (Tags.SITE,)

    def tags_of(self, record: Section) -> Iterable[Tag]:
        return [Tags.section(record.slug)]


@admin.register(Topic, site=desk)
class TopicAdmin(RecordedAdmin):
    form = TopicForm
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    view_on_site = True
    always_tags = (Tags.FRONT,)

    def tags_of(self, record: Topic) -> Iterable[Tag]:
        return [Tags.topic(record.slug)]


class SynonymRows(admin.TabularInline):
    model = EntitySynonym
    extra = 1
    verbose_name = "other name"

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["name"].widget.attrs["aria-label"] = "Other name"
        return formset

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.has_perm("articles.view_entity"))

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.has_perm("articles.change_entity"))

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Entity, site=desk)
class EntityAdmin(RecordedAdmin):
    form = EntityForm
    list_display = ("name", "kind", "nct")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "nct", "synonyms__name")
    search_help_text = "Name, other name or NCT number"
    prepopulated_fields = {"slug": ("name",)}
    inlines = (SynonymRows,)

    def tags_of(self, record: Entity) -> Iterable[Tag]:
        return [Tags.entity(record.pk)] if record.pk else []
