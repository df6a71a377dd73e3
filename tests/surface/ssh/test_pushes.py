"""Pushes and fetches of the real git: same rules, same events as over HTTPS."""

import asyncio
import os

import pytest

from tests.git_client import ZERO
from tests.git_site import children, until
from tests.ssh_site import Machine, add_deploy_key, add_key, new_key
from watchword.access.gate import require
from watchword.access.table import protection as protection_table
from watchword.access.table import repositories as table
from watchword.git_transport.pktline import FLUSH, packet
from watchword.ref_updates.events import Pushed
from watchword.repositories import protecting
from watchword.repositories import service as repositories
from watchword.repositories.protection import ProtectionRules

WORKFLOW = ".github/workflows/x.yml"


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.fixture
def machine(site, ann, tmp_path) -> Machine:
    key = new_key()
    add_key(site.world, ann, key)
    return Machine(site, tmp_path / "home", key)


def pushes(site):
    return site.world.read(lambda work: work.events.latest(100, name=Pushed.name))


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_what_is_pushed_is_cloned_and_pulled_in_every_version(site, ann, machine, version):
    _, there = site.repository(ann, "things")
    spoken = ("-c", f"protocol.version={version}")

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        first = await machine.git(*spoken, "push", "origin", "main", at=mine)
        assert first.returncode == 0, first.stderr
        cloned = await machine.git(*spoken, "clone", machine.address("ann/things"), "copy")
        assert cloned.returncode == 0, cloned.stderr
        tip = await machine.commit(mine, "more", "more")
        await machine.git(*spoken, "push", "origin", "main", at=mine)
        await machine.git(*spoken, "pull", at=machine.home / "copy")
        again = await machine.git(*spoken, "push", "origin", "main", at=mine)
        return tip, again

    tip, again = site.run(story)
    assert (again.returncode, again.stderr) == (0, "Everything up-to-date\n")
    assert (machine.home / "copy/more").read_text() == "more"
    assert there.git("rev-parse", "main") == tip
    newest, oldest = pushes(site)
    assert (oldest.body["before"], newest.body["after"]) == (ZERO, tip)
    origin = newest.origin
    assert (origin.user, origin.kind, origin.address) == (ann.id, "public_key", "127.0.0.1")
    assert len({newest.origin.request, oldest.origin.request, ""}) == 3
    assert site.world.read(lambda work: work.pushes.left_open()) == []


def test_a_ref_that_belongs_to_the_server_is_refused_and_the_others_go_through(site, ann, machine):
    site.repository(ann, "things")

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        return await machine.git("push", "origin", "main", "main:refs/pull/1/head", at=mine)

    done = site.run(story)
    assert done.returncode == 1
    assert "* [new branch]      main -> main" in done.stderr
    assert (
        "! [remote rejected] main -> refs/pull/1/head (deny updating a hidden ref)" in done.stderr
    )


def test_a_push_of_which_nothing_is_taken_is_told_why_however_large(site, ann, machine):
    site.repository(ann, "things")

    async def story():
        mine = await machine.folder("mine", "ann/things.git", "x" * 300_000)
        (mine / "noise").write_bytes(os.urandom(4_000_000))
        await machine.commit(mine, "y", "y")
        return await machine.git("push", "origin", "main:refs/pull/1/head", at=mine)

    done = site.run(story)
    assert (
        "! [remote rejected] main -> refs/pull/1/head (deny updating a hidden ref)" in done.stderr
    )


def test_workflows_take_no_scope_from_a_key(site, ann, machine):
    site.repository(ann, "things")

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        await machine.commit(mine, WORKFLOW, "on: push")
        return await machine.git("push", "origin", "main", at=mine)

    assert site.run(story).returncode == 0


