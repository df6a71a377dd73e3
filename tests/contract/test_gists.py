"""Gists in both databases."""

import pytest

from tests.world import NOON
from watchword.gists.ports import Listing
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistCommentId, GistId
from watchword.kernel.pagination import PageRequest
from watchword.ref_updates.model import ZERO, Command

ALL = PageRequest()


@pytest.fixture
def ann(world):
    return world.user("ann")


def ids(world, listing, request=ALL):
    return [one.id for one in world.read(lambda work: work.gists.page(listing, request)).items]


def test_a_gist_is_found_by_its_id_and_by_nothing_else(world, ann):
    made = world.gist(ann, description="what it is")
    assert world.read(lambda work: work.gists.by_id(made.id)) == made
    for other in (made.key, made.id.upper(), made.id[:-1], "", "%", "a\0b"):
        assert other == made.id or world.read(lambda work: work.gists.by_id(GistId(other))) is None  # noqa: B023 - called at once
    assert world.read(lambda work: work.gists.keys()) == {made.key}


def test_lists_tell_public_and_secret_apart_the_newest_first(world, ann):
    bert = world.user("bert")
    first = world.gist(ann)
    world.clock.now += 1
    second = world.gist(ann, listed=False)
    world.clock.now += 1
    third = world.gist(bert)
    assert ids(world, Listing()) == [third.id, first.id]
    assert ids(world, Listing(of=ann.id, listed=None)) == [second.id, first.id]
    assert ids(world, Listing(of=ann.id, listed=False)) == [second.id]
    assert ids(world, Listing(listed=None, since=NOON)) == [third.id, second.id]
    assert ids(world, Listing(listed=None), PageRequest(2, 1)) == [second.id]
    world.write(lambda work: work.gists.pushed(first.id, NOON + 9, None))
    assert ids(world, Listing()) == [first.id, third.id]
    assert ids(world, Listing(by_creation=True)) == [third.id, first.id]
    assert ids(world, Listing(by_creation=True, ascending=True)) == [first.id, third.id]


def test_counts_follow_what_is_made_and_deleted(world, ann):
    world.gist(ann)
    gone = world.gist(ann, listed=False)
    world.gist(ann, listed=False)

    def counts():
        found = world.read(lambda work: work.users.by_id(ann.id))
        return found.public_gists, found.private_gists

    assert counts() == (1, 2)
    world.write(lambda work: work.gists.delete(gone.id, NOON))
    assert counts() == (1, 1)


def test_stars_and_comments_go_with_their_gist(world, ann):
    made, other = world.gist(ann), world.gist(ann)

    def unit(work):
        for _ in range(2):
            work.gists.star(made.id, ann.id, NOON)
        return work.gists.add_comment(made.id, ann.id, "text", NOON)

    said = world.write(unit)
    assert world.read(lambda work: work.gists.is_starred(made.id, ann.id))
    assert ids(world, Listing(starred_by=ann.id, listed=None)) == [made.id]
    assert world.read(lambda work: work.gists.comment(made.id, said.id)) == said
    assert world.read(lambda work: work.gists.comment(other.id, said.id)) is None
    assert world.read(lambda work: work.gists.by_id(made.id)).comments == 1
    world.write(lambda work: work.gists.edit_comment(said.id, "other", NOON + 1))
    page = world.read(lambda work: work.gists.comments(made.id, ALL))
    assert [(one.body, one.updated_at) for one in page.items] == [("other", NOON + 1)]
    world.write(lambda work: work.gists.delete(made.id, NOON))
    assert world.read(lambda work: work.gists.comments(made.id, ALL)).total == 0
    assert ids(world, Listing(starred_by=ann.id, listed=None)) == []
    assert world.read(lambda work: work.gists.comment(made.id, GistCommentId(said.id))) is None


def test_pushes_to_gists_and_to_repositories_are_told_apart(world, ann):
    gist, repository = world.gist(ann), world.repository(ann, "things")
    commands = [Command("refs/heads/main", ZERO, "a" * 40)]

    def unit(work):
        one = work.pushes.open(gist.id, commands, Origin(), NOON)
        return one, work.pushes.open(repository.id, commands, Origin(), NOON)

    to_gist, to_repository = world.write(unit)
    opened = {one.id: one for one in world.read(lambda work: work.pushes.left_open())}
    assert (opened[to_gist].repository, opened[to_gist].key) == (gist.id, gist.key)
    assert opened[to_repository].repository == repository.id
    assert opened[to_repository].key == repository.key
    only = world.read(lambda work: work.pushes.left_open(gist.id))
    assert [one.id for one in only] == [to_gist]
    only = world.read(lambda work: work.pushes.left_open(repository.id))
    assert [one.id for one in only] == [to_repository]
    world.write(lambda work: work.gists.delete(gist.id, NOON))
    assert [one.id for one in world.read(lambda work: work.pushes.left_open())] == [to_repository]
