"""A workbook (XLSX) that is written whole or not at all, with its temporary files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}


@contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A book that takes the place of `path` once it is finished. Raises OSError.

    What xlsxwriter sets aside is as large as the book: it needs room where that goes, and none in the shared folder for
    temporary files, which may be full.
    """
    with TemporaryDirectory(prefix=f".{path.name}.", suffix=".part", dir=path.parent) as scratch:
        part = Path(scratch) / path.name
        try:
            with xlsxwriter.Workbook(str(part), {**_OPTIONS, "tmpdir": scratch}) as book:
                yield book
        except XlsxWriterException as error:  # it wraps the system's errors in its own
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        os.chmod(part, 0o644)
        os.replace(part, path)


def forget_row(page: Worksheet, row: int) -> None:
    """Lets go of how high a row is, once cells of the next one are written.

    It would be held for pictures to be placed: 400 bytes a row, of a corpus as much as all else that an audit holds.
    """
    page.row_info.pop(row, None)
    page.row_sizes.pop(row, None)
