import itertools

from hypothesis import given
from hypothesis import strategies as st

from articles.rendering._typography import find_edits, smarten

PIECES = ["'", '"', "-", "--", "---", "...", ".", " ", "a", "HER2", "5", "(", ")", "β", "“", "’", "http://x"]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30).map("".join)


@given(texts)
def test_only_quotes_dashes_and_dots_change(text):
    def rest(words):
        return "".join(char for char in words if char not in "'\"‘’“”-–—.…")

    assert rest(smarten(text)) == rest(text)


@given(texts)
def test_edits_are_in_order_and_apart(text):
    edits = find_edits(text)

    assert all(edit.start < edit.end <= len(text) for edit in edits)
    assert all(earlier.end <= later.start for earlier, later in itertools.pairwise(edits))
