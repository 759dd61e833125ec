"""Files that are not what they are taken for, each told in one line that names file and cause."""

from __future__ import annotations


class NotARecord(ValueError):
    """A file that holds no Record, or one of a version that is not known yet.

    `str(error)` is one line: file, cause.
    """

    def __init__(self, file_name: str, cause: str) -> None:
        self.file_name = file_name
        self.cause = cause
        super().__init__(f"{file_name}: {cause}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.file_name, self.cause))
