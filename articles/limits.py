"""One rate limiter, and the one function that says where a request comes from."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models.operations import LimitCounter

_COUNT_ONE = """
INSERT INTO articles_limitcounter (scope, subject, window_at, expires_at, hits) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (scope, subject, window_at) DO UPDATE SET hits = articles_limitcounter.hits + 1
RETURNING hits
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this time is still within the limit; `retry_after_seconds` is when the window ends."""

    is_allowed: bool
    hits: int
    retry_after_seconds: int


def client_address(request: HttpRequest) -> str:
    """The address the request came from, without port.

    `X-Forwarded-For` is read from its end, as far as each sender is one of `settings.TRUSTED_PROXIES`; what
    stands before the first other sender is hearsay. Empty where the server knows no address (a socket file).
    """
    sender = _parsed(request.META.get("REMOTE_ADDR", ""))
    if sender is None:
        return ""
    for part in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not is_trusted_proxy(str(sender)):
            break
        before = _parsed(part)
        if before is None:
            break
        sender = before
    return str(sender)


def is_trusted_proxy(address: str) -> bool:
    """Whether `address` is one of the proxies whose forwarding headers are believed."""
    parsed = _parsed(address)
    return parsed is not None and any(
        parsed.version == network.version and parsed in network for network in settings.TRUSTED_PROXIES
    )


def client_subject(request: HttpRequest) -> str:
    """What to count a client by: its address, or its /64 network, as one IPv6 household has 2^64 addresses."""
    address = client_address(request)
    parsed = _parsed(address)
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(parsed, IPv6Address) else address


def hit(*, scope: str, subject: str, limit: int, window: timedelta, now: datetime | None = None) -> Verdict:
    """Counts one use of `scope` by `subject` and says whether it is among the first `limit` of its window.

    Windows are fixed: each starts at a multiple of its length. One statement; the subject is stored as a keyed hash.
    """
    at = now or timezone.now()
    seconds = int(window.total_seconds())
    starts = int(at.timestamp()) // seconds * seconds
    window_at = datetime.fromtimestamp(starts, UTC)
    expires_at = window_at + window
    hashed = salted_hmac(f"articles.limits.{scope}", subject, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        times = [connection.ops.adapt_datetimefield_value(value) for value in (window_at, expires_at)]
        cursor.execute(_COUNT_ONE, [scope, hashed, *times])
        (hits,) = cursor.fetchone()
    left = max(1, int((expires_at - at).total_seconds()))
    return Verdict(is_allowed=hits <= limit, hits=hits, retry_after_seconds=left)


def forget_expired(*, before: datetime) -> int:
    """Deletes counters whose window ended before that time; returns how many."""
    return LimitCounter.objects.filter(expires_at__lt=before).delete()[0]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    text = text.strip().strip("[]")
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
