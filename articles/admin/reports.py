"""The library of industry reports and whitepapers."""

from collections.abc import Iterable

from django.contrib import admin
from django.utils.safestring import SafeString

from articles.admin.recorded import RecordedAdmin
from articles.admin.site import desk
from articles.changes import Tag, Tags
from articles.forms import ReportForm
from articles.models import Report
from articles.tables import state_tag


@admin.register(Report, site=desk)
class ReportAdmin(RecordedAdmin):
    form = ReportForm
    list_display = ("title_", "kind", "publisher", "publisher_class", "issued", "listed_")
    list_filter = ("kind", "publisher_class", "is_listed")
    search_fields = ("title", "publisher", "slug")
    search_help_text = "Title, publisher or address"
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("topics", "entities")
    always_tags = (Tags.REPORTS,)
    fieldsets = (
        ("Document", {"fields": ("title", "kind", "summary", "url", "issued", "applies_to")}),
        ("Publisher", {"fields": ("publisher", "publisher_class", "sponsor")}),
        ("Topics and address", {"fields": ("topics", "entities", "slug", "is_listed")}),
    )

    def tags_of(self, record: Report) -> Iterable[Tag]:
        return [Tags.report(record.pk)] if record.pk else []

    def get_view_on_site_url(self, obj: Report | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.is_listed else None

    @admin.display(description="Title", ordering="title")
    def title_(self, report: Report) -> str:
        return report.title

    @admin.display(description="Readers see", ordering="is_listed")
    def listed_(self, report: Report) -> SafeString:
        return state_tag("", "Listed") if report.is_listed else state_tag("draft", "Not listed")
