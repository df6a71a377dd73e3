"""Stars and watches as storage keeps them, on both databases: kept once, counted, never blind."""

import pytest

from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.organizations.team_model import Privacy
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Listing, Sort
from watchword.social.model import Watch

FIRST = PageRequest()
NOON = 1_800_000_000


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def bob(world):
    return world.user("bob")


def counted(world, repository):
    found = world.read(lambda work: work.repositories.by_id(repository.id, None))
    return found.stars, found.watchers


def gazers(world, repository):
    def unit(work):
        page = work.stars.stargazers(work.repositories.by_id(repository.id, None), FIRST)
        assert page.total == len(page.items)
        return [one.user.login for one in page.items]

    return world.read(unit)


def watchers(world, repository):
    def unit(work):
        found = work.repositories.by_id(repository.id, None)
        page = work.watches.watchers(found, FIRST)
        assert page.total == len(page.items)
        numbers = work.watches.watchers_of(found)
        assert sorted(one.id for one in page.items) == numbers
        return [one.login for one in page.items]

    return world.read(unit)


def mark(world, repository, *people):
    def unit(work):
        for one in people:
            work.stars.add(one.id, repository.id, work.now)
            work.watches.put(one.id, repository.id, ignored=False, now=work.now)

    world.write(unit)


def test_a_star_is_kept_once_and_counted(world, alice, bob):
    made = world.repository(alice, "aqueduct")

    def unit(work):
        return [work.stars.add(bob.id, made.id, NOON + step) for step in range(2)]

    assert world.write(unit) == [True, False]
    assert counted(world, made)[0] == 1
    assert world.read(lambda work: work.stars.since(bob.id, [made.id])) == {made.id: NOON}
    assert world.read(lambda work: work.stars.since(alice.id, [made.id])) == {}

    def end(work):
        return [work.stars.remove(bob.id, made.id) for _ in range(2)]

    assert world.write(end) == [True, False]
    assert counted(world, made)[0] == 0


def test_only_who_watches_is_counted_and_not_who_ignores(world, alice, bob):
    made = world.repository(alice, "aqueduct")
    steps = [(False, True, 2), (False, False, 2), (True, True, 1), (True, False, 1)]
    for ignored, changed, count in steps:
        kept = world.write(
            lambda work, ignored=ignored: work.watches.put(
                bob.id, made.id, ignored=ignored, now=NOON
            )
        )
        assert (kept, counted(world, made)[1]) == (changed, count)
    people = [alice.id, bob.id]
    assert world.read(lambda work: work.watches.ignoring(made.id, people)) == {bob.id}
    world.write(lambda work: work.watches.begin(made.id, bob.id, NOON))
    assert watchers(world, made) == ["alice"]
    gone = world.write(lambda work: work.watches.remove(bob.id, made.id))
    assert gone == Watch(ignored=True, since=NOON)
    assert counted(world, made)[1] == 1
    assert world.write(lambda work: work.watches.remove(alice.id, made.id)).ignored is False
    assert counted(world, made)[1] == 0


def test_watchers_are_told_in_parts_by_number(world, alice):
    made = world.repository(alice, "aqueduct")
    people = [alice, *(world.user(f"p{number}") for number in range(4))]
    mark(world, made, *people)
    repository = world.read(lambda work: work.repositories.by_id(made.id, None))
    seen, after = [], None
    while part := world.read(
        lambda work, after=after: work.watches.watchers_of(repository, after, most=2)
    ):
        seen += part
        after = part[-1]
    assert seen == [one.id for one in people]


def test_lists_of_repositories_know_who_marked_and_who_watches(world, alice, bob):
    one, two, three = (world.repository(alice, name) for name in ("one", "two", "three"))
    for made in (two, one):
        world.clock.now += 1
        mark(world, made, bob)
    mark(world, two, alice)

    def listed(**wanted):
        listing = Listing(of=None, viewer=None, **wanted)
        page = world.read(lambda work: work.repositories.page(listing, FIRST))
        assert page.total == len(page.items)
        return [found.name for found in page.items]

    assert listed(starred_by=bob.id, sort=Sort.MARKED) == ["two", "one"]
    assert listed(starred_by=bob.id, sort=Sort.MARKED, descending=True) == ["one", "two"]
    assert listed(watched_by=bob.id) == ["one", "two"]
    assert listed(sort=Sort.STARS, descending=True) == ["two", "one", three.name]


