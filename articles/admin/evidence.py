"""References: the papers, documents and registrations that articles cite."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.recorded import RecordedAdmin
from articles.admin.site import desk
from articles.changes import Tag, Tags
from articles.evidence.pmid import parse_pmid
from articles.forms import ReferenceForm
from articles.models import Reference


@admin.register(Reference, site=desk)
class ReferenceAdmin(RecordedAdmin):
    form = ReferenceForm
    list_display = ("title_", "kind", "pmid", "doi", "nct", "issued", "record_state", "paper_state")
    list_filter = ("kind", "record_state", "paper_state")
    search_fields = ("title", "authors", "doi", "nct", "publisher", "container")
    search_help_text = "Title, PMID, DOI, NCT number, publisher or journal"
    always_tags = (Tags.STUDIES,)
    readonly_fields = ("record_state", "paper_state", "checked_at", "checked_by")
    fieldsets = (
        ("Numbers", {"fields": ("kind", "pmid", "doi", "nct")}),
        (
            "Document",
            {"fields": ("title", "authors", "container", "publisher", "issued", "url", "accessed_on")},
        ),
        ("What is known", {"fields": ("record_state", "paper_state", "checked_at", "checked_by")}),
    )

    def tags_of(self, record: Reference) -> Iterable[Tag]:
        return [Tags.reference(record.pk)] if record.pk else []

    def get_fieldsets(self, request: HttpRequest, obj: Reference | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        return found if obj else found[:2]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Reference], search_term: str
    ) -> tuple[QuerySet[Reference], bool]:
        if pmid := parse_pmid(search_term):
            return queryset.filter(pmid=pmid), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="Source", ordering="title")
    def title_(self, reference: Reference) -> str:
        return str(reference)
