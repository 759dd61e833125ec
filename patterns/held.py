"""Opens files of fitted numbers (.npz); what is wrong with one becomes a line that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from patterns.files import PatternError, shown


@contextmanager
def numbers_of(path: Path) -> Iterator[Mapping[str, NDArray[np.generic]]]:
    """The arrays of a file by name; no objects are ever loaded.

    Raises PatternError where the file cannot be read, lacks an array that is asked for, or what is asked of it fails.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            yield held
    except OSError as error:
        raise PatternError(f"{shown(path)}: {error.strerror or error}") from None
    except (EOFError, ValueError, KeyError, BadZipFile) as error:
        raise PatternError(f"{shown(path)}: {error}") from None
