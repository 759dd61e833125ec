"""The audit's findings as a table of the corpus: to the letter what `juesuan audit` tells of these Records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.audit.finding import Finding
from flows.audit.whole import Whole, audit_files
from flows.publish.flatten import decimal_or_none
from flows.records import records_in

OPEN = "open"


def findings_of(folder: Path, corpus: Path, workers: int = 1) -> Iterator[tuple[Any, ...]]:
    """The rows of schema.FINDINGS; what each document was found to get wrong is kept in the corpus.

    A Record that cannot be read has none: publication tells of it. Raises OSError, LaterVersion, ValueError.
    """
    return _rows(audit_files(records_in(folder), corpus, lambda path, cause: None, workers=workers))


def _rows(whole: Whole) -> Iterator[tuple[Any, ...]]:
    record_of: dict[str, str] = {}
    for path, sha256 in whole.by_file.items():
        record_of.setdefault(sha256, Path(path).stem)
    for found in whole.told.all_findings():
        yield _row(found, record_of[found.sha256])


def _row(found: Finding, record_id: str) -> tuple[Any, ...]:
    judged = found.judged
    return (
        record_id, found.id, found.rule, found.severity, found.message_zh, found.message_en, found.statement_of_rule,
        found.source, found.concept, found.pages[0] if found.pages else None, list(found.pages),
        list(found.facts), list(found.cells), decimal_or_none(found.difference), found.probability,
        judged.state if judged else OPEN, judged.who if judged else None, judged.at if judged else None,
        (judged.note or None) if judged else None,
        "[" + ",".join(figure.model_dump_json(exclude_defaults=True) for figure in found.figures) + "]",
        found.fiscal_year,
    )  # fmt: skip
