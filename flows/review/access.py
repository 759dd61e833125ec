"""Who may use the review pages: this machine without more, others with a token; nobody through another site's page."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

_HTTP_PORT = 80  # which browsers leave out
COOKIE = "juesuan_token"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def own_names(host: str, port: int) -> frozenset[str]:
    """The Host headers by which browsers of this machine ask for pages of a loopback address and port.

    >>> sorted(own_names("127.0.0.1", 8765))
    ['127.0.0.1:8765', '[::1]:8765', 'localhost:8765']
    """
    hosts = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host}
    unnamed = hosts if port == _HTTP_PORT else set()
    return frozenset({f"{name}:{port}" for name in hosts} | unnamed)


def guard(
    token: str | None, *, let_in: bool = False
) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """The middleware: with a token everybody who has it, without one loopback addresses only.

    With `let_in` whoever asks was let in before; only what pages of other sites send is refused.
    """

    async def check(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        refused = (None if let_in else _not_let_in(request, token)) or _sent_by_another_site(request)
        if refused is not None:
            return refused
        response = await call_next(request)
        response.headers.update({k: v for k, v in _HEADERS.items() if k not in response.headers})
        return response

    return check


def _not_let_in(request: Request, token: str | None) -> Response | None:
    if token is None:
        # A page of another site that had its name resolve to this machine is told by the name, which is compared whole:
        # what parts a name from a port, a user or a path is read in more ways than one.
        if request.headers.get("host", "").lower() not in own_names(*(request.scope.get("server") or ("", 0))):
            return PlainTextResponse("use the address that the command printed", 403)
    elif (given := request.query_params.get("token")) is not None and _equal(given, token):
        redirect = RedirectResponse(str(request.url.remove_query_params("token").replace(scheme="", netloc="")), 303)
        redirect.set_cookie(COOKIE, token, httponly=True, samesite="strict", max_age=30 * 86400)
        return redirect
    elif not _equal(request.cookies.get(COOKIE, ""), token):
        return PlainTextResponse("open the address with the token that the command printed", 401)
    return None


def _sent_by_another_site(request: Request) -> Response | None:
    origin = request.headers.get("origin")
    if request.method == "POST" and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return PlainTextResponse("sent by another site", 403)
    return None


def _equal(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())
