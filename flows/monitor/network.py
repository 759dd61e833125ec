"""Connections that a hostile site cannot turn against us: only to checked addresses, never longer than allowed.

The address is checked where the connection is made, and the connection goes to the very address that was checked: a
name that answers differently the second time (DNS rebinding) gains nothing. Every hop of a redirect comes through here.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Protocol, runtime_checkable
from weakref import WeakSet

import httpcore
import httpx

Network = IPv4Network | IPv6Network

# All public addresses of IPv6 lie here (RFC 4291, 2.4); what is local to a site (fec0::/10), or stands for addresses of
# IPv4 by translation (64:ff9b::/96) or form (::/96), does not.
_PUBLIC_IPV6 = IPv6Network("2000::/3")
# Refused beside what Python knows to be of no public network (is_global, as IANA's registries of special purposes have
# it), which differs by version: protocol assignments with 192.0.0.192, by which a cloud tells machines their secrets;
# the address of the same use of another cloud, public by its looks; relays and tunnels, behind which there may be any
# address; documentation.
_REFUSED = tuple(
    ip_network(n)
    for n in (
        "192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24", "100.64.0.0/10", "2001::/23", "2002::/16",
        "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip


# What httpx calls the errors of the library below it: its classes of the same names.
_ERRORS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.TimeoutException: httpx.TimeoutException,
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.NetworkError: httpx.NetworkError,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.ProtocolError: httpx.ProtocolError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
}
# Of one client, which asks one thing at a time: idle ones to several hosts. Both numbers were set by thought alone.
_MOST_CONNECTIONS = 8
_KEPT_OPEN = 30.0  # seconds that an idle connection is kept


class RefusedAddress(httpx.ConnectError):
    """The host's address is private, loopback or otherwise not of the public network."""


def may_connect(address: IPv4Address | IPv6Address, allowed: Sequence[Network] = ()) -> bool:
    """Whether the address is public, or lies in a network that is allowed."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address.version == network.version and address in network for network in allowed):
        return True
    if isinstance(address, IPv6Address) and address not in _PUBLIC_IPV6:
        return False
    if any(address.version == network.version and address in network for network in _REFUSED):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        meant = next((_ERRORS[kind] for kind in type(error).__mro__ if kind in _ERRORS), None)
        if meant is None:
            raise
        raise meant(str(error)) from error


@runtime_checkable
class _Closable(Protocol):
    def close(self) -> None: ...


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline of the answer being read, or where the guard cuts it."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guard) -> None:
        self._inner, self._guard = inner, guard
        guard.streams.add(self)

    def cut(self) -> None:
        """Ends what waits for the connection, in whichever thread."""
        connection = self._inner.get_extra_info("socket")
        with suppress(OSError, AttributeError):
            connection.shutdown(socket.SHUT_RDWR)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.wait(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.wait(timeout))

    def close(self) -> None:
        self._guard.streams.discard(self)
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._guard.wait(timeout))
        return _Stream(inner, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Guard(httpcore.NetworkBackend):
    """Makes the connections of one client, which one thread uses."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self.allowed = tuple(allowed)
        self.deadline: float | None = None
        self.streams: WeakSet[_Stream] = WeakSet()
        self._backend = httpcore.SyncBackend()

    def cut(self) -> None:
        """Ends what waits for any connection of the client. May be called by another thread."""
        for stream in list(self.streams):
            stream.cut()

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and time.monotonic() >= self.deadline

    def wait(self, timeout: float | None) -> float | None:
        """What is left to wait; raises ReadTimeout where that is nothing."""
        if self.deadline is None:
            return timeout
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer takes longer than is allowed")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses; `timeout` in seconds. Raises RefusedAddress."""
        addresses = self._checked(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                inner = self._backend.connect_tcp(address, port, self.wait(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Stream(inner, self)
        raise httpcore.ConnectError(f"{host} has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        """The host's addresses; refused altogether where one of them may not be connected to."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not may_connect(ip_address(address.split("%", maxsplit=1)[0]), self.allowed):
                raise RefusedAddress(f"{host} has the address {address}, which is not of the public network")
        return addresses


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come; what breaks on the way is one of httpx's errors."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._parts

    def close(self) -> None:
        """Gives the connection back to the pool, or up where the answer was not read to its end."""
        if isinstance(self._parts, _Closable):
            self._parts.close()


class GuardedTransport(httpx.BaseTransport):
    """A transport for httpx over a pool that connects through a Guard; proxies are not used.

    httpx's own transport takes no network backend, so that this one speaks to httpcore's public pool itself.
    """

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=_MOST_CONNECTIONS,
            keepalive_expiry=_KEPT_OPEN,
            network_backend=guard,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to one request, its body still to be read. Raises an error of httpx."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx_errors():
            answer = self._pool.handle_request(asked)
        assert isinstance(answer.stream, Iterable)  # a synchronous pool's streams are
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=dict(answer.extensions)
        )

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


def guarded_client(guard: Guard, user_agent: str, timeout: float) -> httpx.Client:
    """A client that follows no redirects by itself and asks for nothing packed but gzip."""
    return httpx.Client(
        transport=GuardedTransport(guard),
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"},
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
    )
