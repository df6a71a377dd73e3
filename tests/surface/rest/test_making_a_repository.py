"""Making a repository is one change of the database, of a handful of statements."""

import pytest
from sqlalchemy import event


@pytest.fixture
def written(world):
    """What the connection that writes is asked from here on."""
    told = []
    engine = world.database._writing
    event.listen(engine, "before_cursor_execute", lambda *about: told.append(about[2]))
    event.listen(engine, "commit", lambda _connection: told.append("COMMIT"))
    return told


def made(api, secret, name):
    return api.ask("POST", "/user/repos", secret, body={"name": name, "private": True})


def test_it_takes_one_transaction(api, world, octavia, written):
    _, secret = world.token(octavia, "repo")
    del written[:]
    assert made(api, secret, "first").status == 201
    assert written.count("COMMIT") == 1
    assert written[-1] == "COMMIT"
    # A row of its own, the counts of its owner, who watches it, the fact, who hears of it.
    assert [one.split()[1:3] for one in written if one.startswith("INSERT")] == [
        ["INTO", "repositories"],
        ["INTO", "watches"],
        ["INTO", "events"],
        ["INTO", "jobs"],
    ]
    assert len(written) <= 12


def test_the_statements_are_the_same_each_time(api, world, octavia, written):
    _, secret = world.token(octavia, "repo")
    del written[:]
    assert made(api, secret, "first").status == 201
    first = written[:]
    del written[:]
    assert made(api, secret, "second").status == 201
    assert written == first


def test_a_name_that_is_taken_leaves_neither_a_row_nor_a_folder(api, world, octavia):
    _, secret = world.token(octavia, "repo")
    assert made(api, secret, "first").status == 201
    assert made(api, secret, "FIRST").status == 422
    assert len(list(api.layout.keys())) == 1
    person = world.read(lambda work: work.users.by_id(octavia.id))
    assert (person.public_repositories, person.private_repositories) == (0, 1)
