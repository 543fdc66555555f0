"""Numbers for the pages about ourselves, counted when the page is made."""

from collections import Counter

from django.db.models import Count

from articles.evidence.queries import cited_papers, count_linked_documents
from articles.models import Correction, TrustPage
from articles.models.choices import NOTICE_CLASSES
from articles.models.evidence import CitationState, PaperState
from articles.rendering.safe import SafeHtml
from articles.rendering.stored import stored_html

Facts = tuple[tuple[str, str], ...]


def desk_words(name: str) -> SafeHtml:
    """What the desk wrote for that page; empty where it wrote nothing."""
    return stored_html(TrustPage.objects.filter(name=name).values_list("body_html", flat=True).first() or "")


def evidence_facts() -> Facts:
    """How the papers of published articles stand, each counted once; states that none has are left out."""
    papers = cited_papers()
    states = Counter(paper.state for paper in papers)
    fates = Counter(paper.reference.paper_state for paper in papers)
    return (
        ("Papers cited in published articles", str(len(papers))),
        *((str(state.label), str(states[state])) for state in CitationState if states[state]),
        *(
            (str(fate.label), str(fates[fate]))
            for fate in (PaperState.CONCERN, PaperState.RETRACTED)
            if fates[fate]
        ),
        ("Documents linked", str(count_linked_documents())),
    )


def notice_facts() -> Facts:
    """How many notices of each kind were published."""
    counts = dict(
        Correction.objects.order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
        .values_list("kind", "count")
    )
    return tuple((str(kind.label), str(counts.get(kind.value, 0))) for kind in NOTICE_CLASSES)
