"""Attack 50: edits by the server that leave the repository, or write into its folder.

What is verified: what the server commits by itself is made of objects and refs, in no work tree;
no text of a person becomes a path, and no name of a ref leaves `refs/`.
"""

import pytest

from tests.git_client import ZERO
from tests.git_site import make_site
from tests.security.git_shim import Shim
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import git as table
from watchword.git_process.first_commit import FirstCommitter
from watchword.git_process.ref_writer import RefWriter
from watchword.kernel.errors import Invalid
from watchword.kernel.events import Origin
from watchword.ref_updates.model import Command
from watchword.work.create_repository import Beginning
from watchword.work.ref_changes import Change

README = Beginning(readme=True)

TEXTS = [
    "../../hooks/pre-receive",
    "..\\..\\hooks\\pre-receive",
    ".git/hooks/update",
    "100644 blob x\t../x",
    "--- a/x\n+++ b/../../hooks/update",
    "$(id)",
    "name\x00more",
]


@pytest.fixture
def site(world, tmp_path):
    return make_site(world, tmp_path)


@pytest.fixture
def owner(site):
    return site.world.user("ann", name="Ann GIT_DIR=/etc <x> $(id)")


@pytest.fixture
def actor(owner):
    return Actor(owner.id, Kind.SESSION, origin=Origin(user=owner.id, request="r1"))


def outside_objects(history):
    """The files of the folder but its objects."""
    found = (path.relative_to(history.path) for path in history.path.rglob("*") if path.is_file())
    return {str(path) for path in found if path.parts[0] != "objects"}


@pytest.mark.parametrize("text", TEXTS)
def test_a_first_commit_holds_one_file_whatever_its_text(site, owner, actor, text):
    import dataclasses

    repository, history = site.repository(owner, "kept")
    described = dataclasses.replace(repository, description=text)
    before = outside_objects(history)
    site.run(
        FirstCommitter(site.git.parts, site.world.clock, "git.example.test")(
            actor, described, README
        )
    )
    assert history.git("ls-tree", "-r", "--name-only", "main") == "README.md"
    assert text in history.git("show", "main:README.md")
    assert outside_objects(history) == before | {"refs/heads/main"}


def test_edits_are_made_by_plumbing_without_a_work_tree(site, owner, actor, tmp_path):
    repository, _ = site.repository(owner, "kept")
    shim = Shim(site, tmp_path)
    site.run(
        FirstCommitter(site.git.parts, site.world.clock, "git.example.test")(
            actor, repository, README
        )
    )
    assert {call[0] for call in shim.calls()} == {
        "hash-object",
        "mktree",
        "commit-tree",
        "update-ref",
    }
    assert not any("GIT_WORK_TREE" in one for one in shim.environments())
    assert not any("--work-tree" in word for call in shim.calls() for word in call)


@pytest.mark.parametrize(
    "ref",
    [
        "refs/../hooks/update",
        "refs/heads/../../config",
        "hooks/update",
        "config",
        "HEAD",
        "refs/heads/a\0update refs/heads/b\0x",
        "refs/heads/a\nupdate refs/heads/b",
    ],
)
def test_no_ref_is_written_beside_its_place(site, owner, actor, ref):
    repository, history = site.repository(owner, "kept")
    tip = history.commit({"a": "b"})
    before = outside_objects(history)

    def authorise(work):
        return require(actor, table.EDIT, work.repositories.by_id(repository.id, owner.id))

    change = Change(repository, [Command(ref, ZERO, tip)], authorise, actor.origin)
    with pytest.raises(Invalid):
        site.run(RefWriter(site.git.parts).update_refs(change))
    assert outside_objects(history) == before
