"""What every response gets: a request id, security headers, and the check that it declared its tags."""

import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles import changes
from newsroom.logs import request_id

logger = logging.getLogger(__name__)

ADMIN_PREFIX = "/admin/"
# Answers that show nothing of ours that can change: probes, and files named by their content.
UNTAGGED_PREFIXES = (ADMIN_PREFIX, "/healthz", "/readyz", settings.STATIC_URL)
TAGGED_STATUSES = frozenset({200, 301, 404, 410})
REFUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_public(request: HttpRequest) -> bool:
    """Whether the request is for readers, not for editors or machines that watch."""
    return not request.path_info.startswith(UNTAGGED_PREFIXES)


class RequestIdMiddleware:
    """Names the request in its log lines and in `X-Request-ID`; a well-formed id from a proxy is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response


class HeadersMiddleware:
    """Headers Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The policy of the settings, with Trusted Types on public pages.

    Django's admin loads jQuery, which does not start under Trusted Types.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not request.path_info.startswith(ADMIN_PREFIX):
            parts.update = {"require-trusted-types-for": ["'script'"], **(parts.update or {})}
        return parts


class BusyDatabaseMiddleware:
    """Turns SQLite's refusal of a second writer into 503, which browsers answer by keeping the typed text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, OperationalError) and "database is locked" in str(exception)):
            return None
        logger.error("the database was busy for too long", extra={"path": request.path})
        return HttpResponse(
            "The site is busy and nothing was saved. Go back, your text is still there, and send it again.\n",
            status=503,
            headers={"Retry-After": "10", "Cache-Control": "no-store"},
            content_type="text/plain; charset=utf-8",
        )


class MissingTags(RuntimeError):
    """A public view answered without saying what the answer shows."""


class TagsMiddleware:
    """Refuses a public answer that could be stored and does not declare its tags."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            is_public(request)
            and response.status_code in TAGGED_STATUSES
            and not changes.declared_tags(response)
        ):
            self._refuse(request, response)
        return response

    def _refuse(self, request: HttpRequest, response: HttpResponseBase) -> None:
        details: dict[str, Any] = {"path": request.path, "status": response.status_code}
        if settings.STRICT_TAGS:
            raise MissingTags(
                f"{request.path} answered {response.status_code} without changes.declare_tags()"
            )
        logger.error("a public response declared no tags", extra=details)
