"""`juesuan try`: how a sentence is read, for whoever adds a wording."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.exits import Exit
from flows.terminal import say


def try_wording(
    text: Annotated[str, typer.Argument(help="The sentence; a line break begins another paragraph", metavar="TEXT")],
    section: Annotated[
        str | None, typer.Option(help="The section it stands in: an id of patterns/sections.yaml", metavar="SECTION")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The fiscal year of the disclosure", metavar="YEAR")] = None,
) -> None:
    """Show what is seen in a sentence, what is bound, and for each amount that is not, why not."""
    from extractors.binding.trace import traced
    from patterns.loader import load_patterns
    from patterns.nearest import nearest

    known = [pattern.id for pattern in load_patterns().sections]
    if section is not None and section not in known:
        say(f'unknown section "{section}"{nearest(section, known)}; there are: {", ".join(known)}')
        raise typer.Exit(Exit.WRONG_USAGE)
    print("\n\n".join(str(traced(line, section, year)) for line in text.splitlines() if line.strip()))
