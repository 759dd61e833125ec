"""What a batch is made of: a job for each document, the limits it is read within, and what became of it.

These cross the borders of processes and machines, as JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Engine(StrEnum):
    """Where the documents are read."""

    LOCAL = "local"
    DASK = "dask"


class NameBy(StrEnum):
    """What Records are named after."""

    STEM = "stem"
    PATH = "path"


class Kind(StrEnum):
    """Why a document was not read, where no error of the document's own says it."""

    CRASH = "Crash"
    TIME = "TimeLimit"
    MEMORY = "MemoryLimit"
    INTERNAL = "InternalError"
    SOURCE = "SourceError"


# What may go well the second time, and what is set aside when it does not.
TRIED_AGAIN = frozenset({Kind.CRASH, Kind.TIME, Kind.MEMORY, Kind.INTERNAL})


class Task(StrEnum):
    """What is done with the bytes of a job: a document of any kind read, or its pages counted; or the monitor's.

    Those are done by flows/monitor/apart.py.
    """

    DOCUMENT = "document"
    LOOK = "look"
    UNPACK = "unpack"
    BIND = "bind"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read: a path, a file of an archive (flows/inputs.py) or URL, and its Record's name, less `.json`.

    `sha256` is the digest of its bytes where that is known already; `had` the digest of those that the Record in the
    folder was read from: such bytes are not read again. Of a page of a site `url` is where it lies and `content` the
    CSS selector of its text, if one is needed; `folder` is where the Record goes, if not where the reader's go. `path`
    is where the document lies below the folder that was named (flows/places.py).
    """

    source: str
    name: str
    sha256: str = ""
    had: str = ""
    task: Task = Task.DOCUMENT
    url: str = ""
    content: str | None = None
    folder: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost: `seconds`, and as many more for each page, `memory` in MB, `pages`."""

    seconds: float = 120.0
    seconds_a_page: float = 10.0
    memory: int = 1500
    pages: int = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    `status` is "done", "same" (the Record was there), "failed" or "quarantined"; `kind` and `cause` say why it failed.
    `cpu` and `seconds` are what the reading took, `memory` the most the process has had so far, in MB. `due` tells
    whether the document is of a kind that tells main figures, `straight` whether all it tells are accepted; of its
    `facts` a person is to look at `to_review`. `answer` is what a task other than reading found, as JSON.
    `parts` is how many Records of single units came of it beside its own.
    `first` tells that its worker had read nothing before.
    """

    source: str
    name: str
    status: str
    sha256: str = ""
    pages: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    kind: str = ""
    cause: str = ""
    details: str = ""
    due: bool = False
    straight: bool = False
    facts: int = 0
    to_review: int = 0
    parts: int = 0
    answer: str = ""
    first: bool = False

    @property
    def failed(self) -> bool:
        """Whether no Record came of the document, now or in earlier runs."""
        return self.status in ("failed", "quarantined")

    def as_data(self) -> dict[str, Any]:
        """The fields that say something, ready for JSON."""
        return {key: value for key, value in asdict(self).items() if value not in ("", 0)}
