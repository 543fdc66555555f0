"""The admin site editors sign in to: one header with tabs, and a first page that says what to do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.admin.gallery import gallery
from articles.editorial.desk import get_desk, is_demonstration
from articles.editorial.first_steps import first_steps
from articles.models import User
from articles.tables import BlockedTable, QueueTable

TABS = (
    ("Articles", "article"),
    ("References", "reference"),
    ("Reports", "report"),
)
DEMONSTRATION_ROLES = (
    ("reporter", "Reporter", "Writes and edits articles and their references."),
    ("editor", "Editor", "Also publishes, sorts into topics, keeps authors, companies, drugs and reports."),
    ("standards", "Standards editor", "Also takes a public article off its address, with a reason."),
    ("publisher", "Publisher", "Also keeps the sections, and deletes records nobody uses."),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


def editor_of(request: HttpRequest) -> User:
    """The signed-in editor; admin views are never reached without one."""
    return cast(User, request.user)


def editors_now(request: HttpRequest) -> datetime:
    """Now, in the zone of the signed-in editor."""
    return timezone.localtime(timezone.now(), zone_of(request))


def zone_of(request: HttpRequest) -> ZoneInfo:
    try:
        return ZoneInfo(getattr(request.user, "time_zone", "") or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.publish_article")


def may_withdraw(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.withdraw_article")


class DeskSite(AdminSite):
    """Django's admin under the newsroom's name."""

    site_title = "NovaPharmaNews desk"
    site_header = "NovaPharmaNews desk"
    index_title = "Desk"
    enable_nav_sidebar = False

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wraps `view` as Django does; all of it, the template too, runs in the editor's time zone."""
        inner = super().admin_view(view, cacheable)

        def in_the_editors_zone(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with timezone.override(zone_of(request)):
                response: HttpResponseBase = inner(request, *args, **kwargs)
                if isinstance(response, TemplateResponse) and not response.is_rendered:
                    response.render()
                return response

        return in_the_editors_zone

    def get_urls(self) -> list[Any]:
        return [path("gallery/", self.admin_view(gallery), name="gallery"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if not context["has_permission"]:
            return context
        tabs = [Tab("Desk", reverse("admin:index"), request.path == reverse("admin:index"))]
        for label, model in TABS:
            if request.user.has_perm(f"articles.view_{model}"):
                url = reverse(f"admin:articles_{model}_changelist")
                tabs.append(Tab(label, url, request.path.startswith(url)))
        return {**context, "tabs": tabs, "find_url": reverse("admin:articles_article_changelist")}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        now = editors_now(request)
        desk_page = get_desk(user=editor_of(request), now=now)
        context = {
            "desk": desk_page,
            "steps": first_steps(),
            "now": now,
            "mine": QueueTable(desk_page.mine, prefix="mine-", order_by=request.GET.get("mine-sort", ())),
            "changed": QueueTable(
                desk_page.changed, prefix="changed-", order_by=request.GET.get("changed-sort", ())
            ),
            "blocked": BlockedTable(
                desk_page.blocked, prefix="blocked-", order_by=request.GET.get("blocked-sort", ())
            ),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": "Log in to the desk", **(extra_context or {})}
        if is_demonstration():
            context["demonstration_roles"] = DEMONSTRATION_ROLES
        return super().login(request, context)


desk = DeskSite(name="admin")
