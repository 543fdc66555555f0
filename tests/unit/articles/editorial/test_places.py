import pytest
from django.db import transaction

from articles.editorial.places import put_in_place, set_aside
from tests import factories

pytestmark = pytest.mark.django_db


def test_children_trade_places_although_a_place_is_unique() -> None:
    article = factories.article()
    first = factories.summary_point(article=article, position=1, text="First")
    second = factories.summary_point(article=article, position=2, text="Second")
    other = factories.summary_point(position=1)
    first.position, second.position = 2, 1
    with transaction.atomic():
        set_aside(article.summary_points.all())
        put_in_place([first, second])
    assert list(article.summary_points.order_by("position").values_list("text", flat=True)) == [
        "Second",
        "First",
    ]
    other.refresh_from_db()
    assert other.position == 1


def test_nothing_to_place_is_no_error() -> None:
    put_in_place([])