def test_who_sees_a_private_repository_no_longer_is_counted_nowhere(world, alice, bob):
    made = world.repository(alice, "aqueduct")
    carol, dora = world.user("carol"), world.user("dora")
    world.collaborator(made, carol, Role.READ)
    mark(world, made, alice, bob, carol, dora)
    assert counted(world, made) == (4, 4)
    hidden = {"visibility": Visibility.PRIVATE}
    world.write(lambda work: work.repositories.update(made.id, hidden, work.now))
    assert gazers(world, made) == watchers(world, made) == ["alice", "carol"]
    assert counted(world, made) == (2, 2)
    world.write(lambda work: work.repositories.remove_collaborator(made.id, carol.id))
    assert gazers(world, made) == watchers(world, made) == ["alice"]
    assert counted(world, made) == (1, 1)


def test_nor_does_who_left_the_organization_or_its_team(world, alice, bob):
    org = world.organization("vigiles", alice, base_role=Role.NONE.value)
    made = world.repository(org, "tower", Visibility.PRIVATE)
    carol, dora, outside = (world.user(login) for login in ("carol", "dora", "outside"))
    for one in (bob, carol, dora):
        world.member(org, one)
    above = world.team(org, "above", privacy=Privacy.CLOSED)
    below = world.team(org, "below", bob, carol, parent=above)
    other = world.team(org, "other", dora)
    for team in (above, other):
        world.team_works(team, made, Role.WRITE)
    world.collaborator(made, outside, Role.READ)
    mark(world, made, alice, bob, carol, dora, outside)
    everybody = ["alice", "bob", "carol", "dora", "outside"]
    assert gazers(world, made) == watchers(world, made) == everybody
    world.write(lambda work: work.teams.remove_member(below.id, carol.id))
    assert watchers(world, made) == ["alice", "bob", "dora", "outside"]
    world.write(lambda work: work.teams.remove_repository(other.id, made.id))
    assert watchers(world, made) == ["alice", "bob", "outside"]
    world.write(lambda work: work.organizations.remove_outsider(org.id, outside.id))
    assert watchers(world, made) == ["alice", "bob"]
    world.write(
        lambda work: work.organizations.remove_member(org.id, bob.id, keep_collaborations=False)
    )
    assert gazers(world, made) == watchers(world, made) == ["alice"]
    assert counted(world, made) == (1, 1)


def test_a_team_that_is_let_go_otherwise_leaves_no_watcher_behind(world, alice, bob):
    """What no change of a row announces is seen when the list is read."""
    org = world.organization("vigiles", alice, base_role=Role.READ.value)
    made = world.repository(org, "tower", Visibility.PRIVATE)
    world.member(org, bob)
    mark(world, made, bob)
    assert watchers(world, made) == ["bob"]
    closed = {"base_role": Role.NONE.value}
    world.write(lambda work: work.organizations.update(org.id, closed, work.now))
    assert gazers(world, made) == watchers(world, made) == []


def test_somebody_is_forgotten_piece_by_piece(world, alice, bob):
    made = [world.repository(alice, f"r{number}") for number in range(3)]
    for one in made:
        mark(world, one, bob)

    def piece(work):
        return work.stars.forget(bob.id, 2), work.watches.forget(bob.id, 2)

    assert [world.write(piece) for _ in range(2)] == [(True, True), (False, False)]
    assert [counted(world, one) for one in made] == [(0, 1)] * 3


def test_what_is_deleted_takes_its_marks_with_it(world, alice, bob):
    made = world.repository(alice, "aqueduct")
    mark(world, made, bob)
    world.write(lambda work: work.repositories.delete(made.id, work.now))
    assert world.read(lambda work: work.stars.since(bob.id, [made.id])) == {}
    assert world.read(lambda work: work.watches.of(bob.id, [made.id])) == {}
