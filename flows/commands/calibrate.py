"""`juesuan calibrate`: the confidence model fitted on Records whose truth is known (golden files, reviewed Records)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.terminal import say


def calibrate(
    folder: Annotated[Path, typer.Argument(help="Records with NAME.golden.json beside them", metavar="FOLDER")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model's file", metavar="FILE")] = Path(
        "patterns/calibration.yaml"
    ),
) -> None:
    """Fit the weights of the evidence on known documents; write them as readable data, with what was measured."""
    from corpus.calibrate import calibration_of, labelled, written
    from flows.output import replacing

    readings = list(labelled(folder))
    if not any(not r.text for r in readings) or not any(r.text for r in readings):
        say(f"{folder}: no Records with golden files beside them that hold figures and texts")
        raise typer.Exit(Exit.WRONG_USAGE)
    calibration = calibration_of(readings)
    with replacing(output) as file:
        file.write(written(calibration))
    training = calibration["training"]
    print(f"{training['documents']} documents, {training['readings']} readings, {training['wrong']} of them wrong")
    for name, value in training["held_out"].items():
        print(f"  held out  {name:32} {value:.5g}")
