"""What reviewers decided, for others: golden files to score readings against, labels to calibrate confidences with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.model.record import Fact, Record
from flows.decisions.made import Decision
from flows.decisions.standing import applying, by_record, read_decisions
from flows.output import replacing
from flows.records import read_record

LABELS = "labels.jsonl"


@dataclass
class Exported:
    """How many golden files and labels were written, and how many decisions fit no fact (any more)."""

    golden: int = 0
    labels: int = 0
    stale: int = 0


def export(folder: Path, out: Path) -> Exported:
    """Writes OUT/<record>.golden.json for every Record with decisions, and OUT/labels.jsonl.

    Raises OSError, and ValueError where DIR/decisions.jsonl is broken or a file holds no Record.

    A golden file has the accepted and corrected facts; `complete` says whether every fact of the Record was decided.
    A disputed fact is in neither: nobody knows yet what is right. A label is a fact with its confidence and evidence,
    and whether it had been read rightly.
    """
    exported = Exported()
    labels: list[dict[str, Any]] = []
    for record_id, decisions in by_record(read_decisions(folder)).items():
        path = folder / f"{record_id}.json"
        if not path.is_file():
            exported.stale += len({d.fact for d in decisions})
            continue
        record = read_record(path)
        found = applying(record.facts, record.document.sha256, decisions)
        exported.stale += len({d.fact for d in decisions}) - len(found)
        settled = {fact_id: v.decision for fact_id, v in found.items() if not v.disputed}
        with replacing(out / f"{record_id}.golden.json") as file:
            json.dump(_golden(record, settled), file, ensure_ascii=False, indent=1)
        exported.golden += 1
        labels += [_label(record_id, fact, settled[fact.id]) for fact in record.facts if fact.id in settled]
    with replacing(out / LABELS) as file:
        file.writelines(json.dumps(label, ensure_ascii=False) + "\n" for label in labels)
    exported.labels = len(labels)
    return exported


def _golden(record: Record, settled: Mapping[str, Decision]) -> dict[str, Any]:
    titles = {section.id: section.title for section in record.sections}
    kept = [f for f in record.facts if f.id in settled and settled[f.id].action != "reject"]
    return {
        "document": Path(record.document.file_name).stem,
        "unit_name": record.document.unit_name,
        "fiscal_year": record.document.fiscal_year,
        "complete": all(f.id in settled for f in record.facts),
        "facts": [
            {"concept": f.concept, "measure": f.measure, "dimensions": f.dimensions,
             "value": settled[f.id].new or f.value, "unit": f.unit, "raw": f.raw,
             "section": titles.get(f.section or "")} for f in kept
        ],
    }  # fmt: skip


def _label(record_id: str, fact: Fact, decision: Decision) -> dict[str, Any]:
    right = decision.action != "reject" and (decision.new or decision.old) == fact.value
    return {
        "record": record_id, "fact": fact.id, "concept": fact.concept, "measure": fact.measure,
        "code": fact.code, "dimensions": fact.dimensions, "confidence": fact.confidence, "evidence": fact.evidence,
        "right": right, "who": decision.who, "at": decision.at,
    }  # fmt: skip
