"""What is seen of a repository's folder, and what follows from it."""

import pytest
from msgspec.structs import replace

from tests.histories import History
from watchword.git_process import condition
from watchword.git_process.condition import Condition, condition_of

NOW = 1_800_000_000
TIDY = Condition(packs=3, bytes=2**30, listed=3, loose=0, refs=5, pruned=NOW, pushed=NOW)


@pytest.mark.parametrize(
    ("change", "scattered"),
    [
        ({}, False),
        ({"packs": 3 + condition.MOST_PACKS}, False),
        ({"packs": 4 + condition.MOST_PACKS}, True),
        ({"packs": 40, "listed": 40}, False),
        ({"loose": condition.MOST_LOOSE + 256}, True),
        ({"refs": condition.MOST_LOOSE_REFS + 1}, True),
        ({"listed": None}, True),
        ({"listed": None, "bytes": condition.SMALL}, False),
        ({"listed": None, "bytes": 1000, "packs": condition.MOST_PACKS + 1}, True),
    ],
)
def test_gathering_pays_where_much_lies_outside_of_the_index(change, scattered):
    assert replace(TIDY, **change).scattered is scattered


@pytest.mark.parametrize(
    ("size", "weeks"), [(2**20, 1), (2 * 2**30, 2), (7 * 2**30, 4), (10**12, 8)]
)
def test_the_larger_the_seldomer_all_of_it_is_written_anew(size, weeks):
    found = replace(TIDY, bytes=size)
    assert not found.is_due_for_pruning(NOW + weeks * condition.WEEK)
    assert not found.is_due_for_pruning(NOW + weeks * condition.WEEK + 1), "nothing was pushed"
    found = replace(found, pushed=NOW + 1)
    assert not found.is_due_for_pruning(NOW + weeks * condition.WEEK)
    assert found.is_due_for_pruning(NOW + weeks * condition.WEEK + 1)


def test_packs_and_what_their_index_lists_are_read_from_the_disk(tmp_path):
    history = History(tmp_path)
    empty = condition_of(history.path)
    assert (empty.packs, empty.bytes, empty.listed) == (0, 0, None)
    for number in range(3):
        history.tip = history.commit({"a": f"{number}"})
        history.git("repack", "-d", "-q")
    assert condition_of(history.path).listed is None
    history.git("multi-pack-index", "write")
    found = condition_of(history.path)
    assert (found.packs, found.listed) == (3, 3)
    assert found.bytes == sum(
        pack.stat().st_size for pack in history.path.glob("objects/pack/*.pack")
    )


@pytest.mark.parametrize("text", [b"", b"MIDX", b"OTHER INDEX"])
def test_an_index_that_is_none_lists_nothing(tmp_path, text):
    history = History(tmp_path)
    (history.path / "objects/pack/multi-pack-index").write_bytes(text)
    assert condition_of(history.path).listed is None
