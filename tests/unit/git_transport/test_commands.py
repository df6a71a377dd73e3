"""The head of a push."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.git_transport.commands import LONGEST_OPTION, MOST_OPTIONS, HeadReader
from watchword.git_transport.pktline import FLUSH, packet
from watchword.kernel.errors import Malformed, TooLarge
from watchword.ref_updates.model import ZERO, Command

A = "a" * 40
B = "b" * 40
MAIN = Command("refs/heads/main", A, B)
NEW = Command("refs/heads/new", ZERO, B)


def head(*commands, capabilities="report-status side-band-64k", options=None, shallow=()):
    lines = [packet(f"shallow {one}".encode()) for one in shallow]
    tail = f"\0 {capabilities}"
    for one in commands:
        lines.append(packet(f"{one.old} {one.new} {one.ref}{tail}".encode()))
        tail = ""
    text = b"".join(lines) + FLUSH
    if options is not None:
        text += b"".join(packet(one) for one in options) + FLUSH
    return text


@given(st.integers(1, 400))
def test_a_head_is_read_whatever_the_size_of_the_blocks(size):
    stream = head(MAIN, NEW, shallow=[A]) + b"PACK and so on"
    reader, found, rest = HeadReader(), None, b""
    for at in range(0, len(stream), size):
        block = stream[at : at + size]
        if found is None:
            found = reader.feed(block)
            rest = reader.rest() if found else b""
        else:
            rest += block
    assert found.commands == [MAIN, NEW]
    assert found.shallow == [A]
    assert found.capabilities.report
    assert found.capabilities.side_band
    assert not found.capabilities.atomic
    assert rest == b"PACK and so on"


def test_git_gets_the_commands_that_are_left_and_capabilities_of_ours():
    found = HeadReader().feed(
        head(MAIN, NEW, capabilities="atomic push-options evil=1 agent=git/2", options=[b"a;b"])
    )
    again = HeadReader().feed(found.encode([NEW]))
    assert again.commands == [NEW]
    assert found.capabilities.for_git() == (
        "report-status side-band-64k atomic object-format=sha1 agent=git/2"
    )
    assert again.capabilities.report
    assert found.options == ["a;b"]
    assert again.options == []


def test_a_push_of_nothing_has_no_commands():
    assert HeadReader().feed(FLUSH).commands == []


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"push-cert\0report-status",
        f"{A} {B}".encode(),
        f"{A} {B} ".encode(),
        f"{A[:-1]} {B} refs/heads/main".encode(),
        f"{A} {'g' * 40} refs/heads/main".encode(),
        f"{'a' * 64} {'b' * 64} refs/heads/main".encode(),
        f"{A} {B} refs/heads/".encode() + b"\xff",
        b"shallow nothing",
    ],
)
def test_what_is_no_command_is_refused(line):
    with pytest.raises(Malformed):
        HeadReader().feed(packet(line) + FLUSH)


def test_capabilities_behind_a_later_command_are_refused():
    smuggled = packet(f"{A} {B} refs/heads/x\0report-status".encode()) * 2
    with pytest.raises(Malformed):
        HeadReader().feed(smuggled + FLUSH)


def test_too_many_commands_are_refused_before_they_are_all_there():
    reader = HeadReader(most=1000)
    command = packet(f"{A} {B} refs/heads/x".encode())
    for _ in range(1000 // len(command)):
        reader.feed(command)
    with pytest.raises(TooLarge):
        reader.feed(command)


@pytest.mark.parametrize(
    "options",
    [
        [b"line\nfeed"],
        [b"nul\0"],
        [b"\xff"],
        [b"x" * (LONGEST_OPTION + 1)],
        [b"x"] * (MOST_OPTIONS + 1),
        [b"\x1b[31m"],
    ],
)
def test_odd_push_options_are_complained_of(options):
    found = HeadReader().feed(head(MAIN, capabilities="push-options", options=options))
    assert found.complaint
    assert found.commands == [MAIN]
