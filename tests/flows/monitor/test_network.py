"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import httpx
import pytest

from flows.monitor.network import Guard, RefusedAddress, guarded_client, may_connect


@pytest.mark.parametrize("address", ["1.1.1.1", "202.96.128.86", "2400:3200::1"])
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1",
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
