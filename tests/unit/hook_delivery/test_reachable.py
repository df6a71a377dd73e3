"""Which addresses webhooks may be sent to."""

import asyncio
import ipaddress

import pytest

from watchword.surfaces.hook_delivery.reachable import Unreachable, is_reachable, pinned

OFFICE = (ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("fd00:20::/32"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.8.9.10", id="all of loopback"),
        pytest.param("0.0.0.0", id="this host"),
        pytest.param("10.0.0.1", id="private"),
        pytest.param("172.16.0.1", id="private, of the middle"),
        pytest.param("192.168.1.1", id="private, at home"),
        pytest.param("169.254.169.254", id="metadata of clouds"),
        pytest.param("100.64.0.1", id="behind a provider's translation"),
        pytest.param("192.0.0.1", id="protocol assignments"),
        pytest.param("198.18.0.1", id="benchmarks"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="unspecified"),
        pytest.param("::1", id="loopback of IPv6"),
        pytest.param("fe80::1", id="link-local"),
        pytest.param("fc00::1", id="unique local"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("ff02::1", id="multicast of IPv6"),
        pytest.param("::ffff:127.0.0.1", id="mapped loopback"),
        pytest.param("::ffff:169.254.169.254", id="mapped metadata"),
        pytest.param("::127.0.0.1", id="compatible loopback"),
        pytest.param("::8.8.8.8", id="compatible at all"),
        pytest.param("64:ff9b::7f00:1", id="translated loopback"),
        pytest.param("64:ff9b::a9fe:a9fe", id="translated metadata"),
        pytest.param("64:ff9b:1::1", id="local translation"),
        pytest.param("2002:7f00:1::", id="6to4 of loopback"),
        pytest.param("2002:808:808::", id="6to4 at all"),
        pytest.param("2001:0:7f00:1::", id="Teredo"),
    ],
)
def test_what_is_not_of_the_public_internet_is_not_reached(text):
    assert not is_reachable(ipaddress.ip_address(text), ())


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_public_internet_is_reached(text):
    assert is_reachable(ipaddress.ip_address(text), ())


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("10.20.1.1", True),
        ("::ffff:10.20.1.1", True),
        ("fd00:20::1", True),
        ("10.21.0.1", False),
        ("127.0.0.1", False),
    ],
)
def test_networks_that_the_operator_lists_are_reached_and_no_others(text, reached):
    assert is_reachable(ipaddress.ip_address(text), OFFICE) is reached


def _answering(*addresses):
    async def resolve(_host, _port):
        return addresses

    return resolve


def test_one_forbidden_address_among_several_is_enough_to_send_nothing():
    with pytest.raises(Unreachable, match="not one that webhooks"):
        asyncio.run(pinned("a.test", 443, (), _answering("8.8.8.8", "10.0.0.1")))


def test_the_first_address_is_the_one_that_is_connected_to():
    assert asyncio.run(pinned("a.test", 443, (), _answering("8.8.8.8", "9.9.9.9"))) == "8.8.8.8"


def test_a_host_without_address_is_told():
    async def resolve(_host, _port):
        raise OSError

    for none in (resolve, _answering()):
        with pytest.raises(Unreachable, match="resolve"):
            asyncio.run(pinned("a.test", 443, (), none))


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "LOCALHOST."]
)
def test_other_spellings_of_loopback_are_seen_through(host):
    with pytest.raises(Unreachable):
        asyncio.run(pinned(host, 80, ()))
