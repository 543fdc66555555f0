import pytest

from articles.rendering.pmid_links import find_pmids


@pytest.mark.parametrize(
    "text",
    [
        "(PMID: 33577784)", "PMID 33577784", "pmid:33577784", "PMID33577784", "PMID#33577784", "PMID=33577784", "PMID-33577784",
        "PMID：33577784", "PMID:\u00a033577784", "PMID\u202f33577784", "PMID: \u200b33577784", "PubMed ID 33577784",
        "PubMed ID: 33577784", "Pubmed-ID 33577784", "PubMed identifier 33577784", "PubMed: 33577784", "PubMed 33577784.",
        "PMID no. 33577784", "PMID number 33577784", "[PMID: 33577784]", "PMID:\n33577784", "PMID: ３３５７７７８４", "“PMID: 33577784”",
        "PMIDs: 33577784", "PubMed number 33577784", "PMID :33577784", "PMID – 33577784", "PMID: # 33577784",
    ],
)  # fmt: skip
def test_a_number_is_found_in_any_spelling(text):
    assert [span.number for span in find_pmids(text)] == [33577784]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("PMIDs 33577784, 34504358 and 35671013", [33577784, 34504358, 35671013]),
        ("PMID: 33577784; 34504358", [33577784, 34504358]),
        ("PMID 33577784/34504358", [33577784, 34504358]),
        ("PMID 33577784, PMID 34504358", [33577784, 34504358]),
        ("(PMID: 33577784; PMID: 34504358)", [33577784, 34504358]),
        ("PMIDs 33577784, 34504358, and 12345", [33577784, 34504358, 12345]),
        ("PMID 33577784, 2024", [33577784]),
        ("PMID 33577784, 12345 patients", [33577784]),
        ("PMID 33577784 and 0000000", [33577784]),
        ("PMID 1", [1]),
    ],
)
def test_lists_of_numbers_are_read_to_their_end(text, numbers):
    assert [span.number for span in find_pmids(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "PMID", "PMID:", "PMID: none", "PMID 0", "PMID 123456789", "PMCID 33577784", "PMCID: PMC33577784", "XPMID 33577784", "33577784",
        "PubMed 2024", "PubMed lists 33577784", "https://example.org/?term=pmid:33577784", "www.example.org/PMID33577784",
        "example.org/pmid:33577784", "PMID 33577784a", "NCT03734029", "PMID: x 33577784",
    ],
)  # fmt: skip
def test_other_numbers_and_addresses_are_left_alone(text):
    assert find_pmids(text) == []


def test_the_span_of_the_first_has_its_label_and_of_the_next_has_digits_only():
    text = "see PMIDs 33577784, 34504358."

    first, second = find_pmids(text)

    assert text[first.start : first.end] == "PMIDs 33577784"
    assert text[first.number_start : first.end] == "33577784"
    assert text[second.start : second.end] == "34504358"
