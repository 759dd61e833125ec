"""Loaded by every Python process of a watched command (tests/watching.py): notes whom it asks, what it writes."""

import json
import os
import sys

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SPOKEN = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
_CHANGED = {
    "os.mkdir": (0,), "os.rename": (0, 1), "os.remove": (0,), "os.rmdir": (0,), "os.link": (1,), "os.symlink": (1,),
    "os.truncate": (0,), "os.chmod": (0,), "os.utime": (0,), "sqlite3.connect": (0,), "shutil.rmtree": (0,),
}  # fmt: skip
_WITHIN = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}  # their last argument is the folder that the path is in
_log = os.open(os.environ["JUESUAN_TEST_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _note(what: str, value: object, folder: object = None) -> None:
    if not isinstance(value, int | None):  # a descriptor, or no address: what it is of was noted when it was opened
        text = os.fsdecode(value) if isinstance(value, bytes | os.PathLike) else value
        within = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else os.getcwd()
        os.write(_log, json.dumps([what, text if isinstance(text, str) else repr(text), within]).encode() + b"\n")


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITES:
            _note("written", path)
    elif event in _SPOKEN:
        address = arguments[_SPOKEN[event]]
        _note("spoken", address[0] if isinstance(address, tuple) else address)
    elif event in _CHANGED:
        for at in _CHANGED[event]:
            _note("written", arguments[at], arguments[-1] if event in _WITHIN else None)


_note("started", sys.executable)
sys.addaudithook(_hook)
