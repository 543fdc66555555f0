"""Made-up data for the gallery: every component of readers' pages in every state it has.

No paper, company or person of these examples is real; numbers such as 12345678 are placeholders.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from articles.editorial import results, stories
from articles.editorial.reference_lines import CHECK_NOTES, ICONS
from articles.editorial.results import Link
from articles.models.choices import NOTICE_CLASSES, ChangeClass, Dimension, Level
from articles.models.evidence import CitationState, PaperState
from articles.rendering.citations import CitationLook, fill_citations
from articles.rendering.document import ReferenceKey, render_document
from articles.rendering.safe import SafeHtml
from articles.rendering.sanitize import sanitize_html

AT = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
ON = date(2026, 11, 14)
LONG = (
    "A long headline that a careful writer would have cut, with Pharmakokinetikuntersuchungen in it to wrap"
)
LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)


@dataclass(frozen=True, slots=True)
class Example:
    """A component in one state. `inside` names what its markup must stand in: list, row, code; "" for nothing."""

    state: str
    context: dict[str, Any] = field(default_factory=dict)
    inside: str = ""


def _cells(*levels: str) -> tuple[results.ImpactCell, ...]:
    return tuple(
        results.ImpactCell(
            dimension=str(dimension.label),
            level=level,
            word=str(Level(level).label) if level else "Not rated",
            bars=LEVELS.index(Level(level)) + 1 if level else 0,
        )
        for dimension, level in zip(Dimension, levels, strict=True)
    )


STORY = results.StoryLine(
    headline="What an Example Shows",
    url="/articles/",
    standfirst="One sentence says why it matters.",
    kind="Analysis",
    section=Link("Oncology", "#"),
    published_at=AT,
    is_recent=False,
    is_demonstration=False,
    impacts=_cells(*LEVELS, ""),
    matched="8 of 10",
)
NEW_STORY = replace(STORY, headline=LONG, is_recent=True, is_demonstration=True, standfirst="", matched="")
UNRATED = replace(STORY, headline="Nobody Rated This", impacts=_cells("", "", "", ""))
STORIES = (NEW_STORY, STORY, UNRATED)

IMPACTS = tuple(
    results.ImpactLine(
        dimension=str(dimension.label),
        level=level.value,
        word=str(level.label),
        bars=bars,
        reason=reason,
        reason_url="#" if reason else "",
        horizon=horizon,
        affects=affects,
    )
    for dimension, level, bars, reason, horizon, affects in (
        (Dimension.REGULATORY, Level.HIGH, 3, "words of the article", "under 6 months", ()),
        (Dimension.COMMERCIAL, Level.MEDIUM, 2, "", "6 to 24 months", ("Example Co", "Sample Ltd")),
        (Dimension.COMPETITIVE, Level.LOW, 1, "words of the article", "later", ()),
        (Dimension.INVESTMENT, Level.LOW, 1, "", "horizon not stated", ()),
    )
)
LEAD = results.Lead(
    story=STORY,
    byline="Oncology Desk",
    topics=(Link("HER2", "#"), Link("Biomarkers", "#")),
    reading_minutes=7,
    modified_at=AT,
    modified_word="Corrected",
    points=("A first point of the summary.", "A second one."),
    impacts=IMPACTS,
    impact_by="Oncology Desk",
    impact_on=ON,
)


def _reference(state: str, label: str, icon: str, note: str, number: int) -> results.ReferenceLine:
    return results.ReferenceLine(
        anchor=f"ref-{state}",
        number=number,
        cite="Author A, Author B. A paper that does not exist. Journal of Examples. 2024.",
        kind="Paper",
        state=state,
        state_label=label,
        icon=icon,
        check_note=note,
        links=(Link("PubMed 12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),),
        cited_in=(Link("Introduction, paragraph 2", "#"),),
        other_articles=number % 3,
    )


STATES = (*CitationState, PaperState.CONCERN, PaperState.RETRACTED)
PAPERS = tuple(
    _reference(
        state.value,
        str(state.label),
        ICONS[state],
        CHECK_NOTES[state] if isinstance(state, CitationState) else "What the journal has said.",
        number,
    )
    for number, state in enumerate(STATES, 1)
)
DOCUMENT = replace(
    _reference("linked", "Linked, not machine-checked", "link", "Regulator document.", len(PAPERS) + 1),
    cite="Agency. Guidance that does not exist. 2020.",
    links=(Link("Document at example.org", "https://example.org/"),),
    cited_in=(),
    other_articles=2,
)

FAQS = (
    results.FaqLine("faq-1", "What is an example?", sanitize_html("<p>One of a kind, shown as if real.</p>")),
    results.FaqLine("faq-2", "Is this one?", sanitize_html("<p>Yes.</p>")),
)
HISTORY = (
    results.VersionLine(
        3, AT, "Correction", "The number of one paper.", "PMID 35671013", "PMID 35665782", True
    ),
    results.VersionLine(2, AT, "Update", "Adds the second trial.", "", "", False),
    results.VersionLine(1, AT, "First published", "", "", "", False),
)
PAGE = results.ArticlePage(
    slug="example",
    url="#",
    absolute_url="https://example.org/articles/example/",
    headline="What an Example Shows",
    standfirst="One sentence says why it matters.",
    kind="Analysis",
    section=Link("Oncology", "#"),
    topics=(Link("HER2", "#"),),
    bylines=(
        results.BylineLine("Written by", (Link("Oncology Desk", "#"), Link("Clinical Desk", "#"))),
        results.BylineLine("Edited by", (Link("Standards Desk", "#"),)),
    ),
    approved_by="Standards Desk",
    provenance="",
    is_demonstration=False,
    published_at=AT,
    modified_at=AT,
    modified_word="Corrected",
    version=3,
    reading_minutes=7,
    citations_line="1 of 7 matched",
    conflicts="none declared",
    ai_use="not known",
    notices=(),
    is_retracted=False,
    summary=("A point.", "Another point."),
    impacts=IMPACTS,
    impact_by="Oncology Desk",
    impact_on=ON,
    lede_html=SafeHtml(""),
    body_html=SafeHtml(""),
    toc=(Link("Executive summary", "#"), Link("What it means", "#"), Link("References", "#")),
    headings=(),
    takeaways=(),
    faqs=FAQS,
    papers=PAPERS,
    documents=(DOCUMENT,),
    documents_start=DOCUMENT.number,
    papers_line="Papers: 1 of 7 matched",
    documents_line="Documents: 1 linked",
    evidence=None,
    history=HISTORY,
    related=(),
    reports=(),
    report_url="#",
    ask_url="#",
)
BARE_PAGE = replace(
    PAGE,
    bylines=(),
    approved_by="",
    provenance="Imported from a sample, not independently reviewed here",
    modified_at=None,
    version=1,
    reading_minutes=1,
    citations_line="",
    conflicts="not stated",
    ai_use="written by software, not reviewed",
    is_retracted=True,
    faqs=(),
    papers=(),
)
STUDY = results.StudyLine(
    title="A paper that does not exist",
    source="Journal of Examples 2024",
    number="PMID 12345678",
    url="https://pubmed.ncbi.nlm.nih.gov/12345678/",
    article_count=3,
    state="matched",
    state_label="Matched",
    icon="ok",
)
CORRECTION = results.CorrectionLine("Correction", ON, "The number is 35665782.", "An Example", "#", True)
SECTIONS = (Link("Clinical", "#clinical"), Link("Oncology", "#oncology"), Link("Policy", "#policy"))
TOPICS = tuple(
    results.TopicLine(name, "#", n) for n, name in enumerate(("HER2", "Biomarkers", "Drug safety"), 1)
)
SHARED = {
    "title": "What an Example Shows",
    "site_url": "https://example.org",
    "canonical": "/articles/example/",
    "locale": "en",
}
REPORT = results.ReportLine(
    "A policy", "#", "What it covers.", "Same indication: asthma. Payer policy, applies in Idaho"
)
RELATED = results.RelatedLine("Another Example", "#", "Same target: HER2", AT, False)
BOX = results.EvidenceBox("3 papers: 1 matched; 4 documents linked", (("Papers not matched yet", "2"),))
RESTS = (
    results.Basis("How it works", "#", "2 papers, matched."),
    results.Basis("PMID 12345678", "#", "matched"),
)


def _notices() -> Iterator[Example]:
    grave = (ChangeClass.CORRECTION, ChangeClass.RETRACTION, ChangeClass.WITHDRAWAL)
    for number, kind in enumerate(NOTICE_CLASSES, 1):
        notice = results.Notice(str(kind.label), ON, "An earlier version said X. It is Y.", kind in grave)
        yield Example(str(kind.label), {"notice": notice, "number": number})


def _columns() -> Iterator[Example]:
    yield Example(
        "plain", {"column": results.Column("Matched"), "is_optional": True, "is_number": True}, "row"
    )
    for direction in ("", "ascending", "descending"):
        column = results.Column("Regulatory", "Reg.", "#", direction)
        yield Example(direction or "sortable", {"column": column}, "row")


TEXT = """Words of an article, with an [outside link](https://example.org/) and a number of **72 %**.

{citations}

## A heading of the text

- A point of a list.
- Another one.

> A sentence that somebody said.

| Group | Response |
|---|---|
| A | 42 |
| B | 17 |
"""


def prose() -> SafeHtml:
    """Text of an article as it is rendered and shown, with a paper cited in every state, and a document."""
    sentences = " ".join(f"{state.label} (PMID: 12345678)." for state in STATES)
    text = TEXT.format(citations=f"{sentences} A document: [the guidance](ref:guidance).")
    looks = {
        ("pmid-12345678", use): CitationLook(state.value, use, str(state.label).lower(), ICONS[state])
        for use, state in enumerate(STATES, 1)
    }
    looks["guidance", 1] = CitationLook("linked", len(STATES) + 1, "linked document", "")
    references = (ReferenceKey("pmid-12345678", "pmid-12345678"), ReferenceKey("guidance", "guidance"))
    return fill_citations(render_document(text, references=references).html, looks)


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "ask_panel": (Example("with questions", {"page": PAGE}), Example("without", {"page": BARE_PAGE})),
    "ask_row": (Example("as it is", {"page": PAGE}),),
    "byline": (
        Example("everything known", {"page": PAGE}),
        Example("imported, little known", {"page": BARE_PAGE}),
    ),
    "column": tuple(_columns()),
    "contents": (Example("as it is", {"toc": PAGE.toc}),),
    "corrections": (
        Example("some", {"corrections": (CORRECTION,)}),
        Example("none yet", {"corrections": ()}),
    ),
    "counts": (Example("as it is", {"facts": (("Matched", "4"), ("Not matched yet", "17"))}),),
    "crumbs": (
        Example("below a page", {"parent_url": "#", "parent_text": "Topics"}),
        Example("below the front page"),
    ),
    "evidence": (
        Example("papers and documents", {"evidence": BOX}),
        Example("documents only", {"evidence": results.EvidenceBox("4 documents linked", ())}),
    ),
    "faq": (Example("closed", {"faqs": FAQS}),),
    "footer": (Example("as it is"),),
    "headline": (Example("plain", {"story": STORY}), Example("demonstration, long", {"story": NEW_STORY})),
    "history": (Example("three versions", {"history": HISTORY}),),
    "how_to_read": (Example("beside each other"), Example("below each other", {"is_column": True})),
    "impact": (
        Example("every level", {"lines": IMPACTS, "by": "Oncology Desk", "on": ON}),
        Example("one rated, nobody named", {"lines": IMPACTS[:1]}),
    ),
    "lead": (
        Example("everything known", {"lead": LEAD}),
        Example(
            "little known",
            {"lead": replace(LEAD, story=NEW_STORY, byline="", topics=(), modified_at=None, points=())},
        ),
    ),
    "masthead": (
        Example("inner page", {"sections": SECTIONS, "here": "#oncology"}),
        Example("front page", {"sections": SECTIONS, "is_front": True}),
        Example("empty site", {"sections": ()}),
    ),
    "notice": tuple(_notices()),
    "pager": (
        Example("first page", {"newer": "", "older": "#"}),
        Example("between", {"newer": "#", "older": "#"}),
        Example("last page", {"newer": "#", "older": ""}),
    ),
    "rating_table": (
        Example("excerpt", {"table": stories.rating_table(STORIES, caption="Latest ratings by dimension.")}),
        Example(
            "sortable",
            {"table": stories.rating_table(STORIES, caption="3 articles.", url="#", sort="-regulatory")},
        ),
    ),
    "ratings": (Example("some rated", {"impacts": STORY.impacts}),),
    "reference": tuple(Example(line.state_label, {"line": line}, "list") for line in (*PAPERS, DOCUMENT)),
    "references": (
        Example("papers and documents", {"page": replace(PAGE, papers=PAPERS[:2])}),
        Example("documents only", {"page": replace(PAGE, papers=(), documents_start=1, papers_line="")}),
    ),
    "related": (
        Example("one", {"related": (RELATED, replace(RELATED, headline=LONG, is_demonstration=True))}),
    ),
    "report_lines": (Example("one", {"reports": (REPORT,)}),),
    "river": (
        Example("with ratings", {"stories": STORIES}),
        Example("bare", {"stories": STORIES, "is_bare": True}),
    ),
    "share": (
        Example("article", {**SHARED, "description": "Why it matters.", "page": PAGE}, "code"),
        Example("other page", SHARED, "code"),
    ),
    "sprite": (Example("not seen by itself"),),
    "state": tuple(
        Example(line.state_label, {"state": line.state, "label": line.state_label, "icon": line.icon})
        for line in (*PAPERS, DOCUMENT)
    ),
    "story": (
        Example("with ratings", {"story": STORY}),
        Example("dated, in the grid", {"story": STORY, "is_dated": True, "is_bare": True}),
        Example("demonstration, new", {"story": NEW_STORY, "is_dated": True}),
    ),
    "story_time": (Example("new", {"story": NEW_STORY}), Example("older", {"story": STORY})),
    "study": (
        Example("matched", {"study": STUDY}),
        Example(
            "not looked up",
            {
                "study": replace(
                    STUDY,
                    title="",
                    source="",
                    article_count=1,
                    state="not_matched",
                    state_label="Not matched yet",
                    icon="q",
                )
            },
        ),
    ),
    "takeaways": (
        Example(
            "with and without a basis",
            {"takeaways": (results.TakeawayLine("A finding.", RESTS), results.TakeawayLine("A view.", ()))},
        ),
    ),
    "topic_links": (Example("as it is", {"topics": TOPICS}),),
}
