"""PubMed's numbers: read from what people type, written in one way."""

import re
from typing import Final, NewType

Pmid = NewType("Pmid", int)

_HIGHEST: Final = 99_999_999
_SITES = r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|pubmed\.gov|pubmed\.com)"
_TYPED = re.compile(
    rf"(?:{_SITES}/|(?:PMID|Pub ?Med[ -]?(?:ID)?)[\s:：#=]*)?(?P<digits>[0-9０-９]{{1,8}})(?P<rest>/?(?:[?#]\S*)?)",
    re.IGNORECASE,
)
_SITE = re.compile(_SITES, re.IGNORECASE)


def parse_pmid(text: str) -> Pmid | None:
    """A number from "33577784", "PMID: 33577784", "pmid33577784", "PMID#33577784" or a PubMed address.

    None when it is malformed: empty, zero, more than eight digits, other words.

    >>> parse_pmid("https://pubmed.ncbi.nlm.nih.gov/33577784/")
    33577784
    """
    match = _TYPED.fullmatch(text.strip().strip("()[]. ").replace("\u200b", ""))
    if match is None or (match["rest"] and not _SITE.match(match[0])):
        return None
    number = int(match["digits"])
    return Pmid(number) if 1 <= number <= _HIGHEST else None


def format_pmid(pmid: Pmid) -> str:
    return str(pmid)


def pubmed_url(pmid: Pmid) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
