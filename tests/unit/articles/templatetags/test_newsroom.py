from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from articles.editorial.results import ImpactCell
from articles.templatetags.newsroom import clause, day, full_day, iso, moment, rated, recent, sentence

AT = datetime(2026, 11, 9, 23, 30, 12, 345678, tzinfo=UTC)


def test_moment_has_zone_and_a_machine_form_without_fractions():
    assert moment(AT) == '<time datetime="2026-11-09T23:30:12Z">9 Nov 2026, 23:30 UTC</time>'


def test_moment_is_shown_in_the_site_time_zone():
    with timezone.override("Europe/Berlin"):
        assert moment(AT) == '<time datetime="2026-11-09T23:30:12Z">10 Nov 2026, 00:30 CET</time>'
        assert day(AT) == '<time datetime="2026-11-09T23:30:12Z">10 Nov 2026</time>'


def test_date_is_shown_as_it_is():
    assert day(date(2026, 9, 8)) == '<time datetime="2026-09-08">8 Sep 2026</time>'
    assert full_day(date(2026, 9, 8)) == '<time datetime="2026-09-08">8 September 2026</time>'


def test_recent_names_the_time_of_day_and_no_year():
    assert recent(AT) == '<time datetime="2026-11-09T23:30:12Z">9 Nov, 23:30\xa0UTC</time>'


def test_machines_read_times_in_utc():
    assert iso(timezone.localtime(AT, timezone.get_fixed_timezone(120))) == "2026-11-09T23:30:12Z"


def test_rated_leaves_out_what_nobody_rated():
    cell, empty = ImpactCell("Regulatory", "low", "Low", 1), ImpactCell("Commercial", "", "Not rated", 0)

    assert rated((cell, empty)) == [cell]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("none declared", "none declared."), ("Yes.", "Yes."), ("Why?", "Why?"), ("…", "…")],
)
def test_sentence_ends_once(text: str, expected: str):
    assert sentence(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No paper cited; analysis.", "no paper cited; analysis"),
        ("PMID 1 is new.", "PMID 1 is new"),
        ("3 papers, matched.", "3 papers, matched"),
        ("", ""),
    ],
)
def test_clause_fits_into_another_sentence(text: str, expected: str):
    assert clause(text) == expected
