"""`python -m corpus.field TEXTS [--show] [ROUND…]`: reads the collected texts of the field pages and scores them.

TEXTS holds ID.txt for each page that was collected again: its title, then a paragraph a line (tables as HTML). A text
whose digest is another's is named and left out, and so is a page without a text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.field.page import FieldPage, digest, rounds
from corpus.field.score import Score, add_score

_COLUMNS = ("recall", "precision", "reason_recall")


def main() -> int:
    """Prints a line for each round; 1 where nothing could be scored."""
    parser = argparse.ArgumentParser(prog="python -m corpus.field", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("round", nargs="*")
    parser.add_argument("--show", action="store_true", help="what was missed or told wrongly, page by page")
    options = parser.parse_args()
    chosen = [(name, pages) for name, pages in rounds() if not options.round or name in options.round]
    scores = [_scored(name, pages, options.texts, show=options.show) for name, pages in chosen]
    return 0 if any(score.pages for score in scores) else 1


def _scored(name: str, pages: Sequence[FieldPage], texts: Path, *, show: bool) -> Score:
    """Scores a round and prints it; garbled copies in a line of their own."""
    published, garbled = Score(), Score()
    for page in pages:
        path = texts / f"{page.id}.txt"
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        if text is None or digest(text) != page.digest:
            print(f"{page.id}: {'no text' if text is None else 'another text'}", file=sys.stderr)
        else:
            add_score(garbled if page.garbled else published, page, text)
    for told, score in ((name, published), (f"{name} garbled copies", garbled)):
        if score.pages:
            print(_line(told, score))
        if show:
            print("".join(f"    {line}\n" for line in score.show), end="")
    return published


def _line(name: str, score: Score) -> str:
    told = "  ".join(f"{key.replace('_', ' ')} {getattr(score, key):.3f}" for key in _COLUMNS)
    document = "  ".join(f"{key} {score.of_document(key):.3f}" for key in ("unit_name", "fiscal_year", "kind"))
    figures = f"{score.found}/{score.asked} found, {score.wrong} of {score.told} wrong ({score.wrong_sure} sure)"
    return (
        f"{name}  pages {score.pages}  {told}  {document}  [{figures}; reasons {score.reasons_found}/{score.reasons}]"
    )


if __name__ == "__main__":
    sys.exit(main())
