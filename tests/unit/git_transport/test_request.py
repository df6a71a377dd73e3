"""Requests of protocol version 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.git_transport.request import Request, parse

lines = st.lists(st.binary(max_size=60).filter(lambda one: not one.endswith(b"\n")), max_size=5)


def written(command, capabilities, arguments, end=b"\n"):
    head = [b"command=" + command, *capabilities]
    told = b"".join(packet(one + end) for one in head)
    if arguments:
        told += DELIMITER + b"".join(packet(one + end) for one in arguments)
    return told + FLUSH


@given(
    lines.filter(lambda all_of: not any(one.startswith(b"command=") for one in all_of)),
    lines,
    st.sampled_from([b"\n", b""]),
)
def test_a_request_is_read_as_it_was_written(capabilities, arguments, end):
    found = parse(written(b"fetch", capabilities, arguments, end))
    assert found == Request(b"fetch", tuple(capabilities), tuple(arguments))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        FLUSH,
        packet(b"command=fetch\n"),
        packet(b"want 1234\n") + FLUSH,
        packet(b"command=fetch\n") + FLUSH + FLUSH,
        packet(b"command=fetch\n") + FLUSH + packet(b"command=fetch\n") + FLUSH,
        packet(b"command=fetch\n") + packet(b"command=ls-refs\n") + FLUSH,
        packet(b"command=fetch\n") + DELIMITER + DELIMITER + FLUSH,
        packet(b"command=fetch\n") + b"0002" + FLUSH,
        packet(b"command=fetch\n") + FLUSH + b"00",
        b"zzzz",
        b"00ff",
    ],
)
def test_what_is_not_one_whole_request_is_left_to_git(body):
    assert parse(body) is None


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(noise):
    parse(noise)
