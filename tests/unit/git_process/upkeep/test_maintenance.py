"""Upkeep."""

import os
import re
import subprocess

import pytest
from msgspec.structs import force_setattr

from tests.kept_repositories import kept, large, many_packs, packs, waiting
from tests.real_clients import NEWER
from watchword.git_process import condition, maintenance
from watchword.git_process.condition import condition_of
from watchword.git_process.runner import Runner

MEBIBYTE = 2**20


def graph(history):
    """The commits in the layers of the graph, from the oldest layer to the newest."""
    chain = history.path / "objects/info/commit-graphs/commit-graph-chain"
    return chain.read_text().split() if chain.exists() else []


def test_a_small_tidy_repository_is_left_alone(site, there):
    assert not condition_of(there.path).scattered
    assert not site.git.upkeep.look_after(there.key)


def test_many_packs_become_few_with_bitmap_and_commit_graph(site, there):
    many_packs(there, condition.MOST_PACKS + 1)
    assert site.git.upkeep.look_after(there.key)
    assert len(packs(there)) < condition.MOST_PACKS
    assert list((there.path / "objects/pack").glob("multi-pack-index-*.bitmap"))
    assert graph(there)
    assert (there.path / "packed-refs").exists()
    assert there.git("rev-parse", "main") == there.tip
    there.git("fsck", "--strict")
    assert not site.git.upkeep.look_after(there.key)


def test_many_loose_refs_are_packed(site, there):
    for number in range(condition.MOST_LOOSE_REFS + 1):
        there.git("update-ref", f"refs/tags/v{number}", there.tip)
    assert site.git.upkeep.look_after(there.key)
    assert not list((there.path / "refs/tags").iterdir())


def test_a_push_is_looked_at_once_it_is_quiet(site, there):
    many_packs(there, condition.MOST_PACKS + 1)
    upkeep, clock = site.git.upkeep, site.world.clock
    upkeep.note(there.key)
    assert upkeep.work_off() == 0
    clock.now += maintenance.QUIET
    assert upkeep.work_off() == 1
    assert upkeep.work_off() == 0


def test_after_a_push_the_graph_grows_and_no_pack_is_written(site, there):
    large(there)
    upkeep, clock = site.git.upkeep, site.world.clock
    assert upkeep.look_after(there.key)
    before, bitmap = graph(there), condition_of(there.path).listed
    clock.now += maintenance.QUIET
    many_packs(there, 2)
    written = packs(there)
    upkeep.note(there.key)
    clock.now += maintenance.QUIET
    assert upkeep.work_off() == 1
    assert packs(there) == written
    assert condition_of(there.path).listed == bitmap
    assert graph(there)
    assert graph(there) != before
    there.git("commit-graph", "verify")


def test_what_was_not_noted_is_found_by_looking_everywhere(site, there):
    many_packs(there, condition.MOST_PACKS + 1)
    assert waiting(site) == [there.key]
    assert site.git.upkeep.look_everywhere() == 1
    assert waiting(site) == []


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


def test_a_graph_names_no_commit_that_was_pruned(site, there):
    lost = there.commit({"secret": "x"}, branch="gone")
    upkeep = site.git.upkeep
    upkeep.repack(there.key, prune=False)
    there.git("update-ref", "-d", "refs/heads/gone")
    there.git("repack", "-a", "-d", "-q")
    there.git("prune")
    upkeep.repack(there.key, prune=True)
    with pytest.raises(subprocess.CalledProcessError):
        there.git("cat-file", "-e", lost)
    there.git("commit-graph", "verify")


def test_a_damaged_repository_does_not_stop_the_round(site, there):
    other = kept(site, "other")
    many_packs(other, condition.MOST_PACKS + 1)
    (there.path / "HEAD").unlink()
    assert site.git.upkeep.look_everywhere() == 1


def test_a_repository_that_is_gone_is_forgotten(site, there):
    site.git.upkeep.note(there.key)
    site.layout.remove(there.key)
    site.world.clock.now += maintenance.QUIET
    assert site.git.upkeep.work_off() == 0


def test_a_repository_is_pruned_a_week_after_the_last_time_if_anything_was_pushed(site, there):
    upkeep, clock = site.git.upkeep, site.world.clock
    clock.now += condition.WEEK + 10
    assert not upkeep.look_after(there.key), "nothing was pushed since it was made"
    later = clock.now + condition.WEEK
    os.utime(there.path / "objects/pack", (later, later))
    assert upkeep.look_after(there.key)
    assert (there.path / condition.PRUNED).exists()


@pytest.fixture(params=["installed", "newer"])
def program(request, tmp_path, site):
    """Each git that the tests have; the newer one reads from several packs at once."""
    if request.param == "installed":
        return site.git.runner.program
    place, script = NEWER.parent, tmp_path / "newer-git"
    assert (NEWER / "git").exists(), "run `bash .ci/newer-debian`"
    words = f"GIT_EXEC_PATH={place}/lib/git-core exec {place}/bin/git"
    script.write_text(f'#!/bin/sh\n{words} "$@"\n')
    script.chmod(0o755)
    return str(script)


def test_after_pushes_and_upkeep_a_clone_takes_pieces_of_packs_as_they_are(site, there, program):
    runner = Runner(site.git.runner.environment, program)
    force_setattr(site.git.upkeep, "runner", runner)
    large(there)
    many_packs(there, 5)
    assert site.git.upkeep.look_after(there.key)
    many_packs(there, condition.MOST_PACKS + 1)
    assert site.git.upkeep.look_after(there.key)
    there.git("rev-list", "--test-bitmap", "main")
    done = subprocess.run(
        [program, "pack-objects", "--all", "--stdout", "--progress", "--delta-base-offset"],
        stdin=subprocess.DEVNULL,
        cwd=there.path,
        env=runner.environment.variables(version=runner.version),
        capture_output=True,
        check=True,
    )
    total, reused = map(int, re.search(rb"Total (\d+) .* pack-reused (\d+)", done.stderr).groups())
    assert total == len(there.git("rev-list", "--all", "--objects").split("\n"))
    several = runner.version >= (2, 44)
    assert reused == total if several else reused > total / 2
