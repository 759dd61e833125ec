"""Names of files as people gave them: archives and copies from Chinese Windows leave GBK where UTF-8 is due."""

from __future__ import annotations


def readable(name: str) -> str:
    """A file's name as text, whatever its bytes are: Python stands half of a pair for a byte that is no UTF-8.

    >>> readable("决算.pdf"), readable("决算.pdf".encode("gbk").decode("utf-8", "surrogateescape"))
    ('决算.pdf', '决算.pdf')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return _decoded(name)
    return name


def _decoded(name: str) -> str:
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return name.encode("utf-8", "replace").decode()
