import pytest

from articles import changes
from articles.editorial import actions
from articles.editorial.proofs import make_proof, preview_text, say_length
from articles.models import Article, Citation
from articles.models.evidence import Checker, CitationState
from articles.rendering.document import DocumentRejected, ReferenceKey
from tests import factories

pytestmark = pytest.mark.django_db

CITING = "It lasted (PMID: 33577784)."
LABEL = ReferenceKey("label", "label")


def saved() -> Article:
    with changes.recording():
        article = factories.article(body_markdown=CITING)
        return actions.save_article(article=article, by=None)


def test_a_stored_sentence_keeps_its_state_in_the_preview() -> None:
    article = saved()
    Citation.objects.update(state=CitationState.MATCHED, checked_at=factories.NOW, checked_by=Checker.PUBMED)
    assert "is-matched" in preview_text(CITING, references=[], article_id=article.pk).html
    assert (
        "is-not_matched"
        in preview_text(f"Changed. {CITING} Not stored.", references=[], article_id=None).html
    )


def test_numbers_follow_the_reference_list_and_then_the_text() -> None:
    html = preview_text(f"[A](ref:label) {CITING}", references=[LABEL], article_id=None).html
    assert "linked document, reference 1" in html
    assert "not matched yet, reference 2" in html


def test_a_proof_has_the_rows_in_order_and_its_own_anchors() -> None:
    proof = make_proof(
        fields={"headline": "H", "standfirst": "S", "body_markdown": CITING},
        rows={
            "summary_points": [{"text": "One"}, {"text": "Two"}],
            "takeaways": [{"text": "Taken"}],
            "faqs": [{"question": "Why?", "answer_markdown": CITING}],
        },
        references=[],
    )
    assert (proof.headline, proof.standfirst, proof.summary, proof.takeaways) == (
        "H",
        "S",
        ("One", "Two"),
        ("Taken",),
    )
    assert 'id="faq-1-cite-pmid-33577784-1"' in proof.faqs[0].answer_html
    assert 'id="cite-pmid-33577784-1"' in proof.body_html


def test_what_cannot_be_rendered_is_refused() -> None:
    with pytest.raises(DocumentRejected):
        preview_text("[a](ref:nobody)", references=[], article_id=None)


def test_a_length_is_said_in_words_and_minutes() -> None:
    assert say_length(0) == "0 words in the body · 1 min"
    assert say_length(1) == "1 word in the body · 1 min"
    assert say_length(1074) == "1,074 words in the body · 5 min"
