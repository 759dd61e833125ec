"""`juesuan calibrate`: the confidence model fitted on Records whose truth is known (golden files, reviewed Records)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.options import Json
from flows.terminal import print_json, say
from flows.words import words


def calibrate(
    folder: Annotated[Path, typer.Argument(help="Records with NAME.golden.json beside them", metavar="FOLDER")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The models' file", metavar="FILE")] = Path(
        "patterns/calibration.yaml"
    ),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Fit only this model (figures, texts, cells, blanks, forms); may be repeated"),
    ] = None,
    json: Json = False,
) -> None:
    """Fit the weights of the evidence on known documents; write them as readable data, with what was measured."""
    import yaml

    from corpus.calibrate import calibration_of, labelled, together, written
    from flows.output import replacing
    from patterns.calibration import MODELS

    wanted = [name for name in MODELS if name in (only or MODELS)]
    _refuse(only or [], output)
    readings = list(labelled(folder))
    for name in wanted:
        if not any(r.model == name and not r.held_out for r in readings):
            say(words("calibrate.none", folder=folder, name=name))
            raise typer.Exit(Exit.WRONG_USAGE)
    calibration = calibration_of(readings, wanted)
    kept = yaml.safe_load(output.read_text(encoding="utf-8")) if only else None
    with replacing(output) as file:
        file.write(written(together(kept, calibration) if kept else calibration))
    (training,) = calibration["training"]
    if json:
        print_json(training)
        return
    print(words("calibrate.fitted", **{name: training[name] for name in ("documents", "readings", "wrong")}))
    for name, value in training["held_out"].items():
        print(f"  {words('calibrate.held_out')}  {name:32} {value:.5g}")


def _refuse(only: list[str], output: Path) -> None:
    """Ends the command where a model is named that is none, or those not named cannot be kept."""
    from patterns.calibration import MODELS

    unknown = sorted(set(only) - set(MODELS))
    if unknown:
        say(words("calibrate.unknown", name=unknown[0], known=", ".join(MODELS)))
        raise typer.Exit(Exit.WRONG_USAGE)
    if only and not output.is_file():
        say(words("calibrate.kept", file=output))
        raise typer.Exit(Exit.WRONG_USAGE)
