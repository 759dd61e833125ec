"""`python -m corpus.generate`: writes annotated disclosures of our own making, digital or as scans."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpus.compose import compose, family_names
from corpus.render import render
from corpus.scan import CONDITIONS, scanned


def generate(family: str, seed: int, condition: str | None = None) -> tuple[bytes, dict[str, object]]:
    """The PDF and the golden data of one document."""
    document = compose(family, seed)
    data = render(document)
    golden = dict(document.golden)
    if condition is not None:
        data = scanned(data, condition, seed)
        golden["scan"] = condition
    return data, golden


def write(folder: Path, name: str, data: bytes, golden: dict[str, object]) -> None:
    """Writes NAME.pdf and NAME.golden.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.pdf").write_bytes(data)
    text = json.dumps(golden, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{name}.golden.json").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", choices=family_names(), required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scan", choices=sorted(CONDITIONS))
    parser.add_argument("--out", type=Path, default=Path("output/corpus"))
    parser.add_argument("--name")
    options = parser.parse_args()
    name = options.name or f"{options.family}-{options.seed}" + (f".{options.scan}" if options.scan else "")
    write(options.out, name, *generate(options.family, options.seed, options.scan))


if __name__ == "__main__":
    main()
