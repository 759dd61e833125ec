"""One document of any kind: bytes in, its Record out and written."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from extractors.model.errors import DamagedDocument
from extractors.model.record import Record, part_of_file
from flows.inputs import read_source
from flows.output import record_path, write_records

_CONVERSION_SECONDS = 100  # less than a document may take, so that what took so long is told
_MOST_SAID = 300  # bytes of what LibreOffice says that are told


def extract_file(source: Path | str, folder: Path, name: str = "") -> Record:
    """Reads one document (a file, or a file of an archive: flows/inputs.py) and writes its Record to `folder`.

    The Record is called `name`, else as the file is. Raises UnreadableDocument or OSError.
    """
    return extract_files(source, folder, name)[0]


def extract_files(source: Path | str, folder: Path, name: str = "") -> tuple[Record, ...]:
    """As extract_file; behind the document's Record those of the units whose accounts it binds (NAME.unit-01.json)."""
    data, file_name = read_source(str(source)), Path(source).name
    records = records_of(data, file_name)
    write_records(records, record_path(folder, f"{name}.pdf" if name else file_name))
    return records


def record_of(data: bytes, file_name: str, content: str | None = None) -> Record:
    """The Record of a document of any kind. Raises UnreadableDocument."""
    return records_of(data, file_name, content)[0]


def records_of(data: bytes, file_name: str, content: str | None = None) -> tuple[Record, ...]:
    """The Record of a document of any kind, then those of the units whose accounts it binds; raises as record_of."""
    from extractors.formats import extract_all
    from extractors.opening.kinds import kind_of

    if kind_of(data) != "doc":
        return extract_all(data, file_name, content)
    whole, *parts = extract_all(converted(data, file_name), file_name)
    own = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    whole = whole.model_copy(update={"document": whole.document.model_copy(update=own)})
    return (whole, *(part_of_file(part, whole.document) for part in parts))


def converted(data: bytes, file_name: str) -> bytes:
    """An old Word document (.doc) as .docx, by LibreOffice. Raises UnreadableDocument naming what is missing."""
    from extractors.formats import UnreadKind

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadKind(file_name, "an old Word document (.doc): LibreOffice, which reads it, is not installed")
    with tempfile.TemporaryDirectory(prefix="juesuan-doc-") as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        with tempfile.TemporaryFile() as log:  # no pipe: what the program leaves behind would hold it open
            try:
                subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, timeout=_CONVERSION_SECONDS
                )
            except subprocess.TimeoutExpired as error:
                raise DamagedDocument(file_name, "the old Word document takes too long to convert") from error
            finally:
                _end_processes(folder)
            target = Path(folder) / "document.docx"
            if not target.is_file():
                log.seek(0)
                said = " ".join(log.read(_MOST_SAID).decode(errors="replace").replace(folder, "").split())
                raise DamagedDocument(
                    file_name, f"the old Word document cannot be converted: {said or 'no reason told'}"
                )
        return target.read_bytes()


def _end_processes(folder: str) -> None:
    """Ends what the program started and left: processes that were told to work in the folder, which is ours alone."""
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if folder.encode() in told.read_bytes():
                os.kill(int(told.parent.name), signal.SIGKILL)
