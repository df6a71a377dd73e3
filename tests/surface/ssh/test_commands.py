"""What is said over SSH to whom, and what is refused."""

import asyncssh
import pytest

from tests.ssh_site import add_deploy_key, add_key, new_key, run
from watchword.access.gate import require
from watchword.access.table import keys as table
from watchword.access.table import repositories as repository_table
from watchword.keys import ssh
from watchword.repositories import service as repositories
from watchword.repositories.model import Visibility

NOT_FOUND = "ERROR: Repository not found.\n"


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.fixture
def key(site, ann):
    made = new_key()
    add_key(site.world, ann, made)
    return made


def fetching(path):
    return f"git-upload-pack '{path}'"


def test_a_person_is_greeted_by_name_and_gets_no_shell(site, key):
    said = site.run(lambda: site.say(key, None))
    assert (said.status, said.out) == (1, b"")
    assert said.err == (
        "Hi ann! You've successfully authenticated, but Watchword does not provide shell access.\n"
    )


def test_a_deploy_key_is_greeted_by_its_repository(site, ann):
    repository, _ = site.repository(ann, "things")
    deploy = new_key()
    add_deploy_key(site.world, repository, deploy)
    assert site.run(lambda: site.say(deploy, None)).err.startswith("Hi ann/things! You've")


@pytest.mark.parametrize(
    "line", ["ls", "bash -i", "git-upload-archive 'ann/things.git'", "git-upload-pack 'a' 'b' 'c'"]
)
def test_other_commands_are_refused(site, key, line):
    said = site.run(lambda: site.say(key, line))
    assert said.status == 128
    assert said.err.startswith("ERROR: Over SSH there are git-upload-pack,")


def test_missing_and_hidden_are_one_answer(site, key):
    other = site.world.user("bob")
    site.repository(other, "secret")

    async def story():
        return [
            await site.say(key, fetching(path))
            for path in ("bob/secret.git", "bob/missing", "nobody/x", "x", "../../etc")
        ]

    assert {(one.status, one.err) for one in site.run(story)} == {(128, NOT_FOUND)}


def test_what_may_be_read_and_not_written_is_denied_by_name(site, key):
    other = site.world.user("bob")
    site.repository(other, "open", Visibility.PUBLIC)
    said = site.run(lambda: site.say(key, "git-receive-pack 'bob/open.git'"))
    assert (said.status, said.err) == (128, "ERROR: Permission to bob/open.git denied to ann.\n")


def test_the_refs_are_told_in_version_2_when_the_client_asks_for_it(site, ann, key):
    _, history = site.repository(ann, "things")
    history.commit({"a": "b"})
    line = fetching("ann/things.git")

    async def story():
        plain = await site.say(key, line, given=b"0000")
        newer = await site.say(key, line, given=b"0000", env={"GIT_PROTOCOL": "version=2"})
        strange = {"GIT_PROTOCOL": "version=2;x", "GIT_TRACE": "/tmp/x", "LD_PRELOAD": "x"}
        odd = await site.say(key, line, given=b"0000", env=strange)
        return plain, newer, odd

    plain, newer, odd = site.run(story)
    assert b"refs/heads/main" in plain.out
    assert newer.out.startswith(b"000eversion 2\n")
    assert odd.out == plain.out


def test_a_former_name_is_served_with_a_note(site, ann, key):
    repository, history = site.repository(ann, "things")
    history.commit({"a": "b"})
    site.world.write(
        lambda work: repositories.rename(
            work, require(site.world.operator, repository_table.RENAME, repository), "items"
        )
    )
    said = site.run(lambda: site.say(key, fetching("ann/things.git"), given=b"0000"))
    assert said.status == 0
    assert said.err == (
        "This repository moved. Please use the new location:\n"
        "  ssh://git@git.example.test:2222/ann/items.git\n"
    )


def test_a_suspended_person_is_told_and_comes_back_with_the_account(site, ann, key):
    site.world.suspend(ann)
    said = site.run(lambda: site.say(key, None))
    assert (said.status, said.err) == (128, "ERROR: Sorry. Your account was suspended.\n")
    site.world.unsuspend(ann)
    assert site.run(lambda: site.say(key, None)).status == 1


def test_a_key_that_is_deleted_opens_nothing_on_a_connection_that_is_open(site, ann):
    made = new_key()
    kept = add_key(site.world, ann, made)

    async def story():
        async with site.connected(made) as connection:
            before = await run(connection, None)
            site.world.write(
                lambda work: ssh.delete(work, require(site.world.operator, table.DELETE, kept))
            )
            return before, await run(connection, None)

    before, after = site.run(story)
    assert before.status == 1
    assert after.err == "ERROR: The key you are authenticating with is not known any more.\n"


def test_each_use_of_a_key_is_observed(site, key):
    site.run(lambda: site.say(key, None))
    site.run(lambda: site.say(key, fetching("x/y")))
    assert [seen[1] for seen in site.observed] == [site.world.clock.now] * 2


@pytest.mark.parametrize(
    ("what", "options"),
    [("a terminal", {"term_type": "xterm"}), ("sftp", {"subsystem": "sftp"})],
)
def test_terminals_and_subsystems_are_refused(site, key, what, options):
    async def story():
        async with site.connected(key) as connection:
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.create_process(**options)

    site.run(story)


def test_nothing_is_forwarded(site, key):
    async def story():
        async with site.connected(key) as connection:
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.open_connection("127.0.0.1", 22)
            with pytest.raises(asyncssh.ChannelListenError):
                await connection.forward_remote_port("", 0, "127.0.0.1", 22)

    site.run(story)


def test_a_connection_has_ten_sessions_at_a_time(site, ann, key):
    site.repository(ann, "things")

    async def story():
        async with site.connected(key) as connection:
            line = "git-receive-pack 'ann/things.git'"
            held = [await connection.create_process(line, encoding=None) for _ in range(10)]
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.create_process(None)
            for one in held:
                one.terminate()

    site.run(story)
