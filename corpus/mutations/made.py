"""Which documents are broken how: a document is made anew from a seed, its kind and its number."""

from __future__ import annotations

import random
from dataclasses import dataclass

from corpus.mutations.bases import KINDS, VARIANTS, base
from corpus.mutations.changes import BYTES, OWN, spliced

# Of every thousand. Scans and images are few: their OCR takes a second or more.
SHARES = {"pdf": 250, "ofd": 50, "scan": 70, "docx": 120, "xlsx": 120, "xls": 80, "html": 120, "image": 30, "zip": 80,
          "txt": 25, "xml": 30, "json": 25}  # fmt: skip
_OWN_CHANGE, _SPLICED = 0.6, 0.12  # of all changes: those of the format, and pieces of other documents
_NOT_SPLICED = ("xls", "ofd")  # into other documents: what was found before stays as it was
ENDINGS = {"scan": "pdf", "image": "png"}


@dataclass(frozen=True)
class Mutation:
    """One broken document: `number` counts those of a kind from 0."""

    seed: int
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"

    @property
    def file_name(self) -> str:
        """Its name as a file."""
        return f"{self.kind}-{self.number}.{ENDINGS.get(self.kind, self.kind)}"

    @property
    def data(self) -> bytes:
        """Its bytes; the same each time."""
        rng = random.Random(f"juesuan mutation {self.seed} {self.kind} {self.number}")
        data = base(self.kind, rng.randrange(VARIANTS))
        if rng.random() < _OWN_CHANGE and OWN[self.kind]:
            data = rng.choice(OWN[self.kind])(data, rng)
        elif rng.random() < _SPLICED:
            other = rng.choice(
                [kind for kind in KINDS if kind not in _NOT_SPLICED] if rng.random() < _OWN_CHANGE else [self.kind]
            )
            data = spliced(data, base(other, rng.randrange(VARIANTS)), rng)
        else:
            data = rng.choice(BYTES)(data, rng)
        if self.kind in ("pdf", "scan"):
            data += b"\nstartxref\n0\n%%EOF\n"  # else most were refused for their missing end
        return data


def mutations(count: int, seed: int, kinds: tuple[str, ...] = KINDS) -> list[Mutation]:
    """About `count` broken documents, of each kind its share."""
    of_each = {kind: max(1, round(SHARES[kind] * count / sum(SHARES.values()))) for kind in kinds}
    return [Mutation(seed, kind, number) for kind in kinds for number in range(of_each[kind])]
