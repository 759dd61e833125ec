"""Which addresses may be connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from typing import Any

import httpcore
import httpx
import pytest

from flows.monitor.network import Guard, RefusedAddress, guarded_client, may_connect

_ERRORS = [
    kind
    for kind in (getattr(httpcore, name) for name in httpcore.__all__)
    if isinstance(kind, type) and issubclass(kind, Exception) and kind is not httpcore.ConnectionNotAvailable
]


@contextmanager
def answering(*parts: bytes) -> Iterator[int]:
    """A server on loopback that gives its one caller these bytes and hangs up; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                for part in parts:
                    connection.sendall(part)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join(5)


def loopback() -> Guard:
    return Guard((ip_network("127.0.0.1/32"),))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "202.96.128.86", "192.0.1.1", "168.63.129.17", "2400:3200::1", "2001:200::1", "::ffff:1.1.1.1"],
)
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1",
        # where clouds tell machines their secrets, as they are and as other kinds of addresses
        "192.0.0.192", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "::ffff:192.0.0.192",
        "::ffff:168.63.129.16", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b::a83f:8110",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2002:a83f:8110::1", "::169.254.169.254", "::ffff:0:169.254.169.254",
        # of sites, assignments, relays, benchmarks, documentation, and what is not given to anybody
        "fec0::1", "feff::1", "192.0.0.8", "192.0.0.9", "192.88.99.1", "198.18.0.1", "203.0.113.7", "2001:2::1",
        "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "4000::1", "::1.1.1.1",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    assert not may_connect(ip_address(address))


def test_what_a_source_allows_is_no_more_than_that() -> None:
    allowed = (ip_network("127.0.0.1/32"),)
    assert may_connect(ip_address("127.0.0.1"), allowed)
    assert may_connect(ip_address("::ffff:127.0.0.1"), allowed)
    assert not may_connect(ip_address("127.0.0.2"), allowed)
    assert not may_connect(ip_address("::1"), allowed)


def test_name_that_leads_to_loopback_is_refused() -> None:
    with guarded_client(Guard(), "juesuan-monitor", 5.0) as client, pytest.raises(RefusedAddress, match="localhost"):
        client.get("http://localhost:1/")


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with guarded_client(Guard(), "juesuan-monitor", 5.0) as client, pytest.raises(httpx.ConnectError, match="public"):
        client.get("http://127.0.0.2:9/")


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "127.0.0.2"])
    asked, connected = [], []
    resolve, connect = socket.getaddrinfo, socket.create_connection

    def rebinding(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        return resolve(next(answers) if host == "two-faced.test" else host, port, *args, **kwargs)

    def connecting(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        return connect(address, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connecting)
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with answering(whole) as port, guarded_client(loopback(), "juesuan-monitor", 5.0) as client:
        assert client.get(f"http://two-faced.test:{port}/").text == "ok"
    assert connected == ["127.0.0.1"]
    assert asked.count("two-faced.test") == 1


@pytest.mark.parametrize("kind", _ERRORS, ids=lambda kind: kind.__name__)
def test_errors_of_the_library_below_are_httpx_errors_of_the_same_name(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise kind("it broke")

    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", failing)
    with guarded_client(Guard(), "juesuan-monitor", 5.0) as client, pytest.raises(httpx.TransportError) as raised:
        client.get("http://host.test/")
    assert (type(raised.value).__name__, str(raised.value)) == (kind.__name__, "it broke")


def test_answer_that_breaks_off_is_an_error_of_httpx() -> None:
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
    with (
        answering(broken) as port,
        guarded_client(loopback(), "juesuan-monitor", 5.0) as client,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        client.get(f"http://127.0.0.1:{port}/")
