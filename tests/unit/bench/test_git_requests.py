"""What the bench sends instead of git, and how it looks at the answers."""

import gzip
import re

import pytest

from bench.git.fetching import Answer, Fetcher, pack_of
from bench.git.generated import SMALL, make
from bench.git.recorded import Request, clone_request, listing_request, read_trace
from bench.peers.address import GitAddress
from bench.running import Failed, environment

TRACE = b"""\
11:06:38.960160 pkt-line.c:80           packet:        clone< version 2
11:06:38.960160 pkt-line.c:80           packet:        clone> command=ls-refs
11:06:38.960298 pkt-line.c:80           packet:        clone> 0001
11:06:38.960298 pkt-line.c:80           packet:        clone> peel
11:06:38.960298 pkt-line.c:80           packet:        clone> 0000
11:06:38.960299 pkt-line.c:80           packet:  upload-pack> 0123 refs/heads/main
11:06:38.960300 pkt-line.c:80           packet:        clone> command=fetch
11:06:38.960300 pkt-line.c:80           packet:        clone> 0001
11:06:38.960300 pkt-line.c:80           packet:        clone> done
11:06:38.960300 pkt-line.c:80           packet:        clone> 0000
11:06:38.960640 pkt-line.c:80           packet:        clone> 0000
"""


def test_a_trace_gives_what_the_client_said_request_by_request():
    listing, fetch = read_trace(TRACE)

    assert listing.body == b"0014command=ls-refs\n00010009peel\n0000"
    assert fetch.body == b"0012command=fetch\n00010009done\n0000"


def test_what_git_asks_for_is_recorded_from_git_itself(tmp_path):
    env = environment(tmp_path / "home")
    source = make(SMALL, tmp_path, env)

    clone = clone_request(source, tmp_path, env)
    listing = listing_request(source, tmp_path, env, "refs/heads/team-7/")

    assert clone.body.startswith(b"0012command=fetch\n")
    assert clone.body.endswith(b"0009done\n0000")
    assert re.search(rb"0032want [0-9a-f]{40}\n", clone.body)
    assert b"0022ref-prefix refs/heads/team-7/\n" in listing.body


def test_the_body_is_sent_compressed_as_git_does():
    assert gzip.decompress(Request(b"0000").packed) == b"0000"


def test_a_pack_is_taken_out_of_its_band():
    answer = b"000dpackfile\n" + b"0007\x01PA" + b"0008\x02abc" + b"0007\x01CK" + b"0000"

    assert pack_of(answer) == b"PACK"


def test_an_error_that_git_tells_of_is_no_pack():
    with pytest.raises(Failed, match="gone wrong"):
        pack_of(b"000dpackfile\n" + b"000f\x03gone wrong0000")


def test_an_answer_is_good_with_the_right_status_and_about_the_size_of_the_first(tmp_path):
    address = GitAddress("http://127.0.0.1:1", tmp_path, "octavia", "not-a-secret")
    fetcher = Fetcher(tmp_path / "fetcher", address, "small", Request(b"0000"))
    fetcher._size = 100_000

    assert fetcher.good_ones("200 100000\n200 100900\n") == 2
    assert fetcher.good_ones("200 97000\n503 100000\n200 0\n") == 0
    assert fetcher.is_good(Answer(200, 99_500))


def test_the_password_stands_in_a_file_that_nobody_else_reads(tmp_path):
    address = GitAddress("http://127.0.0.1:1", tmp_path, "octavia", "not-a-secret")
    Fetcher(tmp_path / "fetcher", address, "small", Request(b"0000"))

    assert (tmp_path / "fetcher/config").stat().st_mode & 0o777 == 0o600
