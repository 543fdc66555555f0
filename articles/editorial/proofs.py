"""An article as typed, rendered the way its published version will be, without storing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.editorial.desk import get_citation_states
from articles.editorial.reference_lines import ICONS
from articles.editorial.working_copy import faq_prefix, render_text
from articles.models.evidence import CitationState
from articles.rendering.citations import CitationLook, fill_citations
from articles.rendering.document import ReferenceKey, Rendered
from articles.rendering.plain_text import reading_minutes
from articles.rendering.safe import SafeHtml

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProofAnswer:
    question: str
    answer_html: SafeHtml


@dataclass(frozen=True, slots=True)
class Proof:
    headline: str
    standfirst: str
    summary: tuple[str, ...]
    body_html: SafeHtml
    takeaways: tuple[str, ...]
    faqs: tuple[ProofAnswer, ...]
    word_count: int
    reading_minutes: int


@dataclass(frozen=True, slots=True)
class Preview:
    html: SafeHtml
    length: str


def preview_text(markdown: str, *, references: Sequence[ReferenceKey], article_id: int | None) -> Preview:
    """The body with citations in the states the article's stored sentences have. Raises DocumentRejected."""
    rendered = render_text(markdown, tuple(references), "")
    states = get_citation_states(article_id) if article_id else {}
    return Preview(html=_filled(rendered, references, states), length=say_length(rendered.word_count))


def say_length(word_count: int) -> str:
    """How long a body is, in words and in the minutes readers are told.

    >>> say_length(1074)
    '1,074 words in the body · 5 min'
    """
    words = "1 word" if word_count == 1 else f"{word_count:,} words"
    return f"{words} in the body · {reading_minutes(word_count)} min"


def make_proof(
    *, fields: Row, rows: Mapping[str, Sequence[Row]], references: Sequence[ReferenceKey]
) -> Proof:
    """The whole article from the fields and rows of its form as posted. Raises DocumentRejected."""
    keys = tuple(references)
    body = render_text(fields.get("body_markdown", ""), keys, "")
    answers = [
        (row.get("question", ""), render_text(row.get("answer_markdown", ""), keys, faq_prefix(place)))
        for place, row in enumerate(rows["faqs"], 1)
    ]
    return Proof(
        headline=fields.get("headline", ""),
        standfirst=fields.get("standfirst", ""),
        summary=tuple(row.get("text", "") for row in rows["summary_points"]),
        body_html=_filled(body, references, {}),
        takeaways=tuple(row.get("text", "") for row in rows["takeaways"]),
        faqs=tuple(ProofAnswer(question, _filled(answer, references, {})) for question, answer in answers),
        word_count=body.word_count,
        reading_minutes=reading_minutes(body.word_count),
    )


def _filled(
    rendered: Rendered, references: Sequence[ReferenceKey], states: Mapping[tuple[str, str], str]
) -> SafeHtml:
    numbers = {key.token: number for number, key in enumerate(references, 1)}
    looks = {}
    for use in rendered.citations:
        number = numbers.setdefault(use.token, len(numbers) + 1)
        if use.token.startswith("pmid-"):
            state = CitationState(states.get((use.token, use.sentence_hash), CitationState.NOT_MATCHED))
            look = CitationLook(state.value, number, state.label.lower(), ICONS[state])
        else:
            look = CitationLook("linked", number, "linked document", "")
        looks[use.token, use.use] = look
    return fill_citations(rendered.html, looks)
