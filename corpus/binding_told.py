"""`python FILE PAGES.jsonl OUT.jsonl`: reads pages with the reader that PYTHONPATH leads to, and keeps what it told.

Run with an earlier version of the reader it says what that told of pages which taught it nothing yet: misbindings as
they come. So it asks of a reader only what every version has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from extractors.formats import extract_document


def told_of(data: bytes, name: str) -> dict[str, Any]:
    """What a reader tells of a document: its kind, the titles of its sections, its facts without their places."""
    record = extract_document(data, name)
    facts = []
    for fact in record.facts:
        of = {key: getattr(fact, key) for key in ("concept", "measure", "dimensions", "value", "unit", "raw", "quote")}
        about = {"section": fact.section, "start": fact.provenance[0].start, "evidence": fact.evidence}
        facts.append({**of, **about})
    return {"kind": record.document.kind, "titles": {s.id: s.title for s in record.sections}, "facts": facts}


def main() -> None:
    """Reads the pages of a file, a line each: `id`, and `html` or the `path` of a document."""
    pages, out = map(Path, sys.argv[1:])
    with out.open("w", encoding="utf-8") as file:
        for line in pages.read_text(encoding="utf-8").splitlines():
            page = json.loads(line)
            data = page["html"].encode() if "html" in page else Path(page["path"]).read_bytes()
            name = f"{page['id'].rpartition('/')[2]}.html" if "html" in page else Path(page["path"]).name
            try:
                told = told_of(data, name)
            except Exception as error:  # a reader that lacks a wording may fail anywhere; the others are read
                print(f"{page['id']}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            file.write(json.dumps({"id": page["id"], **told}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
