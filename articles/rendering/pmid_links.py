"""Finds PubMed numbers in running text, in the spellings that editors use.

It knows the words only: whether the paper exists is evidence's business, and where a citation may stand
(not in code, not in links) is `document.py`'s.
"""

import re
from dataclasses import dataclass
from typing import Final

OPAQUE: Final = "\ufffc"  # stands for what is not running text: no number touches it
_DIGITS = "0-9\uff10-\uff19"
_GAP = r"[\s\u200b\u2060\ufeff]{0,4}"
_MARKS = rf"{_GAP}(?:(?:[:：#=]|-|–|nos?\.|numbers?\b){_GAP}){{0,3}}"
_NAMED = r"(?:PMIDs?|Pub[ ]?Med[\s-]{0,3}(?:IDs?|identifiers?|numbers?|nos?\.))"
_FIRST = re.compile(
    rf"(?<![\w/@.=&?#-])(?:(?P<named>{_NAMED}){_MARKS}(?P<number>[{_DIGITS}]{{1,8}})"
    rf"|PubMed{_MARKS}(?P<bare>[{_DIGITS}]{{7,8}}))(?![\w{OPAQUE}])",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"{_GAP}(?:[,;/+&、，；]|\band\b|\bor\b){_GAP}(?:(?:and|or|&){_GAP})?(?P<number>[{_DIGITS}]{{5,8}})(?![\w{OPAQUE}]|[.,][{_DIGITS}])",
    re.IGNORECASE,
)
_MIN_DIGITS_AFTER_ONE_PMID = 7
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|doi\.org/|//)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PmidSpan:
    """One PubMed number in a text: `start` to `end` is what is printed (with the word PMID for the first of a
    list), `number_start` to `end` the digits alone."""

    start: int
    number_start: int
    end: int
    number: int


def find_pmids(text: str) -> list[PmidSpan]:
    """All PubMed numbers of a text in order, those inside addresses left out.

    >>> [span.number for span in find_pmids("see PMIDs 33577784, 34504358 and 35671013")]
    [33577784, 34504358, 35671013]
    """
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    spans: list[PmidSpan] = []
    match = _FIRST.search(text)
    while match:
        name = "bare" if match["number"] is None else "number"
        found = _series(text, match, name)
        spans += [span for span in found if not any(start <= span.start < end for start, end in addresses)]
        match = _FIRST.search(text, found[-1].end if found else match.end())
    return spans


def _series(text: str, first: re.Match[str], name: str) -> list[PmidSpan]:
    if int(first[name]) == 0:
        return []
    spans = [PmidSpan(first.start(), first.start(name), first.end(name), int(first[name]))]
    named = (first["named"] or "").casefold()
    shortest = 5 if named.endswith("s") else _MIN_DIGITS_AFTER_ONE_PMID
    follower = _NEXT.match(text, spans[-1].end)
    while follower and len(follower["number"]) >= shortest and int(follower["number"]):
        start, end = follower.span("number")
        spans.append(PmidSpan(start, start, end, int(follower["number"])))
        follower = _NEXT.match(text, end)
    return spans
