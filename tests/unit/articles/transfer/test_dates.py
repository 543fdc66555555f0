from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Publication
from articles.transfer.actions import import_paths
from articles.transfer.dates import days_to, moved
from articles.transfer.formats import ArticleFile

NOW = datetime(2027, 1, 10, 7, 30, 20, tzinfo=UTC)
MOMENTS = st.integers(0, 4_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds - seconds % 60, UTC)
)


def file(published=None, updated=None):
    return ArticleFile(title="T", slug="t", body="Text.", published=published, updated=updated)


def test_newest_article_lands_on_the_day():
    files = [file(datetime(2026, 11, 22, 9, 40, tzinfo=UTC)), file(datetime(2026, 10, 5, tzinfo=UTC)), file()]

    assert days_to(date(2027, 1, 10), files) == timedelta(days=49)


def test_nothing_dated_moves_nothing():
    assert days_to(date(2027, 1, 10), [file()]) == timedelta()


def test_time_of_day_stays_unless_it_lies_ahead():
    by = timedelta(days=49)
    early = moved(file(datetime(2026, 11, 22, 6, 0, tzinfo=UTC)), by, now=NOW)
    late = moved(file(datetime(2026, 11, 22, 9, 40, tzinfo=UTC)), by, now=NOW)

    assert early.published == datetime(2027, 1, 10, 6, 0, tzinfo=UTC)
    assert late.published == datetime(2027, 1, 10, 7, 30, tzinfo=UTC)


@given(st.lists(MOMENTS, min_size=1, max_size=6), MOMENTS)
def test_nothing_moves_into_the_future_and_the_order_stays(moments, now):
    files = [file(moment, moment) for moment in sorted(moments)]
    by = days_to(now.date(), files)
    published = [moved(item, by, now=now).published for item in files]

    assert published == sorted(published)
    assert max(published) <= now
    assert max(published).date() == now.date()


@pytest.mark.django_db
def test_import_moves_every_article_by_the_same_days(tmp_path):
    for slug, day in (("one", "2026-11-20"), ("two", "2026-11-22")):
        (tmp_path / f"{slug}.md").write_text(
            f"---\ntitle: {slug}\nstatus: published\npublished: {day}T05:00:00Z\n---\nText of {slug}.\n"
        )

    import_paths(paths=[tmp_path], newest_on=NOW.date(), now=NOW)

    assert dict(Publication.objects.values_list("slug", "published_at")) == {
        "one": datetime(2027, 1, 8, 5, 0, tzinfo=UTC),
        "two": datetime(2027, 1, 10, 5, 0, tzinfo=UTC),
    }
