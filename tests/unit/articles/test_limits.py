"""Counting uses, and whose they are."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from articles import limits
from articles.models import LimitCounter

MINUTE = timedelta(minutes=1)


@pytest.fixture
def proxied(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def request_from(address, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("fd00::1", "[2001:db8::5]", "2001:db8::5"),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", ""),
    ],
)
@pytest.mark.usefixtures("proxied")
def test_the_client_is_the_last_sender_that_is_no_trusted_proxy(address, forwarded, expected):
    assert limits.client_address(request_from(address, forwarded)) == expected


def test_without_trusted_proxies_forwarding_headers_are_hearsay():
    assert limits.client_address(request_from("127.0.0.1", "198.51.100.1")) == "127.0.0.1"


def test_one_household_of_addresses_counts_as_one_client():
    one, other = request_from("2001:db8:1:2::5"), request_from("2001:db8:1:2:ffff::6")

    assert limits.client_subject(one) == limits.client_subject(other) == "2001:db8:1:2::/64"
    assert limits.client_subject(request_from("203.0.113.9")) == "203.0.113.9"


@pytest.mark.django_db
def test_uses_beyond_the_limit_are_told_when_to_come_back(now):
    at = now + timedelta(seconds=20)

    verdicts = [limits.hit(scope="ask", subject="a", limit=2, window=MINUTE, now=at) for _ in range(3)]

    assert [verdict.is_allowed for verdict in verdicts] == [True, True, False]
    assert verdicts[2] == limits.Verdict(is_allowed=False, hits=3, retry_after_seconds=40)


@pytest.mark.django_db
def test_a_new_window_counts_from_the_start(now):
    limits.hit(scope="ask", subject="a", limit=1, window=MINUTE, now=now)

    assert limits.hit(scope="ask", subject="a", limit=1, window=MINUTE, now=now + MINUTE).is_allowed


@pytest.mark.django_db
def test_subjects_and_scopes_are_counted_apart(now):
    for scope, subject in [("ask", "a"), ("ask", "b"), ("report", "a")]:
        assert limits.hit(scope=scope, subject=subject, limit=1, window=MINUTE, now=now).hits == 1


@pytest.mark.django_db
def test_no_address_is_stored(now):
    limits.hit(scope="ask", subject="203.0.113.9", limit=1, window=MINUTE, now=now)

    assert len(LimitCounter.objects.get().subject) == 64


@pytest.mark.django_db
def test_a_use_is_one_statement(now, django_assert_num_queries):
    with django_assert_num_queries(1):
        limits.hit(scope="ask", subject="a", limit=1, window=MINUTE, now=now)


@pytest.mark.django_db
def test_counters_whose_window_is_over_are_forgotten(now):
    limits.hit(scope="ask", subject="a", limit=1, window=MINUTE, now=now)
    limits.hit(scope="ask", subject="a", limit=1, window=MINUTE, now=now + MINUTE)

    assert limits.forget_expired(before=now + MINUTE + timedelta(seconds=1)) == 1
    assert LimitCounter.objects.count() == 1
