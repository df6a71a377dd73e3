"""Reports of pushes, on and off the side-band."""

import pytest

from watchword.git_transport import report, sideband
from watchword.git_transport.pktline import FLUSH, Mark, Reader, line
from watchword.git_transport.report import Report
from watchword.git_transport.sideband import Band
from watchword.kernel.errors import Malformed


def test_what_git_reports_is_read_and_written_in_the_clients_order():
    text = (
        line("unpack ok") + line("ng refs/heads/b no way, José") + line("ok refs/heads/a") + FLUSH
    )
    found = report.parse(text)
    assert found == Report("ok", {"refs/heads/b": "no way, José"}, ["refs/heads/a"])
    assert found.encode(["refs/heads/a", "refs/heads/b"]) == (
        line("unpack ok") + line("ok refs/heads/a") + line("ng refs/heads/b no way, José") + FLUSH
    )


def test_options_of_the_second_version_are_passed_over():
    text = line("unpack ok") + line("ok refs/heads/a") + line("option forced-update") + FLUSH
    assert report.parse(text).done == ["refs/heads/a"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        line("unpack ok"),
        line("unpack ok") + line("hello") + FLUSH,
        line("unpack ok") + FLUSH + line("ok refs/heads/a") + FLUSH,
        b"0032unpack",
    ],
)
def test_a_report_that_is_cut_or_odd_is_refused(text):
    with pytest.raises(Malformed):
        report.parse(text)


def test_our_reasons_take_the_place_of_gits_and_refs_it_never_saw_are_added():
    gits = Report("ok", {"refs/heads/a": "pre-receive hook declined"}, ["refs/heads/b"])
    ours = report.with_reasons(gits, {"refs/heads/a": "because", "refs/pull/1/head": "hidden"})
    assert ours.refused == {"refs/heads/a": "because", "refs/pull/1/head": "hidden"}
    assert ours.done == ["refs/heads/b"]


def test_a_long_report_is_cut_into_pieces_of_the_side_band():
    order = [f"refs/tags/{number:05}" for number in range(5000)]
    long = Report("ok", {}, list(order))
    stream = report.answer(long, order, side_band=True, wanted=True)
    reader = Reader(len(stream))
    reader.feed(stream)
    *pieces, end = list(reader)
    assert end is Mark.FLUSH
    bands = [sideband.read(piece) for piece in pieces]
    assert {band for band, _ in bands} == {Band.DATA}
    assert report.parse(b"".join(text for _, text in bands)).done == order


def test_a_client_that_reads_no_report_gets_none():
    assert report.answer(Report(), [], side_band=True, wanted=False) == FLUSH
    assert report.answer(Report(), [], side_band=False, wanted=False) == b""


def test_a_remark_is_one_line_without_control_characters():
    assert sideband.remark("red\x1b[31m\nnext") == b"0011\x02red[31mnext\n"


@pytest.mark.parametrize("payload", [b"", b"\x00x", b"\x04x"])
def test_a_packet_without_a_band_is_refused(payload):
    with pytest.raises(Malformed):
        sideband.read(payload)
