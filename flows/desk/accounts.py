"""Who may use the desk and what for: accounts of a file, or names that a reverse proxy vouches for.

Roles: a reader looks, a reviewer decides, an admin sees to sources, too. Without accounts everybody who is let in
(flows/review/access.py) is an admin, and gives a name of their own. Passwords are kept as scrypt digests.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from flows.output import replacing

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME = 60  # as decisions hold one
SESSION_COOKIE = "juesuan_session"
_SESSION_SECONDS = 12 * 3600.0  # a working day
# OWASP's least for scrypt: 64 MiB a sign-in
_COST, _BLOCK, _PARALLEL, _MEMORY = 2**16, 8, 1, 128 * 2**20


class Account(BaseModel):
    """One person: role, and the password's salt and digest; none where only a proxy vouches."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    salt: str = ""
    digest: str = ""


class AccountFile(RootModel[dict[str, Account]]):
    """Accounts by name."""


class AccountsError(ValueError):
    """A file of accounts that cannot be used; one line naming file and cause."""


@dataclass(frozen=True)
class Person:
    """Who asks. `name` is empty where nobody is known: then the browser says who decides."""

    name: str
    role: Role

    @property
    def decides(self) -> bool:
        """Whether what they say of findings and figures counts."""
        return self.role in ("reviewer", "admin")


ANYBODY = Person("", "admin")
NOBODY = Person("", "reader")  # who has yet to sign in


def load_accounts(path: Path) -> dict[str, Account]:
    """The accounts of a file; none where there is no file. Raises OSError, AccountsError."""
    if not path.exists():
        return {}
    try:
        return AccountFile.model_validate_json(path.read_bytes()).root
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise AccountsError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def save_account(path: Path, name: str, role: Role, password: str | None) -> None:
    """Adds an account, or puts it in the place of the one of that name. Raises OSError, AccountsError."""
    salt = secrets.token_hex(16) if password is not None else ""
    digest = _digest(password, salt) if password is not None else ""
    accounts = {**load_accounts(path), name: Account(role=role, salt=salt, digest=digest)}
    with replacing(path) as file:
        told = {who: account.model_dump() for who, account in sorted(accounts.items())}
        json.dump(told, file, ensure_ascii=False, indent=1)
    path.chmod(0o600)


def _digest(password: str, salt: str) -> str:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY, dklen=32
    )
    return made.hex()


class _Session(BaseModel):
    name: str
    until: float = Field(default_factory=lambda: time.monotonic() + _SESSION_SECONDS)


class Door:
    """Signs people in and knows them again. `header` is what a proxy tells names by; accounts are read at every use."""

    def __init__(self, path: Path | None = None, header: str | None = None) -> None:
        self._path, self.header = path, header
        self._sessions: dict[str, _Session] = {}
        self._lock, self._signing = threading.Lock(), threading.Lock()

    @property
    def asks(self) -> bool:
        """Whether people have to sign in."""
        return self._path is not None and self.header is None

    @property
    def knows(self) -> bool:
        """Whether it lets in only whom it knows, be it by password or by a proxy's word."""
        return self._path is not None or self.header is not None

    def sign_in(self, name: str, password: str) -> str | None:
        """A session's token; None where name or password is wrong, which takes as long.

        Raises OSError, AccountsError.
        """
        account = self._accounts().get(name)
        salt = account.salt if account is not None and account.salt else "00" * 16
        with self._signing:  # each takes 64 MiB
            given = _digest(password, salt)
        if account is None or not account.digest or not secrets.compare_digest(given, account.digest):
            return None
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[token] = _Session(name=name)
        return token

    def sign_out(self, token: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(token, None)

    def person(self, token: str | None, told: str | None) -> Person | None:
        """Who asks, by a session's token or by what the proxy told; None where that is nobody who may."""
        if self.header is not None:
            return self._known(told) if told and len(told) <= LONGEST_NAME else None
        if self._path is None:
            return ANYBODY
        with self._lock:
            session = self._sessions.get(token or "")
            if session is not None and session.until < time.monotonic():
                del self._sessions[token or ""]
                session = None
        return self._known(session.name) if session is not None else None

    def _known(self, name: str) -> Person | None:
        account = self._accounts().get(name)
        if account is not None:
            return Person(name, account.role)
        return Person(name, "reader") if self.header is not None else None

    def _accounts(self) -> dict[str, Account]:
        return load_accounts(self._path) if self._path is not None else {}
