"""The reference list of an article file: `references`, and its short form `pmids`."""

import re

from articles.evidence.pmid import parse_pmid
from articles.models.evidence import ReferenceKind
from articles.transfer.fields import Fields, Problems, line_of
from articles.transfer.formats import KEY_CHARS_MAX, ReferenceItem, key_of, kind_of_reference
from articles.transfer.yaml_tree import Mapping, Node, Scalar

REFERENCE_KEYS = (
    "pmid",
    "kind",
    "key",
    "doi",
    "nct",
    "title",
    "authors",
    "journal",
    "publisher",
    "date",
    "url",
    "accessed",
    "as_printed",
)
_DOI_FORM = re.compile(r"10\.[0-9]{4,9}/[^\sA-Z]+")
_NCT_FORM = re.compile(r"NCT[0-9]{8}")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def read_references(fields: Fields) -> tuple[ReferenceItem, ...]:
    listed = fields.items("references", lambda node, name: _reference(node, name, fields.problems))
    short = fields.items("pmids", lambda node, name: _paper(node, name, fields.problems))
    listed_pmids = {item.pmid for item in listed}
    found = (*listed, *(item for item in short if item.pmid not in listed_pmids))
    fields.unlike("references", found, lambda item: item.key)
    numbers = [item for item in found if item.pmid or item.doi]
    fields.unlike("references", tuple(numbers), lambda item: item.pmid or item.doi)
    return found


def _paper(node: Node, name: str, problems: Problems) -> ReferenceItem | None:
    text = line_of(node, name, problems, 60)
    pmid = parse_pmid(text)
    if pmid is None:
        problems.refuse(name, f"“{text}” is not a PMID: 1 to 8 digits, as in 33577784", node.line)
        return None
    return ReferenceItem(kind=ReferenceKind.PAPER.value, key=f"pmid-{pmid}", pmid=int(pmid))


def _reference(node: Node, name: str, problems: Problems) -> ReferenceItem | None:
    if isinstance(node, Scalar):
        return _paper(node, name, problems)
    if not isinstance(node, Mapping):
        problems.refuse(name, "a reference with its keys is expected", node.line)
        return None
    inner = Fields(node, REFERENCE_KEYS, problems, name)
    pmid, doi, nct = _numbers(inner)
    title = inner.text("title", 500)
    guessed = kind_of_reference(pmid=pmid, doi=doi, nct=nct)
    kind = inner.choice("kind", dict(ReferenceKind.choices), guessed)
    if not kind:
        inner.refuse("kind", f"missing. Known: {', '.join(ReferenceKind.values)}")
    key = inner.slug("key", KEY_CHARS_MAX)
    item = ReferenceItem(
        kind=kind,
        key=key or key_of(kind=kind, pmid=pmid, doi=doi, nct=nct, title=title),
        pmid=pmid,
        doi=doi,
        nct=nct,
        url=inner.web_address("url"),
        title=title,
        authors=inner.text("authors", 2000),
        journal=inner.text("journal", 250),
        publisher=inner.text("publisher"),
        date=inner.partial_date("date"),
        accessed=inner.day("accessed"),
        as_printed=inner.text("as_printed", 250),
    )
    _check_reference(item, inner)
    return item


def _numbers(inner: Fields) -> tuple[int | None, str, str]:
    text = inner.text("pmid", 60)
    pmid = parse_pmid(text) if text else None
    if text and pmid is None:
        inner.refuse("pmid", f"“{text}” is not a PMID: 1 to 8 digits, as in 33577784")
    doi = _DOI_PREFIX.sub("", inner.text("doi"), count=1).lower()
    if doi and not _DOI_FORM.fullmatch(doi):
        inner.refuse("doi", f"“{doi}” is not a DOI such as 10.1056/nejmoa2203690")
    nct = inner.text("nct", 11).upper()
    if nct and not _NCT_FORM.fullmatch(nct):
        inner.refuse("nct", f"“{nct}” is not a registry number such as NCT03734029")
    return (None if pmid is None else int(pmid)), doi, nct


def _check_reference(item: ReferenceItem, inner: Fields) -> None:
    if not item.title and item.pmid is None:
        inner.refuse("title", "needed where there is no PMID")
    if item.kind == ReferenceKind.PAPER and item.pmid is None and not item.doi:
        inner.refuse("pmid", "a paper needs a PMID or a DOI")
    if item.kind == ReferenceKind.TRIAL and not item.nct and not item.url:
        inner.refuse("nct", "a trial needs its number or an address")
