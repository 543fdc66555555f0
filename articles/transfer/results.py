"""What an import or an export did, an entry an item."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["created", "unchanged", "updated", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What became of one file. `messages` say why, and what was decided on the way."""

    path: str
    slug: str
    outcome: Outcome
    messages: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f": {'; '.join(self.messages)}" if self.messages else ""
        return f"{self.outcome:9} {self.path}{said}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    lines: tuple[ImportLine, ...]

    @property
    def failed_count(self) -> int:
        return self.count("failed")

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    def __str__(self) -> str:
        counts = ((word, self.count(word)) for word in _WORDS)
        return ", ".join(f"{count} {word}" for word, count in counts if count) or "nothing to import"


_WORDS: tuple[Outcome, ...] = ("created", "updated", "unchanged", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One file that was written, relative to the directory, and what its reader should know."""

    path: str
    messages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.path}: {'; '.join(self.messages)}" if self.messages else self.path
