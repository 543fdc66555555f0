import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from articles.editorial.canonical import canonical_json, hash_parts, normalise

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_reading_back_and_writing_again_gives_the_same_text(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


@given(values)
def test_text_is_always_composed(value):
    text = canonical_json(value)
    assert json.loads(text) == normalise(value)
    assert unicodedata.is_normalized("NFC", json.dumps(json.loads(text), ensure_ascii=False))


@given(st.dictionaries(texts, values, max_size=5), st.randoms())
def test_order_of_keys_does_not_matter(value, random):
    keys = list(value)
    random.shuffle(keys)
    assert hash_parts({key: value[key] for key in keys}, salt="s") == hash_parts(value, salt="s")
