"""Renders a stored working copy and brings what follows from its text up to date."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from articles.editorial.content import Content, content_of, hash_content, load_children, split_basis
from articles.editorial.results import FieldProblem
from articles.evidence.actions import PlacedUse, SyncedCitation, sync_citations
from articles.evidence.queries import reference_keys, token_of
from articles.models import FAQ, Article, MarketImpact, RatingChange, User
from articles.models.choices import Dimension
from articles.rendering.document import (
    RENDERER_VERSION,
    DocumentRejected,
    ReferenceKey,
    Rendered,
    render_document,
)
from articles.rendering.input_checks import check_line, explain

ANCHORS = re.compile(r'\bid="([^"]+)"')
LINES = {"headline": 250, "standfirst": 400, "slug": 150, "conflicts_text": 1000, "ai_use_detail": 200}


class NotSaveable(Exception):
    """The text cannot be kept as it is. `problems` name the field and the place."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A working copy after rendering: its body, and its whole content as data."""

    rendered: Rendered
    content: Content


@lru_cache(maxsize=16)
def render_text(markdown: str, references: tuple[ReferenceKey, ...], prefix: str) -> Rendered:
    """`render_document`, remembered: a form checks a text just before the action stores it."""
    return render_document(markdown, references=references, anchor_prefix=prefix)


def faq_prefix(place: int) -> str:
    """Anchor prefix of the n-th answer, from 1."""
    return f"faq-{place}-"


def refresh(*, article: Article, by: User | None, now: datetime) -> Refreshed:
    """Renders all texts of `article`, stores what follows from them, returns its content.

    Stores on the row without saving it: body HTML, contents, renderer version, words, content hash. Saves: answers'
    HTML, references, citations, anchors of rating reasons, given ratings. Raises NotSaveable.
    """
    load_children(article)
    problems = line_problems(article)
    references = reference_keys(article)
    rendered = _render_body(article, references, problems)
    answers = _render_answers(article, references, problems)
    if problems or rendered is None:
        raise NotSaveable(problems)
    uses = [PlacedUse("", use) for use in rendered.citations]
    for faq, answer in answers:
        uses += [PlacedUse(faq_prefix(faq.position), use) for use in answer.citations]
        if faq.answer_html != answer.html:
            faq.answer_html = answer.html
            faq.save(update_fields=["answer_html"])
    citations = sync_citations(article=article, uses=uses)
    _place_ratings(article, rendered, by, now)
    return _settled(article, rendered, citations)


def _settled(article: Article, rendered: Rendered, citations: list[SyncedCitation]) -> Refreshed:
    article.body_html = rendered.html
    article.body_toc = json.dumps(
        [[entry.level, entry.anchor, entry.text, entry.label] for entry in rendered.toc]
    )
    article.renderer_version = RENDERER_VERSION
    article.word_count = rendered.word_count
    content = content_of(load_children(article), rendered, citations)
    article.content_hash = hash_content(content)
    return Refreshed(rendered=rendered, content=content)


def line_problems(article: Article) -> list[FieldProblem]:
    """What is wrong with the plain texts of an article and its children, by the form's names of the fields."""
    texts: list[tuple[str, str, int]] = [(name, getattr(article, name), size) for name, size in LINES.items()]
    for point in article.summary_points.all():
        texts.append((f"summary_points-{point.position}", point.text, 600))
    for takeaway in article.takeaways.all():
        texts.append((f"takeaways-{takeaway.position}", takeaway.text, 600))
    for faq in article.faqs.all():
        texts.append((f"faqs-{faq.position}", faq.question, 300))
    for impact in article.impacts.all():
        texts.append((f"impacts-{impact.dimension}", impact.reason, 400))
    return [
        FieldProblem(field=field, message=explain(problem), line=problem.line)
        for field, text, size in texts
        for problem in check_line(text, max_chars=size)
        if problem.blocks
    ]


def _render_body(
    article: Article, references: tuple[ReferenceKey, ...], problems: list[FieldProblem]
) -> Rendered | None:
    try:
        return render_text(article.body_markdown, references, "")
    except DocumentRejected as rejected:
        problems += [FieldProblem("body_markdown", explain(item), item.line) for item in rejected.problems]
        return None


