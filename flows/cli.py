"""The command line: every command by name, from flows/commands/.

Imports of the readers stay inside the commands, so that `juesuan --help` answers at once.
"""

from __future__ import annotations

import os
import sys

import typer

from flows.commands.audit import audit
from flows.commands.batch import batch
from flows.commands.calibrate import calibrate
from flows.commands.evaluate import evaluate
from flows.commands.extract import extract
from flows.commands.monitor import monitor
from flows.commands.publish import codebook, publish
from flows.commands.query import query
from flows.commands.report import report
from flows.commands.review import review, review_export
from flows.commands.show import explain, schema, summary
from flows.commands.try_wording import try_wording
from flows.exits import Exit
from flows.stopping import INTERRUPTED, is_stopping
from flows.terminal import say

app = typer.Typer(
    help="Reads Chinese departments' final-accounts disclosures (部门决算公开说明) and proves the figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(extract)
app.command()(batch)
app.command()(monitor)
app.command()(calibrate)
app.command()(summary)
app.command()(explain)
app.command()(schema)
app.command("try")(try_wording)
app.command()(evaluate)
app.command()(audit)
app.command()(publish)
app.command()(codebook)
app.command()(query)
app.command()(report)
app.command()(review)
app.command()(review_export)


def _run() -> None:
    """The command. An interrupt stays one where a library takes it for an error of its own, as one may when loaded."""
    try:
        app()
    except BaseException as error:
        if is_stopping():
            raise KeyboardInterrupt from error
        raise


def main() -> None:
    """Runs the command; never shows a traceback for what a user or a document did."""
    # Processes started from here on (pools, Prefect's server, Dask's workers) run no module that lies in the current
    # folder.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        _run()
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.DONE)
    except ValueError as error:
        from patterns.files import PatternError

        if not isinstance(error, PatternError):
            raise
        say(str(error))
        sys.exit(Exit.WRONG_USAGE)
