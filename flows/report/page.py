"""report.html: one file that needs no network, charts as SVG, every chart's figures also as text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.output import replacing
from flows.report.figures import gather, longest

# Told apart by people who see colours differently, too (Okabe and Ito), and repeated with hatching after eight.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442", "#332288", "#88CCEE")


def write_report(corpus: Path, path: Path) -> None:
    """Writes the report of a corpus. Raises OSError."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["longest"] = longest
    text = environment.get_template("report.html").render(
        facts=gather(corpus), colours=COLOURS, made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    )
    with replacing(path) as file:
        file.write(text)
