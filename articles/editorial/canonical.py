"""Canonical JSON and the hashes over it (ARCHITECTURE.md section 5).

One content has one text: UTF-8, NFC, keys sorted, no white space, no floats, times in UTC with microseconds.
Each part of a revision is hashed for itself with the revision's salt, so that a part can later be withheld
(its words destroyed) while the chain still verifies.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def normalise(value: object) -> Json:
    """`value` as canonical JSON data. Raises TypeError for a float, a naive time or anything JSON has no place for."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone has no canonical form")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(normalise(str(key))): normalise(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalise(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value: object) -> str:
    """The one JSON text of `value`."""
    return json.dumps(normalise(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Hex digest of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_parts(parts: Mapping[str, object], *, salt: str) -> dict[str, str]:
    """Part name to salted hash. Lists are hashed item by item (`faqs.1`, `faqs.2`), so that one can be withheld."""
    hashes: dict[str, str] = {}
    for name, value in parts.items():
        if isinstance(value, list):
            hashes[name] = sha256(f"{salt}\n{name}\n{len(value)}")
            for number, item in enumerate(value, 1):
                hashes[f"{name}.{number}"] = sha256(f"{salt}\n{name}.{number}\n{canonical_json(item)}")
        else:
            hashes[name] = sha256(f"{salt}\n{name}\n{canonical_json(value)}")
    return hashes


def chain(previous: str, content_hash: str) -> str:
    """The hash that binds a version to every version before it."""
    return sha256(f"{previous}\n{content_hash}")