def test_a_protected_branch_is_not_rewritten(site, ann, machine):
    repository, there = site.repository(ann, "things")
    there.commit({"a": "b"})
    grant = require(site.world.operator, protection_table.SET, repository)
    site.world.write(lambda work: protecting.protect(work, grant, "main", ProtectionRules()))

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        return await machine.git("push", "--force", "origin", "main", at=mine)

    done = site.run(story)
    assert (
        "remote: error: GH006: Protected branch update failed for refs/heads/main." in done.stderr
    )
    assert "! [remote rejected] main -> main (protected branch hook declined)" in done.stderr


def test_an_archived_repository_is_read_only(site, ann, machine):
    repository, there = site.repository(ann, "things")
    there.commit({"a": "b"})
    grant = require(site.world.operator, table.ARCHIVE, repository)
    site.world.write(lambda work: repositories.archive(work, grant, archived=True))

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        pushed = await machine.git("push", "origin", "main:other", at=mine)
        return pushed, await machine.git("ls-remote", "origin", at=mine)

    pushed, listed = site.run(story)
    assert pushed.stderr.startswith("ERROR: This repository was archived so it is read-only.\n")
    assert "refs/heads/main" in listed.stdout


def test_a_deploy_key_that_may_write_pushes_to_its_repository_alone(site, ann, tmp_path):
    repository, _ = site.repository(ann, "things")
    site.repository(ann, "others")
    key = new_key()
    kept = add_deploy_key(site.world, repository, key, read_only=False)
    machine = Machine(site, tmp_path / "home", key)

    async def story():
        mine = await machine.folder("mine", "ann/things.git")
        done = await machine.git("push", "origin", "main", at=mine)
        return done, await machine.git("push", machine.address("ann/others"), "main", at=mine)

    done, other = site.run(story)
    assert done.returncode == 0, done.stderr
    assert other.stderr.startswith("ERROR: Repository not found.\n")
    (pushed,) = pushes(site)
    origin = pushed.origin
    assert (origin.user, origin.kind, origin.credential) == (None, "deploy_key", kept.id)


def test_a_gist_is_pushed_by_its_owner_and_read_by_others(site, ann, machine, tmp_path):
    gist = site.world.gist(ann, listed=False)
    site.layout.create(gist.key, "main")
    bob, key = site.world.user("bob"), new_key()
    add_key(site.world, bob, key)
    other = Machine(site, tmp_path / "other", key)

    async def story():
        mine = await machine.folder("mine", f"gist/{gist.id}.git")
        done = await machine.git("push", "origin", "main", at=mine)
        read = await other.git("clone", other.address(f"gist/{gist.id}"), "copy")
        refused = await other.git("push", "origin", "HEAD:x", at=other.home / "copy")
        return done, read, refused

    done, read, refused = site.run(story)
    assert (done.returncode, read.returncode) == (0, 0), done.stderr + read.stderr
    assert refused.stderr.startswith(f"ERROR: Permission to gist/{gist.id}.git denied to bob.\n")


def test_a_push_holds_no_process_until_its_commands_come(site, ann, machine):
    site.repository(ann, "things")

    async def story():
        async with site.connected(machine.key) as connection:
            process = await connection.create_process(
                "git-receive-pack 'ann/things.git'", encoding=None
            )
            assert (await process.stdout.read(4)).isalnum()
            await until(lambda: set(children()) <= site.others)
            process.stdin.write(packet(b"nonsense") + FLUSH)
            done = await asyncio.wait_for(process.wait(), 10)
            return done.exit_status, done.stderr.decode()

    assert site.run(story) == (
        128,
        "ERROR: a command of a push is: old object, new object, ref\n",
    )


def test_git_ends_with_the_connection(site, ann, machine):
    _, history = site.repository(ann, "things")
    history.commit({"a": "b"})

    async def story():
        async with site.connected(machine.key) as connection:
            await connection.create_process("git-upload-pack 'ann/things.git'", encoding=None)
            await until(lambda: set(children()) - site.others)
            connection.abort()
        await until(lambda: set(children()) <= site.others, 2)

    site.run(story)
