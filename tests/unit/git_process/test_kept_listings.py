"""A list is told again for as long as nothing was touched of what it was read from."""

import asyncio
import os
import time

import pytest

from tests.histories import History
from watchword.git_process import kept_listings
from watchword.git_process.kept_listings import KeptListings
from watchword.git_process.ref_listing import RefListing
from watchword.git_transport.ls_refs import understood
from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.git_transport.request import parse

BODY = packet(b"command=ls-refs\n") + DELIMITER + packet(b"peel\n") + packet(b"symrefs\n") + FLUSH
TICK = 0.03
ASKED = ("key", BODY)


class Asked:
    """A repository with packed and loose refs, and somebody who asks for them."""

    def __init__(self, folder):
        self.there = History(folder / "repositories")
        self.path = self.there.path
        self.first = self.there.commit({"a": "1"}, branch=None)
        self.second = self.there.commit({"a": "2"}, "More", self.first, branch=None)
        for name in ("main", "packed"):
            self.there.git("update-ref", f"refs/heads/{name}", self.first)
        self.there.git("pack-refs", "--all")
        self.there.git("update-ref", "refs/heads/deep/loose", self.first)
        self.listing = RefListing()

    def ask(self):
        answer = asyncio.run(self.listing.answer(self.path, understood(parse(BODY)), ASKED))
        assert answer is not None
        return answer

    def told(self):
        """What is kept."""
        return self.listing.kept.find(ASKED)

    def keep(self):
        """Ask until it is kept. The first one has what refs lead to looked up."""
        for _ in range(3):
            answer = self.ask()
            time.sleep(TICK)
        assert self.told() == answer
        return answer


@pytest.fixture
def asked(tmp_path):
    return Asked(tmp_path)


def overwrite(path, old, new):
    """Write over a file as it lies, with the times that it had."""
    before = path.stat()
    content = path.read_bytes()
    assert old.encode() in content
    with path.open("r+b") as file:
        file.write(content.replace(old.encode(), new.encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_is_kept_is_what_was_told(asked):
    assert asked.keep() == asked.ask()


def test_the_first_who_asks_leaves_nothing(asked):
    asked.ask()
    assert asked.told() is None


@pytest.mark.parametrize(
    "touch",
    [
        lambda on: on.there.git("update-ref", "refs/heads/main", on.second),
        lambda on: on.there.git("update-ref", "refs/heads/deep/loose", on.second),
        lambda on: on.there.git("update-ref", "refs/tags/new", on.first),
        lambda on: on.there.git("update-ref", "refs/x/y", on.first),
        lambda on: on.there.git("update-ref", "-d", "refs/heads/packed"),
        lambda on: on.there.git("update-ref", "-d", "refs/heads/deep/loose"),
        lambda on: on.there.git("symbolic-ref", "HEAD", "refs/heads/packed"),
        lambda on: overwrite(on.path / "refs/heads/deep/loose", on.first, on.second),
        lambda on: overwrite(on.path / "packed-refs", on.first, on.second),
        lambda on: overwrite(on.path / "HEAD", "heads/main", "heads/nain"),
        lambda on: overwrite(on.path / "config", "true", "tru "),
        lambda on: (on.path / "commondir").write_text("."),
        lambda on: (on.path / "objects/info/alternates").write_text("/"),
        lambda on: (on.path / "objects").rename(on.path / "elsewhere"),
        lambda on: on.there.git("repack", "-adq"),
        lambda on: on.path.rename(on.path.with_name("gone")),
    ],
)
def test_whatever_is_touched_is_read_again(asked, touch):
    asked.keep()
    touch(asked)
    assert asked.told() is None


def test_an_object_of_a_loose_ref_that_vanishes_is_noticed(asked):
    asked.keep()
    (asked.path / "objects" / asked.first[:2] / asked.first[2:]).unlink()
    assert asked.told() is None


def test_nothing_is_kept_that_was_written_a_moment_ago(asked):
    asked.ask()
    for number in range(20):
        asked.there.git("update-ref", "refs/heads/main", (asked.first, asked.second)[number % 2])
        asked.ask()
        assert asked.told() is None


def test_of_many_loose_refs_nothing_is_kept(asked):
    for number in range(kept_listings.MOST_WATCHED):
        (asked.path / f"refs/heads/n{number}").write_text(f"{asked.first}\n")
    for _ in range(4):
        asked.ask()
        time.sleep(TICK)
    assert asked.told() is None


def test_of_a_repository_that_went_nothing_is_kept(tmp_path):
    kept = KeptListings()
    gone = os.fsencode(tmp_path / "gone")
    assert [kept.begin(ASKED, gone) for _ in range(2)] == [None, None]


def test_what_is_kept_is_bound(tmp_path):
    kept = KeptListings(most=20_000)
    folder = os.fsencode(tmp_path)
    for number in range(9):
        name = ("key", b"%d" % number)
        kept.begin(name, folder)
        time.sleep(TICK)
        stamps = kept.begin(name, folder)
        assert stamps is not None
        kept.keep(name, stamps, b"x" * 3_000, [])
    there = [kept.find(("key", b"%d" % number)) is not None for number in range(9)]
    assert there == sorted(there)
    assert 1 < sum(there) < 9
