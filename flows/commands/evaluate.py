"""`juesuan evaluate`: Records scored against golden data, or documents generated, read and scored in one go.

The one command that knows the corpus (tests/test_architecture.py): the evaluator lives where the golden data does.
"""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.options import Json, Workers
from flows.terminal import print_json, progress, say
from flows.words import words

if TYPE_CHECKING:
    from corpus.evaluate.summary import Evaluation

_LIST = "comma between them; all of them where none is named"


def evaluate(
    records: Annotated[Path | None, typer.Argument(help="A Record, or a folder of them", metavar="RECORDS")] = None,
    golden: Annotated[
        Path | None, typer.Argument(help="Golden data, or a folder of NAME.golden.json", metavar="GOLDEN")
    ] = None,
    generate: Annotated[bool, typer.Option("--generate", help="Generate documents, read and score them")] = False,
    families: Annotated[str, typer.Option(help=f"Families to generate, {_LIST}")] = "",
    shapes: Annotated[
        str,
        typer.Option(
            help="Shapes to draw them in (corpus/shapes.yaml), comma between them, or `all`; default: as they are"
        ),
    ] = "",
    conditions: Annotated[str, typer.Option(help=f"`digital` and scan conditions, {_LIST}")] = "digital",
    seeds: Annotated[int, typer.Option(help="Documents of each family and condition", min=1)] = 3,
    first_seed: Annotated[int, typer.Option(help="The first seed", min=0)] = 1,
    workers: Workers = 0,
    json: Json = False,
    json_file: Annotated[Path | None, typer.Option(help="Write all figures as JSON", metavar="FILE")] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html-file", "--html", help="Write a page with plots", metavar="FILE")
    ] = None,
) -> None:
    """Score Records against golden data by family and scan condition: recall, precision, cells, calibration."""
    if generate == (records is not None) or (records is None) != (golden is None):
        say(words("evaluate.usage"))
        raise typer.Exit(Exit.WRONG_USAGE)
    from corpus.evaluate.summary import as_json
    from corpus.evaluate.terminal import print_evaluation

    if records is not None and golden is not None:
        evaluation = _stored(records, golden)
    else:
        evaluation = _generated(families, shapes, conditions, range(first_seed, first_seed + seeds), workers)
    if json:
        print_json(as_json(evaluation))
    else:
        print_evaluation(evaluation)
    _write(evaluation, json_file, html_file)
    raise typer.Exit(Exit.SOME_FAILED if any(c.failure for c in evaluation.comparisons) else Exit.DONE)


def _stored(records: Path, golden: Path) -> Evaluation:
    from corpus.evaluate.sources import NothingToCompare, measured_only, stored_comparisons
    from corpus.evaluate.summary import evaluation_of

    if not records.exists():
        say(f"{records}: no such file or folder")
        raise typer.Exit(Exit.WRONG_USAGE)
    try:
        return evaluation_of(stored_comparisons(records, golden), measured_only())
    except NothingToCompare as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None


def _generated(families: str, shapes: str, conditions: str, seeds: range, workers: int) -> Evaluation:
    from corpus.compose import family_names
    from corpus.evaluate.sources import conditions as known_conditions
    from corpus.evaluate.sources import documents, generated_comparisons, measured_only
    from corpus.evaluate.summary import evaluation_of
    from corpus.shapes import shapes as known_shapes

    named_families = _chosen(families, family_names(), "family")
    named_conditions = _chosen(conditions, known_conditions(), "condition")
    stated = "" if shapes == "all" else shapes
    named_shapes = _chosen(stated, tuple(known_shapes()), "shape") if shapes else (None,)
    wanted = documents(named_families, named_shapes, seeds, named_conditions)
    with progress(len(wanted)) as step:
        return evaluation_of(generated_comparisons(wanted, workers, step), measured_only())


def _chosen(stated: str, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in stated.split(",") if name.strip()) or known
    for name in names:
        if name not in known:
            say(words("evaluate.unknown", name=name, what=words(f"evaluate.{what}"), known=", ".join(known)))
            raise typer.Exit(Exit.WRONG_USAGE)
    return names


def _write(evaluation: Evaluation, json_file: Path | None, html_file: Path | None) -> None:
    from importlib.metadata import version

    from corpus.evaluate.page import page_of
    from corpus.evaluate.summary import as_json
    from flows.output import replacing

    texts: list[tuple[Path, str]] = []
    if json_file is not None:
        texts.append((json_file, dumps(as_json(evaluation), ensure_ascii=False, indent=1) + "\n"))
    if html_file is not None:
        documents = len(evaluation.comparisons)
        texts.append((html_file, page_of(evaluation, f"{documents} documents, read by juesuan {version('juesuan')}")))
    for path, text in texts:
        try:
            with replacing(path) as file:
                file.write(text)
        except OSError as error:
            say(f"{path}: {error.strerror}")
            raise typer.Exit(Exit.WRONG_USAGE) from None