def _render_answers(
    article: Article, references: tuple[ReferenceKey, ...], problems: list[FieldProblem]
) -> list[tuple[FAQ, Rendered]]:
    answers = []
    for faq in article.faqs.all():
        try:
            answers.append((faq, render_text(faq.answer_markdown, references, faq_prefix(faq.position))))
        except DocumentRejected as rejected:
            problems += [
                FieldProblem(f"faqs-{faq.position}", explain(item), item.line) for item in rejected.problems
            ]
    return answers


def _place_ratings(article: Article, rendered: Rendered, by: User | None, now: datetime) -> None:
    """Anchors each reason at the block that has its words; writes down each rating that is new."""
    given: dict[str, RatingChange] = {}
    for change in RatingChange.objects.filter(article=article).order_by("rated_at", "pk"):
        given[change.dimension] = change
    for impact in article.impacts.all():
        before = (impact.reason_anchor, impact.rated_at, impact.rated_by_id)
        impact.reason_anchor = anchor_of(impact.reason, rendered)
        last = given.get(impact.dimension)
        current = (impact.level, impact.reason, impact.horizon)
        if (last and (last.level, last.reason, last.horizon) != current) or (not last and impact.level):
            _write_rating(impact, by, now)
            impact.rated_at, impact.rated_by = (now, by) if impact.level else (None, None)
        if before != (impact.reason_anchor, impact.rated_at, impact.rated_by_id):
            impact.save(update_fields=["reason_anchor", "rated_at", "rated_by"])


def _write_rating(impact: MarketImpact, by: User | None, now: datetime) -> None:
    RatingChange.objects.create(
        article_id=impact.article_id,
        dimension=impact.dimension,
        level=impact.level,
        reason=impact.reason,
        horizon=impact.horizon,
        rated_by=by,
        rated_at=now,
    )


def anchor_of(reason: str, rendered: Rendered) -> str:
    """The block that has the words of `reason`, in order; "…" stands for words left out. Empty when none has."""
    pieces = [re.escape(_plain(piece)) for piece in re.split(r"\s*(?:…|\.\.\.)\s*", reason) if piece.strip()]
    if not pieces:
        return ""
    pattern = re.compile(".*?".join(pieces))
    return next((block.anchor for block in rendered.blocks if pattern.search(_plain(block.text))), "")


def _plain(text: str) -> str:
    """Words without the differences that a change of typography or a capital makes."""
    text = re.sub(r"[“”„]", '"', re.sub(r"[‘’]", "'", text))
    return " ".join(text.casefold().split()).rstrip(".")


def basis_problems(article: Article) -> list[FieldProblem]:
    """Takeaways that rest on a section or a source that the stored article does not have."""
    takeaways = [(takeaway, split_basis(takeaway.rests_on)) for takeaway in article.takeaways.all()]
    if not any(parts for _takeaway, parts in takeaways):
        return []
    known = {f"#{anchor}" for anchor in ANCHORS.findall(article.body_html)}
    for link in article.reference_links.all():
        known |= {link.key.casefold(), token_of(link.reference.pmid, link.key).casefold()}
    return [
        FieldProblem(
            field=f"takeaways-{takeaway.position}",
            message=f"Rests on “{part}”, which is neither a section of this article nor one of its references.",
        )
        for takeaway, parts in takeaways
        for part in parts
        if basis_token(part) not in known
    ]


def basis_token(part: str) -> str:
    """How a basis is looked up: `#anchor` as it is, `PMID 123` and `ref:name` as a reference's token."""
    match = re.fullmatch(r"pmid[:\s-]*([0-9]+)", part.casefold())
    if match:
        return f"pmid-{int(match[1])}"
    return part if part.startswith("#") else part.casefold().removeprefix("ref:")


def missing_dimensions(article: Article) -> list[str]:
    """Dimensions that have no row yet; an article always has all four."""
    present = {impact.dimension for impact in article.impacts.all()}
    return [dimension.value for dimension in Dimension if dimension.value not in present]
