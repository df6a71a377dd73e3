"""Comments on commits as both databases keep them."""

import pytest

from watchword.kernel.pagination import PageRequest
from watchword.social.comments.ports import NewComment

SHA, OTHER = "a" * 40, "b" * 40
ALL = PageRequest()


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def repository(world, octavia):
    return world.repository(octavia, "things")


def new(author, body="x", sha=SHA, **where):
    places = {"path": None, "position": None, "line": None, **where}
    return NewComment(sha, author.id, body, **places)


def test_comments_are_found_where_they_were_written_and_nowhere_else(world, octavia, repository):
    elsewhere = world.repository(octavia, "elsewhere")

    def unit(work):
        made = work.commit_comments.add(
            repository, new(octavia, "Ünïcode 🙂", path="a/b", position=2, line=7), work.now
        )
        return (
            made,
            work.commit_comments.find(repository, made.id),
            work.commit_comments.find(elsewhere, made.id),
            work.commit_comments.of_commit(elsewhere, SHA, ALL).total,
        )

    made, found, wrong, total = world.write(unit)
    assert (wrong, total) == (None, 0)
    assert found == made
    assert (found.body, found.path, found.position, found.line) == ("Ünïcode 🙂", "a/b", 2, 7)


def test_they_are_listed_in_their_order_and_counted(world, octavia, repository):
    bob = world.user("bob")

    def unit(work):
        store = work.commit_comments
        for author, body, sha in ((octavia, "1", SHA), (bob, "2", OTHER), (bob, "3", SHA)):
            store.add(repository, new(author, body, sha), work.now)
        return (
            [one.body for one in store.of_repository(repository, ALL).items],
            [one.body for one in store.of_commit(repository, SHA, ALL).items],
            store.of_commit(repository, SHA, PageRequest(2, 1)),
            store.counts(repository.id, [SHA, OTHER, "c" * 40]),
            store.authors(repository.id, SHA),
        )

    every, of_one, second, counts, authors = world.write(unit)
    assert (every, of_one) == (["1", "2", "3"], ["1", "3"])
    assert ([one.body for one in second.items], second.total) == (["3"], 2)
    assert counts == {SHA: 2, OTHER: 1}
    assert authors == {octavia.id, bob.id}


def test_they_change_and_go(world, octavia, repository):
    def unit(work):
        store = work.commit_comments
        made = [store.add(repository, new(octavia), work.now) for _ in range(2)]
        assert store.ever_named(made[0].id) is None
        store.edit(made[0].id, "y", frozenset({"ann", "org/team"}), work.now + 5)
        assert store.ever_named(made[0].id) == {"ann", "org/team"}
        assert store.ever_named(made[1].id) is None
        store.delete(made[1].id)
        return store.of_repository(repository, ALL).items

    [left] = world.write(unit)
    assert (left.body, left.updated_at - left.created_at) == ("y", 5)


def test_they_go_with_their_repository_and_with_their_author(world, octavia, repository):
    bob = world.user("bob")
    elsewhere = world.repository(octavia, "elsewhere")

    def unit(work):
        store = work.commit_comments
        for place, author in ((repository, octavia), (elsewhere, octavia), (elsewhere, bob)):
            store.add(place, new(author), work.now)
        work.repositories.delete(repository.id, work.now)
        store.delete_of(bob.id)
        return (
            store.of_repository(repository, ALL).total,
            [one.author for one in store.of_repository(elsewhere, ALL).items],
        )

    assert world.write(unit) == (0, [octavia.id])
