"""Upkeep."""

import os
import time

import pytest

from tests.git_site import make_site
from watchword.git_process import maintenance
from watchword.git_process.maintenance import needs_repacking


@pytest.fixture
def site(world, tmp_path):
    # Times of files are compared with the clock.
    world.clock.now = int(time.time())
    return make_site(world, tmp_path)


@pytest.fixture
def there(site):
    _, history = site.repository(site.world.user("ann"), "kept")
    history.tip = history.commit({"a": "b"})
    return history


def packs(history):
    return sorted((history.path / "objects/pack").glob("pack-*.pack"))


def many_packs(history, count):
    """Commit after commit, each in a pack of its own."""
    for number in range(count):
        history.tip = history.commit({"a": f"{number}"}, "x", history.tip)
        history.git("repack", "-d", "-q")


def test_a_small_tidy_repository_is_left_alone(site, there):
    assert not needs_repacking(there.path)
    assert not site.git.upkeep.look_after(there.key)


def test_many_packs_become_few_with_bitmap_and_commit_graph(site, there):
    many_packs(there, maintenance.MOST_PACKS + 1)
    assert site.git.upkeep.look_after(there.key)
    assert len(packs(there)) < maintenance.MOST_PACKS
    assert list((there.path / "objects/pack").glob("multi-pack-index-*.bitmap"))
    assert (there.path / "objects/info/commit-graphs/commit-graph-chain").exists()
    assert (there.path / "packed-refs").exists()
    assert there.git("rev-parse", "main") == there.tip
    there.git("fsck", "--strict")
    assert not site.git.upkeep.look_after(there.key)


def test_many_loose_refs_are_packed(site, there):
    for number in range(maintenance.MOST_LOOSE_REFS + 1):
        there.git("update-ref", f"refs/tags/v{number}", there.tip)
    assert site.git.upkeep.look_after(there.key)
    assert not list((there.path / "refs/tags").iterdir())


def test_a_push_is_looked_at_once_it_is_quiet(site, there):
    many_packs(there, maintenance.MOST_PACKS + 1)
    upkeep, clock = site.git.upkeep, site.world.clock
    upkeep.note(there.key)
    assert upkeep.work_off() == 0
    clock.now += maintenance.QUIET
    assert upkeep.work_off() == 1
    assert upkeep.work_off() == 0


def test_what_was_not_noted_is_found_by_looking_everywhere(site, there):
    many_packs(there, maintenance.MOST_PACKS + 1)
    assert site.git.upkeep.look_everywhere() == 1


def test_what_left_all_refs_stays_for_a_fortnight_and_then_goes(site, there):
    lost = there.commit({"secret": "x"}, branch=None)
    upkeep = site.git.upkeep
    assert upkeep.repack(there.key, prune=True)
    assert there.git("cat-file", "-t", lost) == "commit"
    old = 1_000_000_000
    for pack in (there.path / "objects/pack").glob("pack-*.mtimes"):
        pack.unlink()
        for part in there.path.glob(f"objects/pack/{pack.stem}.*"):
            os.utime(part, (old, old))
    upkeep.repack(there.key, prune=True)
    assert lost not in there.git("cat-file", "--batch-all-objects", "--batch-check")
    assert there.git("rev-parse", "main") == there.tip


def test_two_never_repack_one_repository_at_once(site, there):
    upkeep = site.git.upkeep
    with upkeep._turn(there.key) as slot:
        assert slot is not None
        assert not upkeep.repack(there.key, prune=False)
    assert upkeep.repack(there.key, prune=False)


def test_a_damaged_repository_does_not_stop_the_round(site, there):
    (there.path / "HEAD").unlink()
    assert site.git.upkeep.look_everywhere() == 0


def test_a_repository_is_pruned_a_week_after_the_last_time_if_anything_was_pushed(site, there):
    upkeep, clock = site.git.upkeep, site.world.clock
    clock.now += maintenance.PRUNE_EVERY + 10
    assert not upkeep.look_after(there.key), "nothing was pushed since it was made"
    later = clock.now + maintenance.PRUNE_EVERY
    os.utime(there.path / "objects/pack", (later, later))
    assert upkeep.look_after(there.key)
    assert (there.path / maintenance.PRUNED).exists()
