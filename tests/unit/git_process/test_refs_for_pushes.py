"""A push is told of the refs without git, byte for byte as git tells it, or git is asked."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.git_process.test_ref_listing import (
    HEADS,
    MISSING,
    NUMBERS,
    ODD_NAMES,
    ODD_TEXTS,
    QUICK,
    REFS,
    Listed,
)
from watchword.git_process import ref_listing
from watchword.git_process.ref_snapshot import Most
from watchword.git_transport.advertisement import capabilities_of
from watchword.git_transport.pktline import FLUSH, packet

COMMAND = ["receive-pack", "--http-backend-info-refs", "."]


class Told(Listed):
    """The same, as a push is told of it."""

    def __init__(self, folder):
        super().__init__(folder)
        self.write()
        self.can = capabilities_of(self.by_git())
        assert self.can

    def by_git(self):
        return self.runner.run(COMMAND, self.path)

    def by_us(self):
        first, second = (asyncio.run(self.listing.for_push(self.path, self.can)) for _ in range(2))
        assert first == second
        return first


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return Told(tmp_path_factory.mktemp("told"))


@QUICK
@given(packed=REFS, loose=REFS, head=st.one_of(HEADS, st.integers(0, 5)))
def test_what_git_wrote_is_told_as_git_tells_it(told, packed, loose, head):
    text = f"ref: {head}\n" if isinstance(head, str) else told.line(head)
    lines = [[(name, told.line(n)) for name, n in refs.items()] for refs in (packed, loose)]
    told.write(*lines, head=text)
    here = told.by_us()
    assert here == told.by_git() or (here is None and (told.path / str(head)).is_dir())


@QUICK
@given(
    packed=REFS,
    loose=st.dictionaries(ODD_NAMES, st.one_of(ODD_TEXTS, NUMBERS), max_size=5),
    head=st.one_of(HEADS.map(lambda name: f"ref: {name}\n"), ODD_TEXTS),
)
def test_what_is_odd_is_told_as_git_tells_it_or_left_to_git(told, packed, loose, head):
    odd = [(n, t if isinstance(t, str) else told.line(t)) for n, t in loose.items()]
    told.write([(name, told.line(n)) for name, n in packed.items()], odd, head)
    here = told.by_us()
    assert here is None or here == told.by_git()


def test_of_an_empty_repository_it_is_told_what_the_server_can(told):
    told.write()
    assert told.by_us() == told.by_git()
    assert b"report-status" in told.can
    assert b"atomic" in told.can


def test_what_is_kept_back_is_not_told(told):
    names = ("refs/heads/main", "refs/pull/1/head", "refs/watchword/x", "refs/pullx", "refs/notes")
    told.write(loose=[(name.encode(), told.line(0)) for name in names])
    here = told.by_us()
    assert here == told.by_git()
    assert here.count(b"\n") == 3


@pytest.mark.parametrize("lost", [5, 0])
def test_a_ref_that_lost_its_object_is_left_to_git(told, lost):
    told.write(loose=[(b"refs/heads/main", told.line(0)), (b"refs/tags/v", told.line(5))])
    assert told.by_us() == told.by_git()
    name = told.objects[lost]
    file = told.path / "objects" / name[:2] / name[2:]
    away = file if file.exists() else next((told.path / "objects/pack").glob("*.pack"))
    away.rename(away.with_suffix(".away"))
    try:
        assert told.by_us() is None
    finally:
        away.with_suffix(".away").rename(away)
    assert told.by_us() == told.by_git()


def test_a_part_of_a_history_is_left_to_git(told):
    told.write(loose=[(b"refs/heads/main", told.line(0))])
    (told.path / "shallow").write_text(told.line(0))
    assert told.by_us() is None
    (told.path / "shallow").unlink()


def test_long_lists_are_told_from_a_thread_and_very_long_ones_by_git(told, monkeypatch):
    told.write([(b"refs/tags/n%04d" % number, told.line(0)) for number in range(300)])
    assert told.by_us() == told.by_git()
    monkeypatch.setattr(ref_listing, "AT_LENGTH", Most(entries=100, lines=100))
    assert told.by_us() is None


@pytest.mark.parametrize(
    "advertised",
    [
        b"",
        FLUSH,
        packet(b"version 1\n") + FLUSH,
        packet(b"0" * 40 + b" capabilities^{}\0x") + FLUSH,
        packet(b"0" * 40 + b" capabilities^{}\0x\n") + packet(b"shallow\n") + FLUSH,
        packet(f"{MISSING} refs/heads/main\0x\n".encode()) + FLUSH,
    ],
)
def test_what_git_can_is_read_in_one_form_only(advertised):
    assert capabilities_of(advertised) is None
