"""Folders of repositories: whole or not at all."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.histories import History
from watchword.git_process.layout import DamagedRepository, Layout

KEY = "ab12" + "x" * 28


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "repositories")


def test_a_new_repository_is_bare_empty_and_one_that_git_takes(layout):
    layout.create(KEY, "trunk")
    path = layout.path(KEY)
    assert path == layout.root / "ab/12" / f"{KEY}.git"
    asked = subprocess.run(
        ["git", "rev-parse", "--is-bare-repository", "--symbolic-full-name", "HEAD"],
        cwd=path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stdout.startswith("true\n")
    subprocess.run(["git", "fsck", "--strict"], cwd=path, check=True, capture_output=True)
    assert layout.head(KEY) == "refs/heads/trunk"
    assert list((layout.root / ".making").iterdir()) == []


def test_a_new_repository_is_on_the_disk_before_anybody_is_told(layout, monkeypatch):
    synced = []

    def sync(file):
        synced.append(Path(f"/proc/self/fd/{file}").readlink())

    monkeypatch.setattr(os, "fsync", sync)
    layout.create(KEY, "main")
    path = layout.path(KEY)
    # Each file, each folder that has something in it, and those above up to the root.
    lasting = {one for one in path.rglob("*") if one.is_file() or any(one.iterdir())}
    above = {one for one in (path, *path.parents) if one.is_relative_to(layout.root)}
    assert set(synced) == lasting | above
    assert len(synced) == len(lasting | above) == 8
    # The files come first: what is written after a sync is written for the next one.
    assert {one.name for one in synced[:2]} == {"config", "HEAD"}


def test_a_key_is_never_used_twice(layout):
    layout.create(KEY, "main")
    with pytest.raises(FileExistsError):
        layout.create(KEY, "main")


@pytest.mark.parametrize(
    "key", ["", "short", "../" + "x" * 29, "A" * 32, "x" * 33, "x" * 31 + "/", "x" * 31 + "\n"]
)
def test_what_is_no_key_has_no_path(layout, key):
    with pytest.raises(ValueError, match="no key"):
        layout.path(key)


def test_removing_takes_the_name_away_and_bears_repetition(layout):
    layout.create(KEY, "main")
    layout.remove(KEY)
    layout.remove(KEY)
    assert not layout.path(KEY).exists()
    assert list(layout.keys()) == []
    layout.create(KEY, "main")


def test_all_folders_are_found_with_their_times(layout):
    other = "cd34" + "y" * 28
    for key in (KEY, other):
        layout.create(key, "main")
        os.utime(layout.path(key), (1, 1000))
    (layout.root / "ab/12/README").write_text("no repository")
    assert sorted(layout.keys()) == [(KEY, 1000), (other, 1000)]


def test_what_a_crash_left_half_made_goes_after_a_while(layout):
    for name in (".making", ".leaving"):
        (layout.root / name / KEY / "objects").mkdir(parents=True)
    layout.finish_removing(before=0)
    assert len(list(layout.root.glob(".*/*"))) == 2
    layout.finish_removing(before=2**40)
    assert len(list(layout.root.glob(".*/*"))) == 0


@pytest.mark.parametrize("part", ["objects", "refs", "HEAD", "config"])
def test_a_link_in_the_place_of_a_part_is_damage(layout, tmp_path, part):
    layout.create(KEY, "main")
    moved = tmp_path / "moved"
    (layout.path(KEY) / part).rename(moved)
    (layout.path(KEY) / part).symlink_to(moved)
    with pytest.raises(DamagedRepository):
        layout.checked(KEY)


def test_borrowed_objects_are_damage(layout):
    layout.create(KEY, "main")
    assert layout.checked(KEY) == layout.path(KEY)
    (layout.path(KEY) / "objects/info/alternates").write_text("/elsewhere\n")
    with pytest.raises(DamagedRepository):
        layout.checked(KEY)


def test_head_is_pointed_at_another_branch_as_git_does_it(tmp_path):
    history = History(tmp_path)
    tip = history.commit({"a": "b"}, branch="trunk")
    history.layout.point_head(history.key, "trunk")
    assert history.git("rev-parse", "HEAD") == tip
    assert history.layout.has_branch(history.key, "trunk")
    assert not history.layout.has_branch(history.key, "main")
    (history.path / "HEAD.lock").write_text("")
    with pytest.raises(FileExistsError):
        history.layout.point_head(history.key, "main")


def test_what_ended_processes_left_is_removed_and_nothing_else(tmp_path):
    history = History(tmp_path)
    tip = history.commit({"a": "b"})
    (history.path / "objects/info/commit-graphs").mkdir()
    (history.path / "objects/17").mkdir(exist_ok=True)
    for name in (
        "refs/heads/main.lock",
        "packed-refs.lock",
        "packed-refs.new",
        "objects/17/tmp_obj_x",
        "objects/pack/tmp_pack_x",
        "objects/pack/multi-pack-index.lock",
        "objects/info/commit-graphs/commit-graph-chain.lock",
        "objects/info/commit-graphs/tmp_graph_x",
    ):
        (history.path / name).write_text("")
    (history.path / "objects/pack/pack-1.keep").write_text("receive-pack 12 on host\n")
    (history.path / "objects/pack/pack-2.keep").write_text("This one is to stay.\n")
    (history.path / "objects/tmp_objdir-incoming-x/pack").mkdir(parents=True)
    history.layout.remove_remains(history.key)
    left = [found.name for found in history.path.rglob("*") if "tmp" in found.name]
    assert left == []
    assert not [*history.path.rglob("*.lock"), *history.path.rglob("*.new")]
    assert [one.name for one in history.path.rglob("*.keep")] == ["pack-2.keep"]
    assert history.git("rev-parse", "main") == tip
