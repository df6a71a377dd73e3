"""The audit log in both databases: whose it is, what it is called, how far a search looks."""

import pytest
from msgspec.structs import replace

from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import audit as table
from watchword.accounts.events import SignedIn, SignInFailed, UserSuspended
from watchword.audit import reading
from watchword.audit.model import Log
from watchword.audit.phrase import parse
from watchword.audit.reading import Wanted
from watchword.kernel.events import Origin
from watchword.keys.events import PublicKeyDeleted
from watchword.repositories.events import CollaboratorAdded, RepositoryDeleted, RepositoryRenamed
from watchword.storage import audit_log
from watchword.tokens.events import TokenCreated

SITE = Log()


@pytest.fixture
def alice(world):
    return world.user("Alice")


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def forum(world, alice):
    return world.organization("Forum", alice)


def happen(world, *facts, **origin):
    def unit(work):
        for fact in facts:
            work.record(fact)

    world.clock.now += 1
    world.database.write_now(unit, Origin(**origin))


def search(world, log=SITE, phrase="", size=100, **more):
    return world.read(
        lambda work: work.log.search(
            log, parse(phrase), None, ascending=more.get("ascending", False), size=size
        )
    ).entries


def own(world, user, **wanted):
    def unit(work):
        found = work.users.by_id(user.id)
        actor = replace(world.operator, user=user.id, kind=Kind.SESSION)
        return reading.of_oneself(
            work, require(actor, table.READ_OWN, found), Wanted(include="all", **wanted)
        )

    return world.read(unit)


def test_names_are_those_of_the_time(world, alice, forum):
    repository = world.repository(forum, "Web")
    origin = {"user": alice.id, "login": "Alice", "kind": "session"}
    happen(world, RepositoryRenamed(repository.id, "Web", "net"), **origin)

    def gone(work):
        work.repositories.delete(repository.id, 1)
        work.record(PublicKeyDeleted(None, repository.id, 1, "ci", "SHA256:x"))
        work.record(RepositoryDeleted(repository.id, "Forum/Web", "k", forum.id))

    world.database.write_now(gone, Origin())
    found = search(world, phrase="repo:forum/web")
    assert [one.event.name for one in found] == [
        "repo.destroy",
        "public_key.delete",
        "repo.rename",
        "repo.create",
    ]
    told = {(one.org, one.org_id, one.repo) for one in found}
    assert told == {("Forum", forum.id, "Forum/Web")}
    assert (found[2].actor, found[2].actor_id) == ("Alice", alice.id)


def test_a_person_s_repository_belongs_to_no_organization(world, alice):
    world.repository(alice, "mine")
    [made] = search(world, phrase="action:repo.create")
    assert (made.org, made.org_id, made.repo) == (None, None, "Alice/mine")


def test_whoever_signs_in_did_it(world, alice):
    happen(world, SignedIn(alice.id, 1), SignInFailed(alice.id), address="192.0.2.9")
    [came] = search(world, phrase="action:user.login actor:alice")
    assert (came.actor_id, came.actor, came.user) == (alice.id, "Alice", "Alice")
    [failed] = search(world, phrase="action:user.failed_login ip:192.0.2.9")
    assert (failed.actor, failed.user) == (None, "Alice")


def test_an_organization_sees_its_own_alone(world, alice, bob, forum):
    other = world.organization("other", alice)
    world.repository(other, "web")
    world.repository(forum, "web")
    world.repository(bob, "web")
    for org in (forum, other):
        found = search(world, Log(org=org.id))
        assert {one.org_id for one in found} == {org.id}
        assert [one.event.name for one in found][:1] == ["repo.create"]
    assert search(world, Log(org=forum.id), "org:other") == []
    assert search(world, Log(org=forum.id), "user:bob") == []


def test_a_person_sees_what_they_did_and_what_was_done_to_them(world, alice, bob, forum):
    web = world.repository(forum, "web")
    by_bob = {
        "user": bob.id,
        "login": "bob",
        "kind": "classic",
        "address": "192.0.2.66",
        "agent": "bob's",
        "hashed_credential": "h" * 43 + "=",
    }
    happen(world, CollaboratorAdded(web.id, alice.id, "admin"), **by_bob)
    happen(world, SignInFailed(alice.id), address="192.0.2.7", agent="nobody's")
    found = own(world, alice).entries
    assert [one.event.name for one in found][:2] == ["user.failed_login", "repo.add_member"]
    assert found[0].event.origin.address == "192.0.2.7"
    assert found[1].actor == "bob"
    hidden = found[1].event.origin
    assert (hidden.address, hidden.agent, hidden.hashed_credential, hidden.request) == ("",) * 4
    for phrase in ("ip:192.0.2.66", f'hashed_token:"{by_bob["hashed_credential"]}"'):
        assert own(world, alice, phrase=phrase).entries == [], "searching tells it as well"
        assert len(own(world, bob, phrase=phrase).entries) == 1
    without = own(world, alice, phrase="-ip:192.0.2.66").entries
    assert "repo.add_member" not in {one.event.name for one in without}
    sten = world.user("sten")
    assert {one.user for one in own(world, sten).entries} == {"sten"}


def test_both_parts_of_a_person_s_log_are_one(world, alice, bob):
    for number in range(12):
        origin = {"user": alice.id, "login": "Alice", "kind": "session"} if number % 3 else {}
        happen(world, UserSuspended(bob.id if number % 3 else alice.id, str(number)), **origin)
    every = [one.event.id for one in own(world, alice, size=100).entries]
    assert every == sorted(every, reverse=True)
    walked, after = [], ""
    while True:
        part = own(world, alice, size=5, after=after)
        walked += [one.event.id for one in part.entries]
        if part.after is None:
            break
        after = part.after
    assert walked == every
    upwards = [one.event.id for one in own(world, alice, size=100, ascending=True).entries]
    assert upwards == every[::-1]


def test_a_search_stops_after_so_many_rows_and_goes_on_there(world, alice, bob, monkeypatch):
    monkeypatch.setattr(audit_log, "MOST_ROWS", 10)
    happen(world, UserSuspended(bob.id))
    for _ in range(35):
        happen(world, SignedIn(alice.id, 1))
    happen(world, UserSuspended(alice.id))
    rounds, names, at = 0, [], None
    while True:
        found = world.read(
            lambda work, at=at: work.log.search(
                SITE, parse("operation:modify"), at, ascending=False, size=5
            )
        )
        rounds += 1
        names += [(one.event.name, one.user) for one in found.entries]
        if found.more is None:
            break
        at = found.more
    assert [one for one in names if one[0] == "user.suspend"] == [
        ("user.suspend", "Alice"),
        ("user.suspend", "bob"),
    ]
    assert rounds >= 4
    assert len(search(world, phrase="action:user.suspend")) == 2, "an index leads there at once"


def test_the_hash_of_a_token_finds_what_is_about_it_and_what_it_did(world, alice):
    hashed = "q" * 43 + "="
    made = TokenCreated(alice.id, 7, "laptop", "repo", hashed, "12345678", None)
    happen(world, made, user=alice.id, login="Alice", kind="session")
    happen(world, SignedIn(alice.id, 1), user=alice.id, kind="classic", hashed_credential=hashed)
    found = search(world, phrase=f'hashed_token:"{hashed}"')
    assert [one.event.name for one in found] == ["user.login", "oauth_access.create"]
    assert search(world, phrase=f'hashed_token:"{hashed.upper()}"') == []
