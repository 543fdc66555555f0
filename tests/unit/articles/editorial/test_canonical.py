from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from articles.editorial.canonical import canonical_json, chain, hash_parts, sha256


def test_keys_are_sorted_and_nothing_is_padded():
    assert canonical_json({"b": [1, True], "a": None}) == '{"a":null,"b":[1,true]}'


def test_text_is_composed_and_kept_readable():
    assert canonical_json("e\u0301 — β") == '"é — β"'


def test_times_are_utc_with_microseconds():
    berlin = timezone(timedelta(hours=1))
    assert canonical_json(datetime(2026, 11, 9, 9, 30, tzinfo=berlin)) == '"2026-11-09T08:30:00.000000Z"'


def test_dates_and_identifiers_are_text():
    assert (
        canonical_json([date(2026, 1, 2), UUID(int=1)])
        == '["2026-01-02","00000000-0000-0000-0000-000000000001"]'
    )


@pytest.mark.parametrize("value", [1.5, {"a": 0.1}, datetime(2026, 1, 1), {1, 2}, b"bytes"])  # noqa: DTZ001 a naive time is the case
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_json(value)


def test_each_item_of_a_list_is_a_part_of_its_own():
    hashes = hash_parts({"faqs": ["one", "two"], "headline": "H"}, salt="s")
    assert sorted(hashes) == ["faqs", "faqs.1", "faqs.2", "headline"]


def test_changed_item_changes_only_its_own_part():
    before = hash_parts({"faqs": ["one", "two"]}, salt="s")
    after = hash_parts({"faqs": ["one", "three"]}, salt="s")
    assert {name for name in before if before[name] != after[name]} == {"faqs.2"}


def test_removed_item_changes_the_list_part():
    assert hash_parts({"a": [1, 2]}, salt="s")["a"] != hash_parts({"a": [1]}, salt="s")["a"]


def test_same_words_in_two_parts_or_under_two_salts_hash_apart():
    hashes = hash_parts({"a": "x", "b": "x"}, salt="s")
    assert hashes["a"] != hashes["b"] != hash_parts({"b": "x"}, salt="t")["b"]


def test_chain_depends_on_what_came_before():
    assert chain("", sha256("x")) != chain("a", sha256("x"))
