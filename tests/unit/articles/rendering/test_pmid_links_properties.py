from hypothesis import given
from hypothesis import strategies as st

from articles.rendering.pmid_links import find_pmids
from tests.unit.articles.rendering.markup import markup

LABELS = st.sampled_from(["PMID", "pmid", "PMIDs", "PubMed ID", "Pubmed identifier"])
MARKS = st.sampled_from([":", " ", ": ", "：", "#", "=", "\u00a0", " : "])


@given(
    label=LABELS,
    mark=MARKS,
    number=st.integers(1, 99_999_999),
    before=st.sampled_from(["", "(", "see ", "“"]),
)
def test_every_number_is_found_in_every_spelling(label, mark, number, before):
    text = f"{before}{label}{mark}{number}). More"

    assert [span.number for span in find_pmids(text)] == [number]


@given(markup())
def test_spans_are_in_order_and_hold_their_number(text):
    position = 0
    for span in find_pmids(text):
        assert position <= span.start <= span.number_start < span.end <= len(text)
        assert int(text[span.number_start : span.end]) == span.number
        position = span.end
