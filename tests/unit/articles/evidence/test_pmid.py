import pytest

from articles.evidence.pmid import Pmid, format_pmid, parse_pmid, pubmed_url


@pytest.mark.parametrize(
    "text",
    [
        "33577784", " 33577784 ", "PMID: 33577784", "PMID 33577784", "pmid33577784", "PMID#33577784", "PMID：33577784",
        "PMID:\u00a033577784", "(PMID: 33577784)", "[PMID: 33577784].", "PubMed ID: 33577784", "PubMed: 33577784", "３３５７７７８４", "033577784"[1:],
        "https://pubmed.ncbi.nlm.nih.gov/33577784/", "https://pubmed.ncbi.nlm.nih.gov/33577784", "pubmed.ncbi.nlm.nih.gov/33577784/?term=x",
        "https://www.ncbi.nlm.nih.gov/pubmed/33577784", "https://pubmed.gov/33577784#abstract", "\u200b33577784",
    ],
)  # fmt: skip
def test_a_number_is_read_from_what_people_type(text):
    assert parse_pmid(text) == 33577784


@pytest.mark.parametrize(
    "text",
    [
        "", "PMID", "PMID:", "0", "PMID 0", "123456789", "-5", "3.5", "33577784a", "PMC33577784", "PMID 33577784 34504358",
        "https://evil.example/33577784", "https://pubmed.ncbi.nlm.nih.gov/", "https://pubmed.ncbi.nlm.nih.gov/abc/", "33577784/", "33577784?x",
        "33577784\x00", "10.1056/NEJMoa2203690", "NCT03734029", "1e5", "٣",
    ],
)  # fmt: skip
def test_anything_else_is_no_number(text):
    assert parse_pmid(text) is None


def test_a_number_is_written_without_decoration():
    assert format_pmid(Pmid(33577784)) == "33577784"
    assert pubmed_url(Pmid(33577784)) == "https://pubmed.ncbi.nlm.nih.gov/33577784/"
