"""Immutable versions, chained by hash."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from articles.editorial.canonical import canonical_json, chain, hash_parts, sha256
from articles.editorial.content import Content
from articles.models import Article, Revision, User
from articles.models.choices import ChangeClass
from articles.rendering.document import RENDERER_VERSION


@dataclass(frozen=True, slots=True)
class Broken:
    """A stored version that is not what was published, and which of its parts differ."""

    number: int
    parts: tuple[str, ...]


def add_revision(
    *,
    article: Article,
    content: Content,
    body_html: str,
    change: ChangeClass,
    note: str,
    provenance: str,
    by: User | None,
    now: datetime,
) -> Revision:
    """Writes the next version of `article`. The caller holds the article's row."""
    last = Revision.objects.filter(article=article).order_by("-number").first()
    salt = secrets.token_hex(32)
    hashes = _hashes(content, body_html, salt)
    content_hash = sha256(canonical_json(hashes))
    previous = last.chain_hash if last else ""
    return Revision.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        change=change,
        note=note,
        content=canonical_json(content),
        body_html=body_html,
        renderer_version=RENDERER_VERSION,
        salt=salt,
        part_hashes=canonical_json(hashes),
        content_hash=content_hash,
        previous_hash=previous,
        chain_hash=chain(previous, content_hash),
        provenance=provenance,
        written_by=article.last_edited_by,
        published_by=by,
        approved_by=article.approved_by if article.approved_hash == article.content_hash else None,
        published_at=now,
    )


def find_broken(revisions: Iterable[Revision]) -> list[Broken]:
    """Which of an article's versions, given oldest first, were altered after they were written."""
    broken = []
    previous = ""
    for revision in revisions:
        stored = json.loads(revision.part_hashes)
        actual = _hashes(json.loads(revision.content), revision.body_html, revision.salt)
        parts = [
            name for name in sorted(stored.keys() | actual.keys()) if stored.get(name) != actual.get(name)
        ]
        if revision.content_hash != sha256(canonical_json(stored)):
            parts.append("hashes")
        if (revision.previous_hash, revision.chain_hash) != (
            previous,
            chain(previous, revision.content_hash),
        ):
            parts.append("chain")
        if parts:
            broken.append(Broken(number=revision.number, parts=tuple(parts)))
        previous = revision.chain_hash
    return broken


def _hashes(content: Content, body_html: str, salt: str) -> dict[str, str]:
    return hash_parts({**content, "body_html": body_html}, salt=salt)
