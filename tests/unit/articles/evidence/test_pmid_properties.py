from hypothesis import given
from hypothesis import strategies as st

from articles.evidence.pmid import Pmid, format_pmid, parse_pmid, pubmed_url
from articles.rendering.pmid_links import find_pmids

pmids = st.integers(1, 99_999_999).map(Pmid)


@given(pmids)
def test_reading_what_was_written_gives_the_number_back(pmid):
    assert parse_pmid(format_pmid(pmid)) == pmid
    assert parse_pmid(f"PMID: {format_pmid(pmid)}") == pmid
    assert parse_pmid(pubmed_url(pmid)) == pmid


@given(pmids)
def test_running_text_and_fields_agree_on_a_number(pmid):
    (span,) = find_pmids(f"(PMID: {format_pmid(pmid)})")

    assert span.number == pmid


@given(st.text(max_size=40))
def test_any_text_gives_a_number_in_range_or_none(text):
    pmid = parse_pmid(text)

    assert pmid is None or 1 <= pmid <= 99_999_999
