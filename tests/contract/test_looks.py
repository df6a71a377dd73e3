"""What the files of repositories tell of them, as both databases keep it."""

import pytest


@pytest.fixture
def made(world):
    octavia = world.user("octavia")
    return [world.repository(octavia, name) for name in ("one", "two", "three")]


def told(work, repository):
    row = work.repositories.by_id(repository.id, None)
    return row.licence, row.language, work.repositories.languages(repository.id)


def test_it_is_noted_in_its_order_and_copied(world, made):
    one, two, _ = made
    sizes = {"Python": 2**40, "C++": 3, "Awk": 3}

    def unit(work):
        work.repositories.note_look(one.id, "mit", sizes)
        work.repositories.copy_look(two.id, one.id)
        work.repositories.note_look(one.id, None, {})

    world.write(unit)
    found = world.read(lambda work: [told(work, repository) for repository in made])
    assert found == [(None, None, {}), ("mit", "Python", sizes), (None, None, None)]
    assert list(found[1][2]) == list(sizes)


def test_those_that_nobody_looked_at_are_found(world, made):
    one, two, three = (repository.id for repository in made)
    world.write(lambda work: work.repositories.note_look(two, None, {}))
    assert world.read(lambda work: work.repositories.without_look(9)) == [one, three]
    world.write(lambda work: work.repositories.copy_look(two, three))
    assert world.read(lambda work: work.repositories.without_look(2)) == [one, two]
