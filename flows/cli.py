"""The command line: every command by name, from flows/commands/.

Imports of the readers stay inside the commands, so that `juesuan --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.commands.audit import audit
from flows.commands.batch import batch
from flows.commands.calibrate import calibrate
from flows.commands.desk import desk, desk_account
from flows.commands.evaluate import evaluate
from flows.commands.extract import extract
from flows.commands.monitor import monitor
from flows.commands.openness import openness
from flows.commands.publish import codebook, publish
from flows.commands.query import query
from flows.commands.register import register
from flows.commands.report import report
from flows.commands.review import review, review_export
from flows.commands.show import explain, schema, summary
from flows.commands.try_wording import try_wording
from flows.computed import computing_as_asked
from flows.exits import Exit
from flows.extras import needs
from flows.helped import Misused, helped, misused
from flows.loudness import Quiet, Verbose, loud, settle
from flows.quiet import OPT_OUTS
from flows.settings import VARIABLE, Option, SettingsError, load_settings
from flows.stopping import is_stopping
from flows.terminal import printable, say
from flows.words import LANGUAGES, words
from flows.words import VARIABLE as LANGUAGE_VARIABLE

app = typer.Typer(
    help="Reads Chinese departments' final-accounts disclosures (部门决算公开说明) and proves the figures.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _told(asked: bool) -> None:
    """Tells the version and ends."""
    if asked:
        from importlib.metadata import version

        print(f"juesuan {version('juesuan')}")
        raise typer.Exit


_Version = Annotated[bool, typer.Option("--version", callback=_told, is_eager=True, help="Tell the version")]
_Config = Annotated[
    Path | None, typer.Option("--config", envvar=VARIABLE, metavar="FILE", help="Options of commands [./juesuan.toml]")
]
_Lang = Annotated[
    Literal["zh", "en"] | None, typer.Option("--lang", help="Language of what is told [the locale's, else zh]")
]


@app.callback()
def _common(
    context: typer.Context,
    config: _Config = None,
    lang: _Lang = None,
    *,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: _Version = False,
) -> None:
    """What stands before any command."""
    settle(quiet, verbose, anew=True)
    if lang is not None:
        os.environ[LANGUAGE_VARIABLE] = lang
    commands = getattr(context.command, "commands", {})
    known = {
        name: {p.name: Option(p.multiple, p.hidden) for p in command.params if p.param_type_name == "option"}
        for name, command in commands.items()
    }
    try:
        context.default_map = load_settings(config, known)
    except SettingsError as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    computing_as_asked()


app.command()(loud(extract))
app.command()(loud(needs("batch", batch)))
app.command()(loud(needs("monitor", monitor)))
app.command()(loud(needs("calibrate", calibrate)))
app.command()(loud(summary))
app.command()(loud(explain))
app.command()(loud(schema))
app.command("try")(loud(try_wording))
app.command()(loud(evaluate))
app.command()(loud(audit))
app.command()(loud(register))
app.command()(loud(openness))
app.command()(loud(needs("publish", publish)))
app.command()(loud(needs("publish", codebook)))
app.command()(loud(needs("publish", query)))
app.command()(loud(needs("publish", report)))
app.command()(loud(needs("desk", desk)))
app.command()(loud(desk_account))
app.command()(loud(needs("review", review)))
app.command()(loud(review_export))


def _choose_language(arguments: Sequence[str]) -> None:
    """`--lang` before the command, which its help and what is wrong with the command line are told in, too."""
    for option, value in pairwise([*arguments, ""]):
        if not option.startswith("-"):
            return
        name, _, joined = option.partition("=")
        if name == "--lang" and (joined or value) in LANGUAGES:
            os.environ[LANGUAGE_VARIABLE] = joined or value
            return


def _run() -> None:
    """The command. An interrupt stays one where a library takes it for an error of its own, as one may when loaded."""
    command = typer.main.get_command(app)
    helped(command)
    try:
        code = command.main(prog_name="juesuan", standalone_mode=False)
    except BaseException as error:
        if is_stopping() or isinstance(error, typer.Abort):
            raise KeyboardInterrupt from error
        if not isinstance(error, Misused):
            raise
        say(misused(error))
        code = Exit.WRONG_USAGE
    if is_stopping():
        raise KeyboardInterrupt
    sys.exit(code or Exit.DONE)


def main() -> None:
    """Runs the command; never shows a traceback for what a user or a document did."""
    # Processes started from here on (pools, Prefect's server, Dask's workers) run no module that lies in the current
    # folder.
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ.update(OPT_OUTS)
    printable()
    _choose_language(sys.argv[1:])
    try:
        _run()
    except KeyboardInterrupt:
        say(words("stopped"))
        sys.exit(Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.DONE)
    except ValueError as error:
        from extractors.reading.computing import CannotCompute
        from patterns.files import PatternError

        if not isinstance(error, PatternError | CannotCompute):
            raise
        say(str(error))
        sys.exit(Exit.WRONG_USAGE)
