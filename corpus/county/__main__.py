"""`python -m corpus.county`: makes and reads a county, to measure what is told across documents.

    python -m corpus.county [--seed N] [--departments N] [--records FOLDER]

Printed are, by identity, what was planted, found (as an error or warning, as a note) and told as a restatement, and
every error or warning that nobody planted; measure-only families apart. Records are kept in a folder, so that they need
not be read again.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.county.documents import Document, documents
from corpus.county.planted import Plant
from extractors.across.comparison import compared
from extractors.across.offer import is_offered, offer_of
from extractors.across.telling import told_across
from extractors.audit.finding import Finding
from extractors.model.record import Record
from extractors.pipeline import extract

_ACCUSING, _NOT_FOUND = ("error", "warning"), "not found"


def read(document: Document, folder: Path | None) -> Record:
    """The Record of a document; one that lies in the folder is not read again."""
    path = folder / f"{document.name}.json" if folder is not None else None
    if path is not None and path.exists():
        return Record.model_validate_json(path.read_bytes())
    record = extract(document.data, document.name)
    if path is not None:
        path.write_text(record.model_dump_json(), encoding="utf-8")
    return record


def became(made: Sequence[Document], findings: Sequence[Finding]) -> Iterator[tuple[Document, Plant, str]]:
    """What became of each plant: the severity that it was told with, or that it was not found."""
    for document in made:
        for plant in document.plants:
            told = {f.severity for f in findings if _tells(f, document, plant)}
            yield document, plant, next((s for s in (*_ACCUSING, "note") if s in told), _NOT_FOUND)


def not_planted(made: Sequence[Document], findings: Sequence[Finding]) -> Iterator[tuple[Document, Finding]]:
    """The findings that tell of no plant."""
    by_name = {document.name: document for document in made}
    plants = [(document, plant) for document in made for plant in document.plants]
    for finding in findings:
        if not any(_tells(finding, document, plant) for document, plant in plants):
            yield by_name[finding.document], finding


def _tells(finding: Finding, document: Document, plant: Plant) -> bool:
    """Whether a finding is of a plant: of its rule, in its document, on its figure."""
    concepts = {figure.concept for figure in finding.figures} | {finding.concept}
    named = plant.concept in concepts
    between = plant.rule == "across.version"  # told of whichever of the two comes later by name
    same = finding.document == document.name or (between and document.name in {f.document for f in finding.figures})
    return finding.rule == plant.rule and named and same


def main() -> None:
    """The command: reads a made county and tells what was found in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--departments", type=int, help="only the first departments")
    parser.add_argument("--records", type=Path, help="a folder that keeps the Records")
    options = parser.parse_args()
    if options.records is not None:
        options.records.mkdir(parents=True, exist_ok=True)
    made, offers = [], []
    for document in documents(options.seed, departments=options.departments):
        record = read(document, options.records)
        made.append(document)
        if is_offered(record):
            offers.append(offer_of(record))
        else:
            print(f"{document.name}: read as {record.document.kind}, of {record.document.unit_name}")
    findings = told_across(compared(offers, offers))
    _tell(made, findings)


def _tell(made: Sequence[Document], findings: Sequence[Finding]) -> None:
    print(f"{len(made)} documents, {sum(d.scan for d in made)} scans, {sum(d.measure_only for d in made)} measure-only")
    counted: Counter[tuple[str, str, str]] = Counter()
    for document, plant, outcome in became(made, findings):
        what = "restated" if plant.restated else "planted"
        counted[f"{what} {plant.rule}", outcome, _kind(document)] += 1
        if outcome == _NOT_FOUND:
            print(f"{document.name} ({document.family}): {plant.rule} {plant.concept} not found")
    for document, finding in not_planted(made, findings):
        counted["not planted", f"{finding.rule}: {finding.severity}", _kind(document)] += 1
        if finding.severity in _ACCUSING:
            print(f"{document.name} ({document.family}): {finding.message_zh}")
    for (what, outcome, kind), count in sorted(counted.items()):
        print(f"{what:<32} {outcome:<28} {kind:<14} {count}")


def _kind(document: Document) -> str:
    how = "measure-only" if document.measure_only else "tuned"
    return f"{how}, scan" if document.scan else how


if __name__ == "__main__":
    main()
