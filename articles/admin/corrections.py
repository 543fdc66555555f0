"""Published notices. They are made by publishing a correction, and never edited."""

from typing import Any

from django.contrib import admin

from articles.admin.site import desk
from articles.models import Correction


@admin.register(Correction, site=desk)
class CorrectionAdmin(admin.ModelAdmin):
    list_display = ("number", "kind", "article", "raised_by", "published_at")
    list_filter = ("kind", "raised_by")
    search_fields = ("number", "article__headline", "text")
    list_select_related = ("article",)

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
