"""An SSH key that is offered proves nothing: whose signature it is decides, and nothing else.

Everybody can read public keys, so everybody can offer Alice's. The library asks whether a key is
good for an offer just as it does for a signature; a server that takes that question for a sign-in
lets Bob in as Alice.
"""

import asyncio

import asyncssh
import pytest

from tests.ssh_site import SshSite, add_deploy_key, add_key, line_of, make_ssh_site, new_key, run
from tests.world import World
from watchword.access.gate import require
from watchword.access.table import keys as table
from watchword.keys import ssh


class PublicHalf(asyncssh.SSHKeyPair):
    """A key of which the public half is there: it can be offered, and another one signs."""

    def __init__(self, shown, signer) -> None:
        kind = shown.algorithm
        super().__init__(kind, kind, (kind,), (kind,), shown.public_data, None)
        self._signer = signer

    def sign(self, data):
        return self._signer.sign(data, self.sig_algorithm)


class Client(asyncssh.SSHClient):
    """Offers keys in an order of its own, over and over."""

    def __init__(self, keys) -> None:
        self._keys = list(keys)

    def public_key_auth_requested(self):
        return self._keys.pop(0) if self._keys else None


@pytest.fixture
def site(sqlite_url, tmp_path) -> SshSite:
    world = World(sqlite_url)
    yield make_ssh_site(world, tmp_path)
    world.close()


@pytest.fixture
def keys(site):
    found = {}
    for login in ("alice", "bob"):
        found[login] = new_key()
        add_key(site.world, site.world.user(login), found[login])
    return found


async def greeted(site, *keys) -> str:
    """Sign in with those keys, one after the other, and hear the greeting."""
    connection, _ = await asyncio.wait_for(
        asyncssh.create_connection(
            lambda: Client(keys),
            "127.0.0.1",
            site.port,
            username="git",
            known_hosts=None,
            config=None,
            agent_path=None,
        ),
        20,
    )
    async with connection:
        return (await run(connection, None)).err


def offered_and_not_signed(key):
    """A key of which the public half is there alone; what it signs, another key signs."""
    pair = asyncssh.load_keypairs([key])[0]
    return PublicHalf(pair, new_key())


def test_alices_key_is_offered_and_bob_signs(site, keys):
    told = site.run(lambda: greeted(site, offered_and_not_signed(keys["alice"]), keys["bob"]))
    assert told.startswith("Hi bob!")


def test_alices_key_with_a_signature_of_bobs_opens_nothing(site, keys):
    borrowed = PublicHalf(asyncssh.load_keypairs([keys["alice"]])[0], keys["bob"])

    async def story():
        with pytest.raises(asyncssh.PermissionDenied):
            await greeted(site, borrowed)

    site.run(story)
    assert site.observed == []


def test_a_deploy_key_is_offered_and_bob_signs(site, keys):
    alice = site.world.read(lambda work: work.users.by_login("alice"))
    repository, _ = site.repository(alice, "things")
    deploy = new_key()
    add_deploy_key(site.world, repository, deploy)

    async def story():
        connection, _ = await asyncssh.create_connection(
            lambda: Client([offered_and_not_signed(deploy), keys["bob"]]),
            "127.0.0.1",
            site.port,
            username="git",
            known_hosts=None,
            config=None,
            agent_path=None,
        )
        async with connection:
            return await run(connection, "git-upload-pack 'alice/things.git'")

    assert site.run(story).err == "ERROR: Repository not found.\n"


def test_a_key_that_nobody_added_opens_nothing(site, keys):
    async def story():
        with pytest.raises(asyncssh.PermissionDenied):
            await greeted(site, new_key())

    site.run(story)


def test_a_key_that_people_sign_commits_with_opens_nothing(site, keys):

    alice = site.world.read(lambda work: work.users.by_login("alice"))
    signing = new_key()
    site.world.write(
        lambda work: ssh.add_signing(
            work, require(site.world.operator, table.ADD_SIGNING, alice), "x", line_of(signing)
        )
    )

    async def story():
        with pytest.raises(asyncssh.PermissionDenied):
            await greeted(site, signing)

    site.run(story)


def test_under_another_name_than_git_no_key_opens_anything(site, keys):
    async def story():
        for name in ("alice", "root", "Git", ""):
            with pytest.raises((asyncssh.PermissionDenied, asyncssh.ConnectionLost)):
                async with site.connected(keys["alice"], username=name):
                    pass

    site.run(story)
