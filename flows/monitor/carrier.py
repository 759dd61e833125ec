"""One address that Apprise sends to: a message taken, or why it was not, with nothing secret in it.

Group robots of some services answer 200 whatever becomes of a message, and say in the body that they refused it (a
wrong key, too many at once); Apprise takes the 200 for taken. Their answers are looked into here.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import regex

if TYPE_CHECKING:
    from apprise import NotifyBase

_LONGEST_CAUSE = 500
_TELLING = regex.compile(r"^(?:(?:WARNING|ERROR) .+|DEBUG Socket Exception: .+)$", regex.MULTILINE)
_PARTS = regex.compile(r"[/:@?&=,]+")
_LEAST_SECRET = 6  # characters of a part of an address that is not told
# By scheme, where the body of an answer says what became of the message (0: taken), as their makers document it.
_SAYS = {"wecombot": "errcode", "dingtalk": "errcode", "feishu": "code", "lark": "code"}


class NotTaken(Exception):
    """A receiver that did not take a message, and may when asked again; what it, or Apprise, says of it."""


class NoReceiver(ValueError):
    """An address that nothing can be sent to; one line saying why, with nothing secret in it."""


class Carrier:
    """Sends to one address; `secrets` are what must not be told of it besides. Raises NoReceiver."""

    def __init__(self, address: str, secrets: Sequence[str] = ()) -> None:
        from apprise import Apprise, AppriseAsset, NotifyBase

        asset = AppriseAsset(app_id="juesuan", app_desc="juesuan", app_url="", async_mode=False, storage_mode="memory")
        with _logged():  # its own words may hold the address
            service = Apprise.instantiate(address, asset=asset)
        if not isinstance(service, NotifyBase):
            raise NoReceiver("no address of a kind that Apprise knows")
        if len(service) != 1:
            raise NoReceiver(f"an address of {len(service)} recipients: give each an address of its own")
        self.scheme = address.partition("://")[0].lower()
        self._service, self._secrets = service, (*secrets, *_secrets(address))
        self._apprise = Apprise(asset=asset)
        self._apprise.add(service)

    @property
    def longest(self) -> int:
        """The characters of a body that Apprise takes."""
        return int(self._service.body_maxlen)

    def send(self, title: str, body: str, kind: str) -> None:
        """Sends a message; `kind` is what Apprise marks it as. Raises NotTaken."""
        with _logged() as log, _answers(self._service) as answers:
            taken = self._apprise.notify(body=body, title=title, body_format="text", notify_type=kind)
            refused = next(filter(None, (self._refusal(answer) for answer in answers)), "")
        if not taken or refused:
            told = (found.partition(" ")[2] for found in _TELLING.findall(log.getvalue()))
            raise NotTaken(self._without_secrets(refused or " ".join(told)) or "not taken")

    def _refusal(self, answer: Any) -> str:
        """What an answer says against a message that came with 200; "" where it was taken."""
        if self.scheme not in _SAYS or not answer.ok:
            return ""
        try:
            told = answer.json()
        except ValueError:
            return "an answer that is no JSON"
        code = told.get(_SAYS[self.scheme]) if isinstance(told, dict) else None
        return "" if code in (0, None) else f"{code} {told.get('errmsg') or told.get('msg') or ''}".strip()

    def _without_secrets(self, cause: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            cause = cause.replace(secret, "***")
        return " ".join(cause.split())[:_LONGEST_CAUSE]


def _secrets(address: str) -> Iterator[str]:
    """The parts of an address that may be keys: all that are long enough but its host, where that is one."""
    host = urlsplit(address).hostname or ""
    for part in _PARTS.split(address)[1:]:
        if len(part) >= _LEAST_SECRET and not (part.lower() == host and "." in host):
            yield from dict.fromkeys((part, unquote(part)))


@contextmanager
def _logged() -> Iterator[StringIO]:
    """What Apprise logs meanwhile, down to the causes of failures; nobody else hears it, for it holds addresses."""
    logger, log = logging.getLogger("apprise"), StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield log
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


class _Heard:
    """The module `requests` as one service sees it meanwhile: what is posted goes through it, and is remembered."""

    def __init__(self, requests: Any, answers: list[Any]) -> None:
        self._requests, self._answers = requests, answers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._requests, name)

    def post(self, *given: Any, **options: Any) -> Any:
        answer = self._requests.post(*given, **options)
        self._answers.append(answer)
        return answer


@contextmanager
def _answers(service: NotifyBase) -> Iterator[list[Any]]:
    """The answers that a service gets meanwhile, which Apprise gives nobody."""
    module, answers = sys.modules[type(service).__module__], list[Any]()
    requests = getattr(module, "requests", None)
    if requests is None:
        yield answers
        return
    setattr(module, "requests", _Heard(requests, answers))  # noqa: B010 - a module has no such attribute for types
    try:
        yield answers
    finally:
        setattr(module, "requests", requests)  # noqa: B010
