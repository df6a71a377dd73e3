"""Attack 2 through GraphQL: no field that was forgotten, whatever way leads to it.

Everything that can be asked is asked twice: before there is a private repository, and with it. Who
may not see it must be told the same, to the last count. The documents are made of the schema, so a
field that comes later is asked as well.
"""

import json
from functools import cache

import pytest
from graphql import GraphQLObjectType

from tests.graphql_walk import Walk
from watchword.access.operation import REGISTERED
from watchword.repositories.model import Visibility
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.document import Question, Readable
from watchword.surfaces.graphql.room import Room, Undone
from watchword.surfaces.graphql.schema import build, operations
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.node_ids import REPOSITORY, node_id

SECRET = "catacombs"
TELLING = "Bones of emperors"
WEAK = ("public_repo", "gist", "user", "read:org", "workflow", "delete_repo")
WHO = ("weak", "stranger")


class Site:
    """What there is to be asked, and who asks."""

    def __init__(self, world):
        self.world = world
        self.octavia = world.user("octavia")
        stranger = world.user("eve", site_admin=True)
        self.open = world.repository(self.octavia, "forum")
        self.callers = {
            "owner": world.caller(world.token(self.octavia, "repo", "user")[1]),
            "weak": world.caller(world.token(self.octavia, *WEAK)[1]),
            "stranger": world.caller(
                world.token(stranger, "repo", "user", "admin:org", "site_admin", "delete_repo")[1]
            ),
        }
        self.node = node_id(REPOSITORY, self.open.id + 1)
        values = {"owner": "octavia", "name": SECRET, "login": "octavia", "id": self.node}
        values |= {"query": "a", "type": "REPOSITORY", "repositoryId": self.node}
        self.walk = Walk(build(), {**values, "visibility": "PRIVATE"})

    def hide(self):
        made = self.world.repository(self.octavia, SECRET, Visibility.PRIVATE)
        assert node_id(REPOSITORY, made.id) == self.node
        values = {"description": TELLING}
        self.world.write(
            lambda work: work.repositories.update(made.id, values, self.world.clock.now)
        )
        return made

    def ask(self, text, who, folders=None):
        writes = text.startswith("mutation")
        run = self.world.write if writes else self.world.read
        try:
            return run(lambda work: self.told(work, text, who, folders))
        except Undone as undone:
            return undone.answer

    def all(self, who):
        """The answer to each question."""
        texts = [one.text for one in self.walk.queries()]
        return self.world.read(lambda work: {one: self.told(work, one, who) for one in texts})

    def told(self, work, text, who, folders=None):
        caller, question = self.callers[who], Question(text, {}, None)
        return ROOM.answer(work, caller, readable(text), question, folders)


class EveryRef:
    """A repository on disk with each ref that is asked for: none is hidden by its absence."""

    def ref(self, _name):
        return "c" * 40


class Full:
    """Such repositories, whatever they are called."""

    def now(self, _repository, fn):
        return fn(EveryRef())


ROOM = Room(Addresses("https://git.example.test"), Full())


@cache
def readable(text):
    """A document, read once."""
    found = ROOM.read(Question(text, {}, None))
    assert isinstance(found, Readable), (text, found)
    return found


@pytest.fixture
def site(world):
    return Site(world)


def test_each_field_that_reads_names_an_operation_and_is_walked_past(site):
    walked = frozenset().union(*(one.fields for one in site.walk.queries()))
    kinds = build().type_map
    read = {
        name
        for name, _ in operations()
        if isinstance(kinds[name.partition(".")[0]], GraphQLObjectType)
        and not name.startswith("Mutation.")
    }
    assert len(read) > 10
    assert read <= walked
    assert all(REGISTERED[one.name] is one and one.who for _, one in operations())


@pytest.mark.parametrize("who", WHO)
def test_a_repository_that_may_not_be_seen_changes_no_answer(site, who):
    before = site.all(who)
    site.hide()
    after = site.all(who)
    assert len(before) > 50
    for text, answer in before.items():
        assert after[text] == answer, text
        assert TELLING not in json.dumps(after[text])


def test_who_may_see_it_is_told_otherwise(site):
    before = site.all("owner")
    made = site.hide()
    after = site.all("owner")
    changed = [text for text in before if before[text] != after[text]]
    ways = ("viewer", "user(", "repositoryOwner(", "repository(", "node(", "search(")
    for way in ways:
        assert any(text.startswith(f"query {{ {way}") for text in changed), way
    assert any(TELLING in json.dumps(after[text]) for text in changed)
    assert made.name == SECRET


class NoFolders:
    """None stands ready: whoever takes one was let in where nobody may."""

    def take(self):
        raise AssertionError


@pytest.mark.parametrize("who", WHO)
def test_no_change_reaches_it(site, world, who):
    made = site.hide()
    kept = world.read(lambda work: work.repositories.by_id(made.id, None))
    changes = [one for one in site.walk.mutations() if "repositoryId" in one[1]]
    assert len(changes) >= 4
    for name, text in changes:
        answer = site.ask(text, who, NoFolders())
        assert answer["data"] == {name: None}
        assert {one["type"] for one in answer["errors"]} == {"NOT_FOUND"}, name
        assert TELLING not in json.dumps(answer)
        assert world.read(lambda work: work.repositories.by_id(made.id, None)) == kept


def test_a_token_that_makes_public_ones_makes_no_private_one(site):
    answer = site.ask(dict(site.walk.mutations())["createRepository"], "weak", NoFolders())
    assert answer["data"] == {"createRepository": None}
    assert [one["type"] for one in answer["errors"]] == ["INSUFFICIENT_SCOPES"]


def test_a_field_that_does_not_ask_the_gate_is_stopped(site, monkeypatch):
    monkeypatch.setattr(Here, "require", lambda _run, _operation, target: _Given(target))
    with pytest.raises(AssertionError, match="viewer did not ask the gate"):
        site.ask("{ viewer { login } }", "owner")


class _Given:
    """A grant that nobody gave."""

    def __init__(self, target):
        self.target = target
