"""The bytes of one source, looked into by a worker process with limits; what it answers comes back as typed values."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.batch.isolate import Reader
from flows.batch.jobs import Job, Limits, Task
from flows.monitor.apart import BOUND_FILE, Bound, Member, Seen, Unpacked
from flows.monitor.fetch import FetchFailed

# Of a page or an archive, which take far less; set by thought alone.
PAGE_LIMITS = Limits(seconds=30, memory=1000)


@dataclass(frozen=True)
class Parser:
    """Parses for one source at a time. Every method raises FetchFailed where the bytes cost more than they may."""

    reader: Reader
    folder: Path

    def look(self, url: str, body: bytes, content: str | None) -> Seen:
        """What the bytes at an address are, and what stands there where they are a page."""
        with self._place() as place:
            return Seen.model_validate_json(self._asked(place, body, url, Task.LOOK, content))

    def unpack(self, url: str, body: bytes) -> Iterator[tuple[Member, bytes]]:
        """The documents of an archive, one at a time; FetchFailed after the last that could be unpacked."""
        with self._place() as place:
            found = Unpacked.model_validate_json(self._asked(place, body, url, Task.UNPACK))
            for member in found.members:
                yield member, (place / Path(member.file).name).read_bytes()
        if found.problem:
            raise FetchFailed(url, found.problem)

    def bind(self, url: str, bodies: Sequence[bytes]) -> tuple[str, bytes] | None:
        """Those of the bodies that are images as one PDF, and the digest of them all; None where none is."""
        with self._place() as place:
            for number, body in enumerate(bodies):
                (place / str(number)).write_bytes(body)
            names = json.dumps([str(number) for number in range(len(bodies))])
            bound = Bound.model_validate_json(self._asked(place, names.encode(), url, Task.BIND))
            if bound.problem:
                raise FetchFailed(url, bound.problem)
            return (bound.digest, (place / BOUND_FILE).read_bytes()) if bound.digest else None

    def end(self) -> None:
        """Ends what is being parsed, at once and for good."""
        self.reader.end()

    def close(self) -> None:
        """Ends the process."""
        self.reader.close()

    @contextmanager
    def _place(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            yield Path(place)

    def _asked(self, place: Path, body: bytes, url: str, task: Task, content: str | None = None) -> str:
        path = place / "body"
        path.write_bytes(body)
        outcome = self.reader.read(Job(str(path), path.name, task=task, url=url, content=content))
        if outcome.failed:
            raise FetchFailed(url, f"cannot be read: {outcome.cause.removeprefix(f'{path}: ')}")
        return outcome.answer
