from datetime import date

import pytest

from articles.transfer.formats import FileRejected, ReferenceItem
from articles.transfer.reader import read_text


def read(front):
    return read_text(f"---\ntitle: A title\n{front}\n---\nBody.\n").file.references


def refused(front):
    with pytest.raises(FileRejected) as caught:
        read(front)
    return "\n".join(map(str, caught.value.problems))


PAPER = ReferenceItem(kind="paper", key="pmid-33577784", pmid=33577784)


@pytest.mark.parametrize(
    "front",
    [
        "pmids: [33577784]",
        'pmids: ["33577784"]',
        "pmids: 33577784",
        "pmids: ['PMID: 33577784']",
        "references: [33577784]",
        "references:\n- pmid: 33577784",
        "references:\n- pmid: https://pubmed.ncbi.nlm.nih.gov/33577784/\n  kind: paper",
        "references:\n- pmid: 33577784\npmids: [33577784]",
    ],
)
def test_a_paper_is_named_by_its_number_in_any_spelling(front):
    assert read(front) == (PAPER,)


def test_a_reference_has_what_its_keys_say():
    (item,) = read(
        "references:\n- kind: regulator\n  key: fda-2020\n  title: Guidance\n  publisher: FDA\n  date: 2020-06\n"
        "  url: https://www.fda.gov/x\n  accessed: 2026-11-20\n  as_printed: 2020 guidance\n  authors: A, B\n  journal: J"
    )

    assert item == ReferenceItem(
        kind="regulator",
        key="fda-2020",
        title="Guidance",
        publisher="FDA",
        date="2020-06",
        url="https://www.fda.gov/x",
        accessed=date(2026, 11, 20),
        as_printed="2020 guidance",
        authors="A, B",
        journal="J",
    )


@pytest.mark.parametrize(
    ("front", "kind", "key"),
    [
        ("doi: https://doi.org/10.1056/NEJMoa2203690\n  title: T", "paper", "doi-10-1056-nejmoa2203690"),
        ("doi: 'DOI: 10.1056/nejmoa2203690'\n  title: T", "paper", "doi-10-1056-nejmoa2203690"),
        ("nct: nct03734029\n  title: T", "trial", "nct03734029"),
        ("kind: trial\n  url: https://example.org/\n  title: A trial", "trial", "a-trial"),
        ("kind: book\n  title: 你好", "book", "book"),
    ],
)
def test_kind_and_short_name_follow_from_the_numbers_where_not_given(front, kind, key):
    (item,) = read(f"references:\n- {front}")

    assert (item.kind, item.key) == (kind, key)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("pmids: [abc]", "line 3: pmids, item 1: “abc” is not a PMID: 1 to 8 digits"),
        ("pmids: [123456789]", "pmids, item 1: “123456789” is not a PMID"),
        ("pmids: [0]", "is not a PMID"),
        ("pmids:\n- 1\n- 33577784x", "line 5: pmids, item 2: “33577784x” is not a PMID"),
        ("pmids: [[1]]", "pmids, item 1: one text is expected here"),
        ("references: [[1]]", "references, item 1: a reference with its keys is expected"),
        ("references:\n- pmid: 33577784x", "references, item 1, pmid: “33577784x” is not a PMID"),
        ("references:\n- doi: 11.1/x\n  title: t", "references, item 1, doi: “11.1/x” is not a DOI"),
        ("references:\n- nct: NCT1\n  title: t", "references, item 1, nct: “NCT1” is not a registry number"),
        ("references:\n- title: t", "references, item 1, kind: missing. Known: paper"),
        ("references:\n- kind: regulator", "references, item 1, title: needed where there is no PMID"),
        ("references:\n- kind: paper\n  title: t", "references, item 1, pmid: a paper needs a PMID or a DOI"),
        (
            "references:\n- kind: trial\n  title: t",
            "references, item 1, nct: a trial needs its number or an address",
        ),
        ("references:\n- pmid: 1\n  key: A b", "references, item 1, key: “A b” may have"),
        (
            "references:\n- pmid: 1\n  url: javascript:x",
            "references, item 1, url: “javascript:x” is not a web address",
        ),
        ("references:\n- pmid: 1\n  url: //evil.example", "is not a web address"),
        (
            "references:\n- pmid: 1\n  date: May 2020",
            "references, item 1, date: “May 2020” is not 2020, 2020-06",
        ),
        ("references:\n- pmid: 1\n  accessed: 2020", "references, item 1, accessed: “2020” is not a date"),
        ("references:\n- pmid: 1\n- pmid: 1", "references: item 2 repeats an earlier one: pmid-1"),
        ("references:\n- pmid: 1\n- pmid: 1\n  key: b", "references: item 2 repeats an earlier one: 1"),
        ("references:\n- pmid: 1\n  volume: 3", "volume: unknown key in references, item 1"),
    ],
)
def test_each_mistake_in_a_reference_is_named(front, words):
    assert words in refused(front)
