"""What storage promises to the slices, on both databases."""

import pytest

from tests.world import NOON, actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.kernel.errors import Conflict, Invalid
from watchword.kernel.events import Origin
from watchword.kernel.pagination import PageRequest
from watchword.ref_updates.model import ZERO, Command
from watchword.repositories import service
from watchword.repositories.events import RepositoryDeleted
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Listing, Sort
from watchword.tokens.ports import Used
from watchword.work.jobs import MOST_TRIES
from watchword.work.listeners import LISTENERS


def test_an_account_is_found_by_number_and_login_and_by_nothing_else(world):
    alice = world.user("Alice", site_admin=True)
    assert world.read(lambda work: work.users.by_id(alice.id)) == alice
    assert world.read(lambda work: work.users.by_login("aLICE")) == alice
    assert world.read(lambda work: work.users.by_login("alic")) is None
    assert world.read(lambda work: work.users.by_login("alice%")) is None
    assert alice.site_admin is True


def test_accounts_are_found_by_their_addresses(world):
    alice, bob = world.user("Alice"), world.user("bob")
    wanted = {"alice@example.test", "bob@example.test", "none@example.test", "ALICE@example.test"}
    found = world.read(lambda work: work.users.by_emails(wanted))
    assert found == {"alice@example.test": alice, "bob@example.test": bob}
    assert world.read(lambda work: work.users.by_emails(())) == {}


def test_a_token_is_found_by_its_digest_and_by_nothing_else(world):
    alice = world.user("alice")
    token, secret = world.token(alice, "repo", "gist", expires_at=NOON + 5)
    digest = world.keys.digest("token", secret)
    assert world.read(lambda work: work.tokens.by_digest(digest)) == (token, alice)
    assert world.read(lambda work: work.tokens.by_digest(digest[:-1])) is None
    assert world.read(lambda work: work.tokens.by_digest(b"")) is None


def test_a_clash_spoils_nothing_else_of_its_transaction(world):
    alice = world.user("alice")
    first, _ = world.token(alice, note="one")
    second, _ = world.token(alice, note="two")

    def unit(work):
        with pytest.raises(Conflict):
            work.tokens.update(second.id, "one", (), NOON)
        work.tokens.note_usage([Used(first.id, NOON, "10.0.0.1")])

    world.write(unit)
    assert world.read(lambda work: work.tokens.by_id(first.id)).last_used_at == NOON
    assert world.read(lambda work: work.tokens.by_id(second.id)).note == "two"


def test_what_raises_leaves_nothing_behind(world):
    alice = world.user("alice")

    def unit(work):
        work.users.suspend(alice.id, NOON)
        raise Invalid

    with pytest.raises(Invalid):
        world.write(unit)
    assert world.read(lambda work: work.users.by_id(alice.id)).suspended_at is None
    assert [e.name for e in world.read(lambda work: work.events.latest(9))] == ["user.create"]


def test_reading_units_cannot_write(world):
    alice = world.user("alice")
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        world.read(lambda work: work.users.suspend(alice.id, NOON))


def test_numbers_are_never_used_again(world):
    alice = world.user("alice")
    first, _ = world.token(alice)
    world.write(lambda work: work.tokens.delete(first.id))
    second, _ = world.token(alice)
    assert second.id > first.id


def test_facts_are_kept_with_their_origin(world):
    alice = world.user("alice")
    token, secret = world.token(alice, "repo", note="ci")
    (fact, *_) = world.read(lambda work: work.events.latest(5, name="oauth_access.create"))
    assert fact.origin == world.operator.origin
    assert fact.at_ms == NOON * 1000
    assert fact.body["token"] == token.id
    assert fact.body["hashed_token"] == secret.hashed
    assert world.read(lambda work: work.events.by_id(fact.id)) == fact
    assert secret.text not in repr(fact)


def test_lists_are_paged_sorted_and_counted(world):
    alice = world.user("alice")
    for name in ("b", "A", "c"):
        world.repository(alice, name)
        world.clock.now += 1

    def page(number, **more):
        listing = Listing(alice.id, alice.id, **more)
        request = PageRequest.of(number, 2)
        found = world.read(lambda work: work.repositories.page(listing, request))
        return [repository.name for repository in found.items], found.total, found.last

    assert page(1) == (["A", "b"], 3, 2)
    assert page(2) == (["c"], 3, 2)
    assert page(9) == ([], 3, 2)
    assert page(1, sort=Sort.CREATED, descending=True) == (["c", "A"], 3, 2)
    assert page(1, since=NOON, before=NOON + 2) == (["A"], 1, 1)
    assert page(1, visibilities=frozenset({Visibility.PRIVATE})) == ([], 0, 1)


