"""What those who run the site see and change, as storage keeps it, on both databases."""

import pytest

from tests.world import NOON
from watchword.kernel.errors import Conflict
from watchword.kernel.pagination import PageRequest
from watchword.storage.former_logins import KEPT
from watchword.tokens.ports import NewToken, Stored


@pytest.fixture
def alice(world):
    return world.user("alice")


def rename(world, user, login, now=NOON):
    def unit(work):
        work.users.rename(work.users.by_id(user.id), login, now)

    world.write(unit)


def test_those_who_run_the_site_are_counted_without_the_suspended(world, alice):
    world.user("root", site_admin=True)
    world.write(lambda work: work.users.set_site_admin(alice.id, on=True))
    assert world.read(lambda work: work.users.site_admins()) == 2
    world.write(lambda work: work.users.suspend(alice.id, NOON))
    assert world.read(lambda work: work.users.site_admins()) == 1
    world.write(lambda work: work.users.set_site_admin(alice.id, on=False))
    assert not world.read(lambda work: work.users.by_id(alice.id)).site_admin


def test_a_former_login_is_kept_for_its_account_and_finds_what_it_owns(world, alice):
    made = world.repository(alice, "things")
    rename(world, alice, "Alicia")
    found = world.read(lambda work: work.repositories.find("Alice", "things", None))
    assert (found.id, found.full_name) == (made.id, "Alicia/things")
    with pytest.raises(Conflict):
        rename(world, world.user("bob"), "alice")
    rename(world, alice, "alice")
    assert world.read(lambda work: work.repositories.find("alicia", "things", None)) is not None


def test_a_former_login_is_free_after_its_time(world, alice):
    world.repository(alice, "things")
    rename(world, alice, "alicia")
    bob = world.user("bob")
    with pytest.raises(Conflict):
        rename(world, bob, "alice", NOON + KEPT - 1)
    rename(world, bob, "alice", NOON + KEPT)
    assert world.read(lambda work: work.repositories.find("alice", "things", None)) is None


def test_another_way_to_write_the_same_login_is_no_other_login(world, alice):
    rename(world, alice, "ALICE")
    rename(world, alice, "Alice")
    assert world.read(lambda work: work.users.by_login("alice")).login == "Alice"


def test_live_tokens_come_with_their_owners_the_newest_first(world, alice):
    first, _ = world.token(alice)
    world.token(alice, expires_at=NOON + 1)
    third, _ = world.token(world.user("bob"))
    page = world.read(lambda work: work.tokens.live(NOON + 1, PageRequest(size=1)))
    assert page.total == 2
    ((token, owner),) = page.items
    assert (token.id, owner.login) == (third.id, "bob")
    page = world.read(lambda work: work.tokens.live(NOON + 1, PageRequest(number=2, size=1)))
    assert [token.id for token, _ in page.items] == [first.id]


def acting(world, owner, maker, parent, note="acts"):
    """A token with which the maker acts for the owner."""

    def unit(work):
        digest = work.entropy(32)
        stored = Stored(digest, digest.hex()[:44], digest.hex()[-8:])
        new = NewToken(owner.id, note, (), None, stored, maker.id, parent.id)
        return work.tokens.add(new, work.now)

    return world.write(unit)


def test_tokens_that_act_for_others_are_found_from_all_three_sides(world, alice):
    root = world.user("root", site_admin=True)
    parent, _ = world.token(root, note="acts")
    own, _ = world.token(alice, note="acts")
    made = acting(world, alice, root, parent)
    assert made.impersonator == root.id
    assert own.impersonator is None

    def unit(work):
        return (
            work.tokens.impersonating(alice.id),
            work.tokens.impersonating_by(root.id),
            work.tokens.minted_by(parent.id),
        )

    assert [[one.id for one in found] for found in world.read(unit)] == [[made.id]] * 3
    assert len(world.read(lambda work: work.tokens.of(alice.id))) == 2


def test_a_token_goes_with_the_one_that_made_it(world, alice):
    root = world.user("root", site_admin=True)
    parent, _ = world.token(root)
    made = acting(world, alice, root, parent)
    world.write(lambda work: work.tokens.delete(parent.id))
    assert world.read(lambda work: work.tokens.by_id(made.id)) is None


def test_nobody_is_warned_of_the_end_of_somebody_elses_token(world, alice):
    root = world.user("root", site_admin=True)
    parent, _ = world.token(root)
    made = acting(world, alice, root, parent)
    world.write(lambda work: work.tokens.expire(made.id, NOON + 60))
    assert world.read(lambda work: work.tokens.ending(NOON, (1, 7), 10)) == []


def test_an_account_that_left_is_found_no_longer_and_owns_until_it_is_removed(world, alice):
    made = world.repository(alice, "things")
    bob = world.user("bob")
    world.write(lambda work: work.users.leave(alice, NOON))

    def unit(work):
        return (
            work.users.by_id(alice.id),
            work.users.by_login("alice"),
            work.users.is_leaving(alice.id),
            work.users.is_leaving(bob.id),
        )

    assert world.read(unit) == (None, None, True, False)
    world.write(lambda work: work.users.remove(bob.id))
    assert world.read(lambda work: work.users.by_id(bob.id)) is not None
    world.write(lambda work: work.repositories.delete(made.id, NOON))
    world.write(lambda work: work.users.remove(alice.id))
    assert not world.read(lambda work: work.users.is_leaving(alice.id))
    with pytest.raises(Conflict):
        rename(world, bob, "alice")


def test_a_person_who_is_forgotten_leaves_right_counts_behind(world, alice):
    bob, carol = world.user("bob"), world.user("carol")

    def unit(work):
        for one, other in ((alice, bob), (bob, alice), (carol, bob), (alice, carol)):
            work.follows.add(one.id, other.id, NOON)
        work.follows.forget(alice.id)

    world.write(unit)
    for one, followers, following in ((alice, 0, 0), (bob, 1, 0), (carol, 0, 1)):
        found = world.read(lambda work, one=one: work.users.by_id(one.id))
        assert (found.followers, found.following) == (followers, following)
        page = world.read(lambda work, one=one: work.follows.followers(one.id, PageRequest()))
        assert page.total == followers


def test_all_comments_of_a_person_go_and_those_of_others_stay(world, alice):
    bob = world.user("bob")
    gist = world.gist(bob)

    def unit(work):
        for one in (alice, bob, alice):
            work.gists.add_comment(gist.id, one.id, "so", NOON)
        work.gists.delete_comments_of(alice.id)

    world.write(unit)
    page = world.read(lambda work: work.gists.comments(gist.id, PageRequest()))
    assert [one.author for one in page.items] == [bob.id]
