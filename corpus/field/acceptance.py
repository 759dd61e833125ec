"""What confidence is worth on pages that are annotated whole: `python -m corpus.field.acceptance FILE…`.

Each FILE holds pages as tests/free_wording does: title, body, document, the facts that must be read and those that may.
Figures count from confidence 0.5 on, as for the field pages; whatever is wrong on a page of text is misbound.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from corpus.evaluate.calibration import auroc
from corpus.evaluate.faults import Fault
from corpus.evaluate.figure_groups import Judgement, by_group
from corpus.evaluate.terminal import groups_table
from corpus.field.score import Figure, amiss, page_of
from corpus.score import Point
from extractors.formats import extract_document
from extractors.model.record import Record
from extractors.verdict.acceptance import effort, is_due
from patterns.acceptance import Decision, decision, group_of, load_acceptance


@dataclass
class Pages:
    """What pages came to: every figure judged; of the pages read as accounts, how many went straight through, how many
    of these rightly, and the facts that they leave to people."""

    judgements: list[Judgement] = field(default_factory=list)
    due: int = 0
    straight: int = 0
    straight_right: int = 0
    to_review: int = 0

    def add(self, record: Record, page: Mapping[str, Any]) -> None:
        """Counts a page in that this Record was read from."""
        kind = str(page["document"].get("kind", "final_accounts"))
        judged = amiss(record, page.get("facts") or (), page.get("may") or (), kind).judged
        for figure, confidence, right in judged:
            group = group_of(figure.concept, figure.measure).id
            self.judgements.append(Judgement(group, Point(confidence, right), None if right else Fault.MISBOUND))
        if is_due(record.document.kind):
            left = effort(record.facts)
            self.due += 1
            self.straight += left.straight
            self.straight_right += left.straight and not any(not r and _taken_as_main(f, c) for f, c, r in judged)
            self.to_review += left.to_review


def _taken_as_main(figure: Figure, confidence: float) -> bool:
    main = load_acceptance().main
    named = figure.concept in main.concepts and figure.measure in main.measures and not (figure.others or figure.part)
    return named and decision(figure.concept, figure.measure, confidence) is Decision.ACCEPT


def pages_in(files: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    """The pages of these files."""
    for file in files:
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))


def measured(pages: Iterable[Mapping[str, Any]]) -> Pages:
    """Reads pages and counts them."""
    told = Pages()
    for page in pages:
        text = "\n".join([page["title"], *map(str, page["body"])])
        told.add(extract_document(page_of(text), f"{page['id']}.html"), page)
    return told


def print_pages(told: Pages, console: Console) -> None:
    """The groups as a table, all of them in a line, the pages in a line."""
    console.print(groups_table("Groups of figures 数字组", by_group(told.judgements)))
    points = [judgement.point for judgement in told.judgements]
    area, wrong = auroc(points), sum(not p.right for p in points)
    console.print(
        f"{len(points)} figures, {wrong} wrong, AUROC {'–' if area is None else f'{area:.3f}'}; "
        f"{told.straight} of {told.due} pages straight through, {told.straight_right} of these rightly; "
        f"{told.to_review / max(1, told.due):.1f} facts to review a page",
        highlight=False,
    )


def main() -> int:
    """The command; 1 where there is no page."""
    parser = argparse.ArgumentParser(prog="python -m corpus.field.acceptance", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    told = measured(pages_in(parser.parse_args().files))
    print_pages(told, Console())
    return 0 if told.judgements else 1


if __name__ == "__main__":
    sys.exit(main())
