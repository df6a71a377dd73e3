"""Upkeep that is broken off, meets others at work, or outlives its process: nothing is lost."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.git_site import make_site
from tests.kept_repositories import kept, large, many_packs
from watchword.git_process import condition
from watchword.git_process.runner import GitFailed
from watchword.git_process.shelf import GitShelf
from watchword.git_process.slots import Claim, Limits


def test_two_never_repack_one_repository_at_once(site, there):
    upkeep = site.git.upkeep
    with upkeep._turn(there.key) as held:
        assert held
        assert not upkeep.repack(there.key, prune=False)
    assert upkeep.repack(there.key, prune=False)


def test_git_that_outlives_us_is_still_the_only_one(site, there):
    """After `kill -9` of the process that started it, git goes on and holds the turn."""
    upkeep = site.git.upkeep
    with upkeep._turn(there.key) as held, upkeep._machine() as machine:
        orphan = subprocess.Popen(["sleep", "60"], pass_fds=(*held, machine))
    many_packs(there, condition.MOST_PACKS + 1)
    assert not upkeep.repack(there.key, prune=False)
    assert upkeep.look_everywhere() == 0
    orphan.kill()
    orphan.wait()
    assert upkeep.look_everywhere() == 1


def test_upkeep_takes_no_slot_from_anybody_but_stands_in_the_way_of_tidying(world, tmp_path):
    site = make_site(world, tmp_path, Limits(repository=1))
    there = kept(site, "kept")
    with site.git.upkeep._turn(there.key) as held:
        assert held
        site.git.settling.slots.seat(Claim(there.key, "user 1")).leave()
        assert not site.git.settling.tidy(there.key)
    assert site.git.settling.tidy(there.key)


def at_work(folder):
    """Process groups of git whose working directory that is."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder:
                found.add(os.getpgid(int(entry.name)))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", range(6))
def test_a_repack_that_is_killed_leaves_a_good_repository(site, there, number):
    """Killed at another moment each time; the next one is not hindered by what was left."""
    many_packs(there, 4)
    large(there)
    upkeep, failed = site.git.upkeep, []

    def work():
        try:
            upkeep.repack(there.key, prune=number % 2 == 0)
        except GitFailed as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    deadline = time.monotonic() + 10
    while thread.is_alive() and not (found := at_work(there.path)):
        assert time.monotonic() < deadline
    time.sleep(0.006 * number)
    for group in found:
        # It may have come to its end by itself; then the next command goes on undisturbed.
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    thread.join()
    there.git("fsck", "--full", "--strict")
    assert there.git("rev-parse", "main") == there.tip
    # As if it had been killed in the middle of writing each of its files.
    for name in ("objects/pack/multi-pack-index.lock", "packed-refs.new", "objects/pack/tmp_x"):
        (there.path / name).write_text("half")
    assert upkeep.repack(there.key, prune=True)
    assert not list(there.path.rglob("*.lock")) + list(there.path.rglob("tmp_*"))
    there.git("fsck", "--full", "--strict")
    there.git("rev-list", "--test-bitmap", "main")


def test_what_is_pushed_during_repacks_is_never_lost(site, there):
    """Packs and loose objects arrive while others are written and removed."""
    upkeep, stop, tips = site.git.upkeep, threading.Event(), []

    def work():
        while not stop.is_set():
            upkeep.repack(there.key, prune=True)

    # As pushes do: who holds none may find temporary files removed that nobody seems to need.
    slot = site.git.settling.slots.repositories.take(there.key)
    assert slot is not None
    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(12):
            there.tip = there.commit({"a": f"{number}"}, "x", there.tip)
            tips.append(there.tip)
            if number % 3 == 0:
                there.git(
                    "pack-objects", "-q", "objects/pack/pack", given=f"{there.tip}\n".encode()
                )
    finally:
        stop.set()
        thread.join()
        os.close(slot)
    there.git("fsck", "--full", "--strict", "--connectivity-only")
    assert there.git("rev-list", "--reverse", "main").split()[-12:] == tips


def test_nothing_of_ours_holds_packs_that_are_gone(site, there):
    """Their space would not come back."""
    many_packs(there, condition.MOST_PACKS + 1)
    shelf = GitShelf(site.layout)
    assert shelf.open_now(there, lambda store: store.complete(there.tip[:12])) == there.tip
    assert site.git.upkeep.look_after(there.key)
    held = [line for line in Path("/proc/self/maps").read_text().split("\n") if there.key in line]
    assert held == []
    assert shelf.open_now(there, lambda store: store.complete(there.tip[:12])) == there.tip
