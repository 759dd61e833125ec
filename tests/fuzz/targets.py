"""What must hold for every input whatever: each target takes what hypothesis thinks of, and asserts it."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.mutations.bases import base
from corpus.mutations.changes import BYTES, NUMBERS, OWN
from extractors.formats import extract_document
from extractors.language.numbers import amounts
from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.number import is_number
from extractors.model.paragraph import normalised
from extractors.model.record import Record, canonical
from extractors.opening.archive import members
from extractors.opening.kinds import kind_of
from flows.formulas import acts, inert
from flows.output import json_line
from flows.review.typed import NotANumber, corrected
from tests.made_records import made_record

Target = Callable[[object], None]

_FIGURES = st.sampled_from((*NUMBERS, "2,114.81", "万元", "亿元", "%", "占", "（", "）", "-", ".", ",", "倍"))
TEXTS = st.one_of(st.text(), st.lists(st.one_of(_FIGURES, st.text(max_size=4)), max_size=12).map("".join))
SEEDS = st.integers(0, 2**48)
_CHEAP = ("html", "docx", "xlsx", "xls", "xml", "json", "txt")  # kinds that need no pages rendered and no OCR


def broken(kind: str, seed: int) -> bytes:
    """A document of a kind, broken some times over."""
    rng = random.Random(seed)
    data = base(kind, rng.randrange(3))
    for _ in range(rng.randrange(1, 4)):
        with contextlib.suppress(Exception):  # an archive may be broken too far to be broken from within
            data = rng.choice((*BYTES, *OWN[kind]))(data, rng)
    return data


def amounts_are_numbers(text: str) -> None:
    """Every amount of a text lies within it and is a number as the Record writes it."""
    said = normalised(text)
    for amount in amounts(said):
        assert 0 <= amount.start < amount.end <= len(said)
        assert is_number(canonical(amount.value))


def a_correction_is_a_number_or_refused(typed: str) -> None:
    """What a reviewer types becomes a number of the Record, or one line says why not."""
    fact = Record.model_validate(made_record(0)).facts[0]
    with contextlib.suppress(NotANumber):
        assert is_number(corrected(fact, typed))


def no_text_acts(text: str) -> None:
    """What is written into tables is no formula; numbers and other texts stay as they are."""
    written = inert(text)
    assert written.endswith(text)
    assert not acts(written)


def a_name_can_be_written(name: str) -> None:
    """Every name of a file is text, and every line told of it UTF-8."""
    readable(name).encode()
    json_line({"file": name}).decode()


def a_record_is_valid_or_refused(value: str) -> None:
    """A value of a Record is a number, or the Record is refused."""
    made = made_record(0, statements=False)
    made["facts"][0]["value"] = value
    try:
        read = Record.model_validate(made)
    except ValidationError:
        assert not is_number(value)
        return
    assert canonical(Decimal(read.facts[0].value)) == canonical(Decimal(value))


def a_document_is_read_or_refused(seed: int) -> None:
    """A broken document gives a Record that can be written and read again, or is refused by name."""
    kind = _CHEAP[seed % len(_CHEAP)]
    with contextlib.suppress(UnreadableDocument):
        record = extract_document(broken(kind, seed), f"broken.{kind}")
        Record.model_validate_json(record.model_dump_json())


def an_archive_is_unpacked_or_refused(seed: int) -> None:
    """A broken archive gives files of kinds that can be told, or is refused by name."""
    with contextlib.suppress(UnreadableDocument):
        for member in members(broken("zip", seed), "broken.zip"):
            kind_of(member.data)


def _listed(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")  # as os.listdir gives it


TARGETS: dict[Callable[..., None], st.SearchStrategy[object]] = {
    amounts_are_numbers: TEXTS,
    a_correction_is_a_number_or_refused: TEXTS,
    no_text_acts: TEXTS,
    a_name_can_be_written: st.one_of(st.text(st.characters()), st.binary().map(_listed)),
    a_record_is_valid_or_refused: TEXTS,
    a_document_is_read_or_refused: SEEDS,
    an_archive_is_unpacked_or_refused: SEEDS,
}
