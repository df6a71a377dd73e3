"""What storage promises about keys, on both databases."""

import pytest

from tests import openpgp as pgp
from tests import ssh
from tests.sign_ins import DAY, sign_in
from watchword.kernel.errors import Conflict
from watchword.kernel.pagination import PageRequest
from watchword.keys import openpgp, ssh_format
from watchword.keys.ports import KeyListing, KeySort, NewPublicKey

GH = "178c6fc778ccc68e1d6a"
FIRST = PageRequest()


def new(user=None, repository=None, token=None, line=None, by=None):
    key = ssh_format.read(line or ssh.ed25519_line())
    return NewPublicKey(user, repository, "a key", key.text, key.fingerprint, False, by, token)


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def things(world, alice):
    return world.repository(alice, "things")


def test_a_key_comes_back_as_it_went_in(world, alice):
    wanted = new(alice.id, by=alice.id)
    made = world.write(lambda work: work.public_keys.add(wanted, work.now))
    assert (made.user, made.repository, made.added_by) == (alice.id, None, "alice")
    assert (made.key, made.fingerprint, made.title) == (wanted.key, wanted.fingerprint, "a key")
    assert (made.read_only, made.verified, made.last_used_at) == (False, True, None)
    store = world.read
    assert store(lambda work: work.public_keys.by_id(made.id)) == made
    assert store(lambda work: work.public_keys.by_fingerprint(made.fingerprint)) == made
    assert store(lambda work: work.public_keys.by_fingerprint("SHA256:")) is None


def test_uses_are_noted_and_never_set_back(world, alice):
    one, two = (
        world.write(lambda work: work.public_keys.add(new(alice.id), work.now)) for _ in range(2)
    )
    for used in ({one.id: 100, two.id: 50}, {one.id: 99, two.id: 51}, {}):
        world.write(lambda work, used=used: work.public_keys.note_usage(used))
    seen = [world.read(lambda work, key=key: work.public_keys.by_id(key.id)) for key in (one, two)]
    assert [key.last_used_at for key in seen] == [100, 51]


def test_a_key_is_of_a_person_or_of_a_repository(world, alice, things):
    for wanted in (new(), new(alice.id, things.id)):
        with pytest.raises(Conflict):
            world.write(lambda work, wanted=wanted: work.public_keys.add(wanted, work.now))


def test_a_key_is_kept_once(world, alice, things):
    line = ssh.ed25519_line()

    def unit(work):
        work.public_keys.add(new(alice.id, line=line), work.now)
        with pytest.raises(Conflict):
            work.public_keys.add(new(None, things.id, line=line), work.now)
        work.signing_keys.add(alice.id, "a key", line, "SHA256:x", work.now)
        with pytest.raises(Conflict):
            work.signing_keys.add(alice.id, "a key", line, "SHA256:x", work.now)

    world.write(unit)


def test_pages_hold_what_is_theirs(world, alice, things):
    bob = world.user("bob")
    for one in (new(alice.id), new(bob.id), new(alice.id), new(None, things.id)):
        world.write(lambda work, one=one: work.public_keys.add(one, work.now))
        world.clock.now += 1
    mine = world.read(lambda work: work.public_keys.of_user(alice.id, PageRequest(1, 1)))
    assert (mine.total, [key.user for key in mine.items]) == (2, [alice.id])
    theirs = world.read(lambda work: work.public_keys.of_repository(things.id, FIRST))
    assert [key.repository for key in theirs.items] == [things.id]
    for sort in KeySort:
        every = world.read(
            lambda work, sort=sort: work.public_keys.every(KeyListing(sort, False), FIRST)
        )
        assert [key.user for key in every.items] == [alice.id, bob.id, alice.id, None]


def test_a_key_goes_with_its_person_and_its_repository(world, alice, things):
    wanted = new(None, things.id, by=alice.id)
    made = world.write(lambda work: work.public_keys.add(wanted, work.now))
    world.write(lambda work: work.repositories.delete(things.id, work.now))
    assert world.read(lambda work: work.public_keys.by_id(made.id)) is None


def test_what_a_key_hangs_on_is_what_its_token_hangs_on(world, alice, things):
    token, _ = world.token(alice, "repo")
    far = world.clock.now + 100 * DAY
    through = sign_in(world, alice, GH, "repo", refreshed_until=far)

    def unit(work):
        add = work.public_keys.add
        return (
            add(new(None, things.id, token.id), work.now),
            add(new(None, things.id, through.token.id), work.now),
            add(new(alice.id, None, token.id), work.now),
            add(new(alice.id, None, through.token.id), work.now),
        )

    of_token, of_sign_in, of_person, of_application = world.write(unit)

    def asked(work):
        keys = work.public_keys
        return (
            [key.id for key in keys.made_by_token(token.id)],
            [key.id for key in keys.made_by_token(through.token.id)],
            [key.id for key in keys.made_in_sign_in(through.family.id)],
            [key.id for key in keys.made_through(through.application.id, alice.id)],
        )

    assert world.read(asked) == ([of_token.id], [], [of_sign_in.id], [of_application.id])
    world.write(lambda work: work.sign_ins.end_family(through.family.id))
    world.write(lambda work: work.tokens.delete(token.id))
    left = world.read(lambda work: work.public_keys.every(KeyListing(), FIRST)).items
    assert {key.id for key in left} == {of_person.id, of_application.id}


def test_gpg_keys_come_back_with_their_subkeys(world, alice):
    certificates = [openpgp.read(pgp.generated()) for _ in range(2)]

    def unit(work):
        return [work.gpg_keys.add(alice.id, "a key", one, work.now) for one in certificates]

    first, second = world.write(unit)
    assert first.packet == certificates[0].primary
    assert [one.packet for one in first.subkeys] == list(certificates[0].subkeys)
    assert all(one.primary == first.id for one in first.subkeys)
    assert (first.emails, first.raw_key) == (certificates[0].emails, certificates[0].armored)
    page = world.read(lambda work: work.gpg_keys.of_user(alice.id, FIRST))
    assert (page.total, list(page.items)) == (2, [first, second])
    assert world.read(lambda work: work.gpg_keys.by_id(first.subkeys[0].id)) is None
    world.write(lambda work: work.gpg_keys.delete(first.id))
    assert world.read(lambda work: work.gpg_keys.by_id(first.id)) is None
    with pytest.raises(Conflict):
        world.write(lambda work: work.gpg_keys.add(alice.id, "again", certificates[1], work.now))
    assert (
        world.write(lambda work: work.gpg_keys.add(alice.id, "again", certificates[0], work.now)).id
        > second.id
    )
