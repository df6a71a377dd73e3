"""Repositories: names, renames, visibility, collaborators."""

import pytest

from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.kernel.errors import Invalid, NotFound, NotPermitted
from watchword.kernel.pagination import PageRequest
from watchword.repositories import names, service
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Affiliation, Listing


def act(world, user, repository, operation, change, *rest, **named):
    actor = actor_of(user, kind=Kind.SESSION, sudo=True)

    def unit(work):
        grant = require(actor, operation, work.repositories.by_id(repository.id, user.id))
        return change(work, grant, *rest, **named)

    return world.write(unit, actor)


def find(world, name, viewer=None, owner="alice"):
    return world.read(
        lambda work: work.repositories.find(owner, name, viewer.id if viewer else None)
    )


@pytest.mark.parametrize("name", ["a", "A.b-c_d", "x" * 100, ".github", "a b"])
def test_good_names(name):
    assert names.repository(name)


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "-x", "a.git", "A.GIT", "a.wiki", "x" * 101, "/", "a\n"]
)
def test_bad_names(name):
    with pytest.raises(Invalid):
        names.repository(name)


def test_names_are_unique_per_owner_whatever_the_case(world):
    alice, bob = world.user("alice"), world.user("bob")
    world.repository(alice, "Things")
    world.repository(bob, "things")
    with pytest.raises(Invalid, match="creation failed"):
        world.repository(alice, "tHINGS")


def test_the_old_name_leads_to_it_until_somebody_takes_it(world):
    alice = world.user("alice")
    made = world.repository(alice, "old")
    act(world, alice, made, table.RENAME, service.rename, "new")
    assert find(world, "OLD").full_name == "alice/new"
    other = world.repository(alice, "old")
    assert find(world, "old").id == other.id


def test_renaming_back_and_forth_leaves_no_dead_ends(world):
    alice = world.user("alice")
    made = world.repository(alice, "one")
    for name in ("two", "one", "three", "THREE"):
        made = find(world, made.name)
        act(world, alice, made, table.RENAME, service.rename, name)
    assert {find(world, name).full_name for name in ("one", "two", "three")} == {"alice/THREE"}


def test_a_person_owns_no_internal_repositories(world):
    alice = world.user("alice")
    with pytest.raises(Invalid, match="Validation Failed"):
        world.repository(alice, "things", Visibility.INTERNAL)


def test_archived_is_read_only_until_unarchived(world):
    alice = world.user("alice")
    made = world.repository(alice, "things")
    act(world, alice, made, table.ARCHIVE, service.archive, archived=True)
    for operation, change, rest in (
        (table.RENAME, service.rename, ("x",)),
        (table.SET_VISIBILITY, service.set_visibility, (Visibility.PRIVATE,)),
        (table.SET_COLLABORATOR, service.set_collaborator, ("alice", Role.READ)),
    ):
        with pytest.raises(NotPermitted, match="archived"):
            act(world, alice, made, operation, change, *rest)
    act(world, alice, made, table.ARCHIVE, service.archive, archived=False)
    act(world, alice, made, table.RENAME, service.rename, "x")


def test_collaborators_come_and_go(world):
    alice, bob = world.user("alice"), world.user("bob")
    made = world.repository(alice, "things", Visibility.PRIVATE)
    reader = actor_of(bob, "repo")

    def look():
        return require(reader, table.READ, find(world, "things", bob))

    with pytest.raises(NotFound):
        look()
    world.collaborator(made, bob, Role.READ)
    world.collaborator(made, bob, Role.WRITE)
    assert look().target.viewer_role is Role.WRITE
    act(world, alice, made, table.REMOVE_COLLABORATOR, service.remove_collaborator, "BOB")
    with pytest.raises(NotFound):
        look()


def test_deleting_forgets_all_and_leaves_a_job_for_the_folder(world):
    alice, bob = world.user("alice"), world.user("bob")
    made = world.repository(alice, "things")
    world.collaborator(made, bob, Role.WRITE)
    act(world, alice, made, table.DELETE, service.delete)
    assert find(world, "things") is None
    claimed = list(iter(lambda: world.write(lambda work: work.jobs.claim(60)), None))
    (job,) = (one for one in claimed if one.listener == "folders.remove")
    assert job.event.body["key"] == made.key


def test_a_list_shows_only_what_the_viewer_may_see(world):
    alice, bob = world.user("alice"), world.user("bob")
    world.repository(alice, "open")
    shared = world.repository(alice, "shared", Visibility.PRIVATE)
    world.repository(alice, "hidden", Visibility.PRIVATE)
    world.collaborator(shared, bob, Role.READ)

    def names_of(viewer, **more):
        listing = Listing(alice.id, viewer.id if viewer else None, **more)
        page = world.read(lambda work: work.repositories.page(listing, PageRequest()))
        assert page.total == len(page.items)
        return [repository.name for repository in page.items]

    assert names_of(None) == ["open"]
    assert names_of(bob) == ["open", "shared"]
    assert names_of(alice) == ["hidden", "open", "shared"]
    assert names_of(alice, visibilities=frozenset({Visibility.PUBLIC})) == ["open"]
    assert names_of(alice, affiliations=frozenset({Affiliation.COLLABORATOR})) == []
    assert names_of(alice, affiliations=frozenset()) == []
