"""Pkt-lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.git_transport.pktline import LARGEST_PAYLOAD, Mark, Reader, packet
from watchword.kernel.errors import Malformed, TooLarge

packets = st.one_of(
    st.sampled_from(Mark), st.binary(max_size=200), st.binary(min_size=1000, max_size=2000)
)


def written(found):
    return b"%04x" % found.value if isinstance(found, Mark) else packet(found)


@given(st.lists(packets), st.data())
def test_packets_come_out_as_they_went_in_however_the_blocks_are_cut(sent, data):
    stream = b"".join(written(one) for one in sent) + b"PACK"
    reader = Reader(len(stream))
    received = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        if len(received) < len(sent):
            reader.feed(stream[:size])
            for _ in range(len(sent) - len(received)):
                if (found := reader.next()) is None:
                    break
                received.append(found)
        else:
            reader.feed(stream[:size])
        stream = stream[size:]
    assert received == sent
    assert reader.rest() == b"PACK"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_nothing_is_made_up(noise):
    reader = Reader(10_000)
    reader.feed(noise)
    read = []
    try:
        read = list(reader)
    except (Malformed, TooLarge):
        return
    assert b"".join(written(one) for one in read).lower() + reader.rest().lower() == noise.lower()


@pytest.mark.parametrize("start", [b"0003", b"fff1", b"ffff", b"zzzz", b"+123", b"0x10", b" 010"])
def test_a_length_that_is_none_is_refused(start):
    reader = Reader(100_000)
    reader.feed(start + b"more")
    with pytest.raises(Malformed):
        reader.next()


def test_a_reader_stops_at_its_bound_before_the_packet_has_arrived():
    reader = Reader(100)
    reader.feed(packet(b"x" * 50))
    assert reader.next() == b"x" * 50
    reader.feed(b"00c8")
    with pytest.raises(TooLarge):
        reader.next()


def test_the_largest_packet_is_read_and_a_larger_one_cannot_be_written():
    reader = Reader(2**20)
    reader.feed(packet(b"x" * LARGEST_PAYLOAD))
    assert reader.next() == b"x" * LARGEST_PAYLOAD
    with pytest.raises(ValueError, match="do not fit"):
        packet(b"x" * (LARGEST_PAYLOAD + 1))
