"""The reference list of a published version: what is printed about each source, and how its citations look."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from articles.editorial.dates import say_day
from articles.editorial.results import Basis, EvidenceBox, Link, ReferenceLine
from articles.evidence.queries import WORST_FIRST, CitationFact, PublishedReference
from articles.models import Reference
from articles.models.evidence import Checker, CitationState, PaperState, RecordState, ReferenceKind
from articles.rendering.citations import CitationLook

ICONS = {
    CitationState.NOT_MATCHED: "q",
    CitationState.MATCHED: "ok",
    CitationState.MISMATCH_SUSPECTED: "ne",
    CitationState.MISMATCH: "ne",
    CitationState.NOT_FOUND: "ne",
    PaperState.CONCERN: "dot",
    PaperState.RETRACTED: "x",
}
CHECK_NOTES = {
    CitationState.NOT_MATCHED: "This number has not been compared with PubMed yet.",
    CitationState.MATCHED: (
        "The number leads to the paper named here. Whether that paper supports the sentence is an editor’s judgement."
    ),
    CitationState.MISMATCH_SUSPECTED: "The number seems to lead to another paper than the sentence names.",
    CitationState.MISMATCH: "The number leads to another paper than the sentence names.",
    CitationState.NOT_FOUND: "PubMed has no record with this number.",
}


Uses: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Counts:
    papers: int
    matched: int
    retracted: int
    documents: int

    @property
    def matched_of(self) -> str:
        """For example 1 of 3; empty where no paper is cited."""
        return f"{self.matched} of {self.papers}" if self.papers else ""


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """`looks` is keyed by the text's anchor prefix, then by (token, use)."""

    papers: tuple[ReferenceLine, ...]
    documents: tuple[ReferenceLine, ...]
    looks: Mapping[str, Mapping[tuple[str, int], CitationLook]]
    counts: Counts
    by_token: Mapping[str, ReferenceLine] = field(default_factory=dict)
    section_papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def matched_line(self) -> str:
        return f"{self.counts.matched_of} matched" if self.counts.papers else ""

    @property
    def papers_line(self) -> str:
        return f"Papers: {self.matched_line}" if self.counts.papers else ""

    @property
    def documents_line(self) -> str:
        return f"Documents: {self.counts.documents} linked" if self.counts.documents else ""

    @property
    def box(self) -> EvidenceBox | None:
        """Counts for the evidence box; None where nothing is cited."""
        counts = self.counts
        parts = []
        if counts.papers:
            parts.append(f"{_count(counts.papers, 'paper')}: {counts.matched} matched")
        if counts.documents:
            parts.append(f"{_count(counts.documents, 'document')} linked")
        if not parts:
            return None
        facts = (
            ("Papers not matched yet", str(counts.papers - counts.matched)),
            ("Papers retracted", str(counts.retracted)),
        )
        return EvidenceBox(summary="; ".join(parts), facts=facts if counts.papers else ())

    def basis(self, token: str) -> Basis | None:
        """A source as what a takeaway rests on; None when the list lacks it."""
        line = self.by_token.get(token)
        if line is None:
            return None
        url = line.cited_in[0].url if line.cited_in else f"#{line.anchor}"
        name = f"PMID {token.removeprefix('pmid-')}" if token.startswith("pmid-") else line.cite.rstrip(".")
        return Basis(text=name, url=url, note=line.state_label.lower())

    def note_for_section(self, anchor: str) -> str:
        """What a section, or a block of one, itself cites, in words."""
        states = self.section_papers.get(anchor, ())
        if not states:
            return "No paper cited; analysis."
        if all(state == CitationState.MATCHED for state in states):
            return f"{_count(len(states), 'paper')}, matched."
        open_count = sum(state != CitationState.MATCHED for state in states)
        return f"{_count(len(states), 'paper')}, {open_count} not matched yet."


def list_references(content: Mapping[str, Any], published: Sequence[PublishedReference]) -> ReferenceList:
    """Papers first, then documents, in the article's order and with one numbering."""
    listed = _entries(content, published)
    listed.sort(key=lambda pair: not pair[1].reference.is_paper)
    uses = _uses_by_token(content)
    looks: dict[str, dict[tuple[str, int], CitationLook]] = defaultdict(dict)
    lines: list[ReferenceLine] = []
    by_token: dict[str, ReferenceLine] = {}
    states: dict[str, str] = {}
    places = _Places(content)
    for number, (entry, row) in enumerate(listed, 1):
        cited = uses[entry["token"]]
        for use in cited:
            looks[use["document"]][use["token"], use["use"]] = _look(row, use, number)
        line = _line(entry, row, number, cited, places)
        states[entry["token"]] = line.state
        lines.append(line)
        by_token[entry["token"]] = by_token[entry["key"]] = line
    counts = count_states(content, published)
    return ReferenceList(
        papers=tuple(lines[: counts.papers]),
        documents=tuple(lines[counts.papers :]),
        looks=looks,
        counts=counts,
        by_token=by_token,
        section_papers=_section_papers(content, states),
    )


def count_states(content: Mapping[str, Any], published: Sequence[PublishedReference]) -> Counts:
    """How many papers and documents a version lists, and how they stand; needs its references and citations only."""
    uses = _uses_by_token(content)
    states = [
        _state_of_reference(row, uses[entry["token"]])[0]
        for entry, row in _entries(content, published)
        if row.reference.is_paper
    ]
    return Counts(
        papers=len(states),
        matched=states.count(CitationState.MATCHED),
        retracted=states.count(PaperState.RETRACTED),
        documents=len(_entries(content, published)) - len(states),
    )


