"""A line for the person inside of the answer to a fetch."""

from hypothesis import given
from hypothesis import strategies as st

from watchword.git_transport.notice import Insertion
from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.git_transport.sideband import remark

REMARK = remark("This token ends soon.")
BEFORE = packet(b"acknowledgments\n") + packet(b"ready\n") + DELIMITER + packet(b"packfile\n")
AFTER = packet(b"\x01PACK" + b"x" * 1000) + FLUSH


def passed(stream, size):
    insertion = Insertion(REMARK)
    blocks = [stream[at : at + size] for at in range(0, len(stream), size)]
    return b"".join(insertion.feed(block) for block in blocks) + insertion.finish()


@given(st.integers(1, 1200))
def test_the_line_comes_right_behind_packfile(size):
    assert passed(BEFORE + AFTER, size) == BEFORE + REMARK + AFTER


@given(st.integers(1, 100))
def test_an_answer_without_a_pack_stays_as_it_is(size):
    refs = packet(b"a" * 40 + b" refs/heads/main\n") + FLUSH
    assert passed(refs, size) == refs


@given(st.binary(max_size=200), st.integers(1, 50))
def test_what_is_not_understood_passes_unchanged(noise, size):
    got = passed(noise, size)
    assert got.lower() == noise.lower() or REMARK in got