def test_a_role_belongs_to_one_person_and_one_repository(world):
    alice, bob, carol = (world.user(name) for name in ("alice", "bob", "carol"))
    first, second = (world.repository(alice, name) for name in ("one", "two"))
    world.collaborator(first, bob, Role.WRITE)

    def role(repository, user):
        found = world.read(lambda work: work.repositories.by_id(repository.id, user.id))
        return found.viewer_role

    assert role(first, bob) is Role.WRITE
    assert role(second, bob) is Role.NONE
    assert role(first, carol) is Role.NONE
    (listed,) = world.read(lambda work: work.repositories.collaborators(first.id))
    assert (listed.login, listed.role) == ("bob", Role.WRITE)


def test_jobs_are_claimed_once_finished_by_their_holder_and_given_up_in_the_end(world):
    alice = world.user("alice")
    made = world.repository(alice, "things")
    owner = actor_of(alice, kind=Kind.SESSION)
    world.write(
        lambda work: service.delete(
            work, require(owner, table.DELETE, work.repositories.by_id(made.id, alice.id))
        ),
        owner,
    )
    claimed = list(iter(lambda: world.write(lambda work: work.jobs.claim(60)), None))
    woken = [job.listener for job in claimed if job.event.name == RepositoryDeleted.name]
    assert sorted(woken) == sorted(LISTENERS[RepositoryDeleted])
    first = next(job for job in claimed if job.listener == "folders.remove")
    assert first.event.origin.user == owner.origin.user
    for other in claimed:
        if other is not first:
            assert world.write(lambda work, job=other: work.jobs.finish(job)) is True
    world.clock.now += 60
    second = world.write(lambda work: work.jobs.claim(60))
    assert (second.id, second.tries) == (first.id, 2)
    assert world.write(lambda work: work.jobs.finish(first)) is False
    world.write(lambda work: work.jobs.fail(second, "no luck", 10))
    for _ in range(MOST_TRIES - 2):
        world.clock.now += 60
        job = world.write(lambda work: work.jobs.claim(60))
        world.write(lambda work, job=job: work.jobs.fail(job, "no luck", 10))
    world.clock.now += 3600
    assert world.write(lambda work: work.jobs.claim(60)) is None
    (given_up,) = world.read(lambda work: work.jobs.given_up())
    assert (given_up.listener, given_up.tries, given_up.error) == (
        "folders.remove",
        MOST_TRIES,
        "no luck",
    )


def test_pushes_are_opened_closed_once_and_swept(world):
    alice = world.user("alice")
    made = world.repository(alice, "things")
    commands = (
        Command("refs/heads/main", ZERO, "1" * 40),
        Command("refs/tags/ü x", "2" * 40, ZERO),
    )
    origin = Origin(user=alice.id, address="10.0.0.1")
    push = world.write(lambda work: work.pushes.open(made.id, commands, origin, NOON))
    (found,) = world.read(lambda work: work.pushes.left_open())
    assert (found.id, found.key, found.commands, found.origin) == (push, made.key, commands, origin)
    assert world.read(lambda work: work.pushes.left_open(made.id)) == [found]
    assert world.write(lambda work: work.pushes.close(push, commands[:1], NOON)) is True
    assert world.write(lambda work: work.pushes.close(push, commands, NOON)) is False
    assert world.read(lambda work: work.pushes.left_open()) == []
    assert tuple(world.read(lambda work: work.pushes.commands(push))) == commands[:1]
    assert world.write(lambda work: work.pushes.sweep(NOON)) == 0
    assert world.write(lambda work: work.pushes.sweep(NOON + 1)) == 1
    assert tuple(world.read(lambda work: work.pushes.commands(push))) == ()


def test_counters_add_up(world):
    assert world.write(lambda work: work.counters.add({("a", 0): 2, ("b", 0): 1})) == {
        ("a", 0): 2,
        ("b", 0): 1,
    }
    assert world.write(lambda work: work.counters.add({("a", 0): 3, ("a", 60): 1})) == {
        ("a", 0): 5,
        ("a", 60): 1,
    }
    assert world.read(lambda work: work.counters.totals({"a": 0, "b": 60})) == {"a": 5}
    world.write(lambda work: work.counters.sweep(60))
    assert world.read(lambda work: work.counters.totals({"a": 0})) == {}
