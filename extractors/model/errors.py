"""The ways in which a document can refuse to be read, each one line that names the file and the cause."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """A document that cannot be read at all.

    `str(error)` is one line: file name, place if known, cause.
    """

    def __init__(self, file_name: str, cause: str, *, place: str | None = None) -> None:
        self.file_name = file_name
        self.cause = cause
        self.place = place
        where = f"{file_name}, {place}" if place else file_name
        super().__init__(f"{where}: {cause}")

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders in a batch; the default would call __init__ with one argument.
        return (_rebuild, (type(self), self.file_name, self.cause, self.place))


def one_line(error: BaseException) -> str:
    """What an error says, on one line; its kind where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


def _rebuild(kind: type[UnreadableDocument], file_name: str, cause: str, place: str | None) -> UnreadableDocument:
    return kind(file_name, cause, place=place)


class NotAPdf(UnreadableDocument):
    """The bytes are not a PDF at all (or empty)."""


class EncryptedDocument(UnreadableDocument):
    """The PDF asks for a password to be opened."""


class DamagedDocument(UnreadableDocument):
    """The PDF is truncated or broken, so that what it says cannot be trusted."""


class OversizedDocument(UnreadableDocument):
    """A page or the document is larger than the limits set for reading."""


class IllegibleDocument(UnreadableDocument):
    """Pages show something of which nothing could be read, and no other page tells a figure."""


class UnsafeDocument(UnreadableDocument):
    """The PDF carries something that acts or hides: JavaScript, an attachment."""
