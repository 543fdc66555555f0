"""Who signs, and who may sign in."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group

from articles.admin.recorded import RecordedAdmin
from articles.admin.site import desk
from articles.changes import Tag, Tags
from articles.forms import AccountForm, AuthorForm
from articles.models import Author, User


@admin.register(Author, site=desk)
class AuthorAdmin(RecordedAdmin):
    form = AuthorForm
    list_display = ("name", "kind", "position")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    view_on_site = True

    def tags_of(self, record: Author) -> Iterable[Tag]:
        return [Tags.author(record.pk)] if record.pk else []


@admin.register(User, site=desk)
class AccountAdmin(UserAdmin):
    form = AccountForm
    list_display = ("username", "display_name", "email", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("username", "display_name", "email")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("display_name", "email", "time_zone")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    autocomplete_fields = ("groups",)
    filter_horizontal = ()


@admin.register(Group, site=desk)
class RoleAdmin(GroupAdmin):
    """The roles of the desk. Permissions are given to roles, roles to accounts."""

    search_fields = ("name",)
