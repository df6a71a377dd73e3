"""`packed-refs` is read in blocks, and gives what reading it line by line gives."""

import random

import pytest

from watchword.git_process import packed_refs
from watchword.git_process.packed_refs import Unusual, blocks_from

HEAD = b"# pack-refs with: peeled fully-peeled sorted \n"


def made(number, seed=1):
    """So many refs of names of any length, some of them tags: the file, and its entries."""
    chance = random.Random(seed)
    names = {
        b"refs/%b/%x" % (chance.choice([b"heads", b"tags"]), chance.getrandbits(80))
        for _ in range(number)
    }
    names |= {b"refs/heads/" + b"n" * chance.randrange(1, 200) for _ in range(number // 20)}
    entries = []
    for name in sorted(names):
        value, leads = (b"%040x" % chance.getrandbits(150) for _ in range(2))
        entries.append((value, name, leads if chance.random() < 0.5 else b""))
    lines = (b"%b %b\n" % (v, n) + (b"^%b\n" % leads if leads else b"") for v, n, leads in entries)
    return HEAD + b"".join(lines), entries


def read(file, wanted=b""):
    return [entry for block in blocks_from(file, wanted) for entry in block]


@pytest.mark.parametrize("first", [1, 50, 100, 1_024])
@pytest.mark.parametrize("number", [0, 1, 2, 40, 2_000])
def test_no_entry_is_parted_whatever_the_size_of_blocks(monkeypatch, first, number):
    monkeypatch.setattr(packed_refs, "FIRST_BLOCK", first)
    file, entries = made(number)
    assert read(file) == entries


def test_reading_begins_where_it_is_asked_to():
    file, entries = made(500)
    for wanted in (b"refs/", b"refs/tags/", b"refs/zz", *(name for _, name, _ in entries[::7])):
        for asked in (wanted, wanted + b"!", wanted[:-1]):
            assert read(file, asked) == [one for one in entries if one[1] >= asked]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda file: file[:-1],
        lambda file: file[:-30],
        lambda file: file + b"0" * 40,
        lambda file: file + b"1" * 40 + b" refs/heads/a\n",
        lambda file: file + b"0" * 40 + b" refs/zz/none\n",
        lambda file: file + b"1" * 39 + b" refs/zz/short\n",
        lambda file: file + b"\n",
        lambda file: file + b"^" + b"1" * 39 + b"\n",
        lambda file: file.replace(b"refs/tags/", b"refs/tags\n", 1),
        lambda file: file.replace(b" sorted", b"", 1),
        lambda file: file.replace(b" fully-peeled", b"", 1),
    ],
)
def test_what_is_not_as_git_writes_it_is_left_to_git(spoilt):
    file, _ = made(300)
    with pytest.raises(Unusual):
        read(spoilt(file))
