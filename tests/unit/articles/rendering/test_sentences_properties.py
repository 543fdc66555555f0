import itertools

from hypothesis import given
from hypothesis import strategies as st

from articles.rendering.sentences import sentence_spans

PIECES = [
    "HER2",
    "word",
    ".",
    "!",
    "?",
    "...",
    "…",
    " ",
    "\n",
    "Fig.",
    "et al.",
    "e.g.",
    "0.5",
    "”",
    "(",
    ")",
    "A",
    "St.",
    "U.S.",
    "β",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30).map("".join))
def test_sentences_hold_everything_but_white_space_once(text):
    spans = sentence_spans(text)

    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
