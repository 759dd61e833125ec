"""What is done with the bytes of a site in a worker process with limits (flows/batch/worker.py), never beside the rest.

Whatever the bytes do there costs the page or the document that they are, and nothing else. Answers go back as JSON;
files that come of an archive, or of images, lie beside the job's own.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractors.model.errors import UnreadableDocument, one_line
from extractors.opening.archive import members
from extractors.opening.images import pdf_of_images
from extractors.opening.kinds import Kind, kind_of
from flows.batch.jobs import Job, Task
from flows.inputs import DOCUMENTS
from flows.monitor.pages import PageContent, read_page, said_in

LEAST_IMAGE = 20_000  # bytes; less is an icon, not a page
BOUND_FILE = "bound.pdf"
_PAGES: tuple[Kind, ...] = ("html", "xml", "json")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)
    problem: str = ""


class Seen(_Answer):
    """What bytes are. `page` is what stands on a page, feed or listing, `digest` that of the text of an article."""

    kind: Kind
    page: PageContent | None = None
    digest: str = ""


class Member(BaseModel):
    """A document of an archive: its name there, its kind, its file."""

    model_config = ConfigDict(frozen=True)
    name: str
    kind: Kind
    file: str


class Unpacked(_Answer):
    """The documents of an archive, up to what `problem` tells of."""

    members: tuple[Member, ...] = ()


class Bound(_Answer):
    """Images as the pages of one document, which lies in BOUND_FILE; `digest` is that of the images, "" for none."""

    digest: str = ""


def answer(job: Job, data: bytes) -> str:
    """What the job asks of the bytes, as JSON."""
    if job.task is Task.UNPACK:
        return _unpacked(job, data).model_dump_json()
    if job.task is Task.BIND:
        return _bound(job, data).model_dump_json()
    return _seen(job, data).model_dump_json()


def _seen(job: Job, data: bytes) -> Seen:
    kind = kind_of(data)
    if kind not in _PAGES:
        return Seen(kind=kind)
    try:
        page = read_page(job.url, data, job.content)
        digest = hashlib.sha256(said_in(data, job.content)).hexdigest() if kind == "html" else ""
    except MemoryError:
        raise
    except Exception as error:  # parsers tell broken pages in many ways
        return Seen(kind=kind, problem=f"the page cannot be read: {one_line(error)}")
    return Seen(kind=kind, page=page, digest=digest)


def _unpacked(job: Job, data: bytes) -> Unpacked:
    found: list[Member] = []
    try:
        for member in members(data, job.url):
            kind = kind_of(member.data)
            if kind in DOCUMENTS:
                file = f"{len(found)}.member"
                (Path(job.source).parent / file).write_bytes(member.data)
                found.append(Member(name=member.name, kind=kind, file=file))
    except UnreadableDocument as error:
        return Unpacked(members=tuple(found), problem=_told(error))
    return Unpacked(members=tuple(found))


def _bound(job: Job, data: bytes) -> Bound:
    """Of the files that the job's file lists (JSON), those that are images, in their order."""
    folder = Path(job.source).parent
    bodies = [(folder / name).read_bytes() for name in json.loads(data)]
    images = [body for body in bodies if kind_of(body) == "image" and len(body) >= LEAST_IMAGE]
    if not images:
        return Bound()
    digest = hashlib.sha256(b"".join(hashlib.sha256(image).digest() for image in images)).hexdigest()
    try:
        (folder / BOUND_FILE).write_bytes(pdf_of_images(images, job.url))
    except UnreadableDocument as error:
        return Bound(problem=_told(error))
    return Bound(digest=digest)


def _told(error: UnreadableDocument) -> str:
    return error.cause if error.place is None else f"{error.place}: {error.cause}"
