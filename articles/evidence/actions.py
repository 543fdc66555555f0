"""Keeps an article's references and citations in step with its text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles.evidence.queries import token_of
from articles.models import Article, ArticleReference, Citation, Reference
from articles.models.evidence import ReferenceKind
from articles.rendering.document import CitationUse


@dataclass(frozen=True, slots=True)
class PlacedUse:
    """A citation found in one of an article's texts. `document` is the anchor prefix of that text, empty for the body."""

    document: str
    use: CitationUse


@dataclass(frozen=True, slots=True)
class SyncedCitation:
    """A use with the reference it leans on and the key its state is kept under."""

    document: str
    token: str
    use: int
    reference_id: int
    sentence_hash: str
    occurrence: int
    place: str


def sync_citations(*, article: Article, uses: Sequence[PlacedUse]) -> list[SyncedCitation]:
    """Stores which sentences cite which references, in the order of `uses`; needs an open transaction.

    A PMID that the text names and the reference list lacks is added to the list. The same sentence keeps its row
    and its state; a sentence that is gone keeps its row without a use, for the published versions that have it.
    """
    references = _references_by_token(article, uses)
    seen: Counter[tuple[int, str]] = Counter()
    counts: Counter[int] = Counter()
    synced = []
    kept = {
        (row.reference_id, row.sentence_hash, row.occurrence): row
        for row in Citation.objects.filter(article=article)
    }
    Citation.objects.filter(article=article).update(use=None)
    for placed in uses:
        reference_id = references[placed.use.token]
        seen[reference_id, placed.use.sentence_hash] += 1
        counts[reference_id] += 1
        occurrence = seen[reference_id, placed.use.sentence_hash]
        row = kept.get((reference_id, placed.use.sentence_hash, occurrence)) or Citation(
            article=article,
            reference_id=reference_id,
            sentence_hash=placed.use.sentence_hash,
            occurrence=occurrence,
        )
        row.sentence, row.place, row.use = placed.use.sentence, placed.use.block, counts[reference_id]
        row.save()
        synced.append(
            SyncedCitation(
                document=placed.document,
                token=placed.use.token,
                use=placed.use.use,
                reference_id=reference_id,
                sentence_hash=placed.use.sentence_hash,
                occurrence=occurrence,
                place=placed.use.block,
            )
        )
    # A sentence that nothing was ever said about leaves with its text, unless a published version has it.
    if not article.revisions.exists():
        Citation.objects.filter(article=article, use=None, checked_at=None, events=None).delete()
    return synced


def _references_by_token(article: Article, uses: Sequence[PlacedUse]) -> dict[str, int]:
    links = list(ArticleReference.objects.filter(article=article).select_related("reference"))
    found = {token_of(link.reference.pmid, link.key): link.reference_id for link in links}
    place = max((link.position for link in links), default=0)
    for placed in uses:
        token = placed.use.token
        if token in found:
            continue
        reference, _created = Reference.objects.get_or_create(
            pmid=int(token.removeprefix("pmid-")), defaults={"kind": ReferenceKind.PAPER}
        )
        place += 1
        ArticleReference.objects.create(article=article, reference=reference, position=place, key=token)
        found[token] = reference.pk
    return found