def _entries(
    content: Mapping[str, Any], published: Sequence[PublishedReference]
) -> list[tuple[Mapping[str, str], PublishedReference]]:
    rows = {row.position: row for row in published}
    return [(entry, rows[place]) for place, entry in enumerate(content["references"], 1) if place in rows]


def _uses_by_token(content: Mapping[str, Any]) -> Mapping[str, list[Mapping[str, Any]]]:
    uses = defaultdict(list)
    for use in content["citations"]:
        uses[use["token"]].append(use)
    return uses


class _Places:
    """Words for where a citation stands: the section's short name and the paragraph."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._sections = {entry["anchor"]: entry["label"] for entry in content["headings"]}

    def words(self, document: str, block: str) -> str:
        if document:
            return f"Questions and answers, answer {document.removeprefix('faq-').rstrip('-')}"
        section, _, place = block.rpartition("-")
        return f"{self._sections.get(section, 'Introduction')}, paragraph {place}"


def _line(
    entry: Mapping[str, str],
    row: PublishedReference,
    number: int,
    cited: Uses,
    places: _Places,
) -> ReferenceLine:
    reference = row.reference
    state, label, icon = _state_of_reference(row, cited)
    return ReferenceLine(
        anchor=f"ref-{entry['token']}",
        number=number,
        cite=cite(reference, entry["as_printed"]),
        kind=ReferenceKind(reference.kind).label,
        state=state,
        state_label=label,
        icon=icon,
        check_note=_check_note(row, state),
        links=_links(reference),
        cited_in=tuple(
            Link(
                places.words(use["document"], use["place"]),
                f"#{use['document']}cite-{use['token']}-{use['use']}",
            )
            for use in cited
        ),
        other_articles=row.other_articles,
    )


def _state_of_reference(row: PublishedReference, uses: Uses) -> tuple[str, str, str]:
    """State, its words and icon: of the paper itself when something became of it, else of its worst published use."""
    if not row.reference.is_paper:
        return "linked", "Linked, not machine-checked", "link"
    if row.reference.paper_state in (PaperState.RETRACTED, PaperState.CONCERN):
        paper = PaperState(row.reference.paper_state)
        return paper.value, paper.label, ICONS[paper]
    states = {_fact(row, use).state for use in uses} or {CitationState.NOT_MATCHED.value}
    worst = next(state for state in WORST_FIRST if state.value in states)
    return worst.value, worst.label, ICONS[worst]


def _fact(row: PublishedReference, use: Mapping[str, Any]) -> CitationFact:
    return row.citations.get((use["hash"], use["occurrence"])) or CitationFact(
        state=CitationState.NOT_MATCHED, checked_at=None, checked_by="", is_accepted=False
    )


def _look(row: PublishedReference, use: Mapping[str, Any], number: int) -> CitationLook:
    if not row.reference.is_paper:
        return CitationLook(state="linked", number=number, words="linked document", icon="")
    state = CitationState(_fact(row, use).state)
    value, label, icon = state.value, state.label, ICONS[state]
    if row.reference.paper_state in (PaperState.RETRACTED, PaperState.CONCERN):
        value, label, icon = _state_of_reference(row, [use])
    return CitationLook(state=value, number=number, words=label.lower(), icon=icon)


def _check_note(row: PublishedReference, state: str) -> str:
    reference = row.reference
    if not reference.is_paper:
        opened = f" Opened by the desk on {say_day(reference.accessed_on)}." if reference.accessed_on else ""
        return f"{ReferenceKind(reference.kind).label}.{opened}"
    if reference.record_state == RecordState.NOT_IN_SAMPLE:
        return "Not in the bundled sample. This demonstration does not ask PubMed itself."
    note = CHECK_NOTES.get(CitationState(state), "") if state in CitationState.values else ""
    if reference.checked_at:
        note += f" Checked with {Checker(reference.checked_by).label} on {say_day(reference.checked_at)}."
    return note.strip()


def _links(reference: Reference) -> tuple[Link, ...]:
    links = []
    if reference.pmid:
        links.append(Link(f"PubMed {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"))
    if reference.doi:
        links.append(Link(f"doi:{reference.doi}", f"https://doi.org/{reference.doi}"))
    if reference.nct:
        links.append(Link(reference.nct, f"https://clinicaltrials.gov/study/{reference.nct}"))
    if reference.url:
        host = urlsplit(reference.url).hostname or reference.url
        links.append(Link(f"Document at {host.removeprefix('www.')}", reference.url))
    return tuple(links)


def cite(reference: Reference, as_printed: str) -> str:
    """The source in one line, from what is known; a number without a record says so."""
    if not reference.title:
        number = f"PMID {reference.pmid}" if reference.pmid else f"doi:{reference.doi}"
        return (
            f"{as_printed}. {number}, as printed in the article."
            if as_printed
            else f"{number}, as printed in the article."
        )
    parts = [reference.authors or reference.publisher, reference.title, reference.container, reference.issued]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _section_papers(content: Mapping[str, Any], states: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Anchor of a section or block to the states of the papers that it cites, each paper once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for use in content["citations"]:
        if use["token"].startswith("pmid-") and not use["document"]:
            for anchor in (use["place"], use["place"].rpartition("-")[0]):
                found[anchor][use["token"]] = states.get(use["token"], "")
    return {section: tuple(papers.values()) for section, papers in found.items()}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
