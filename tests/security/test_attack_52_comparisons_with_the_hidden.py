"""Attack 52, finding out what exists by comparing with it: a fork that one may not read is as none.

Nor does a comparison lend objects: what lies in a hidden fork is not read by its id either.
"""

import itertools

import pytest

from tests.histories import History
from tests.recording import statements
from watchword.repositories.model import Visibility

PUBLIC = "/repos/octavia/things"
WORDS = ("{}:topic", "{}:things:topic")


@pytest.fixture
def hidden(api, world):
    """A fork of a public repository that was hidden afterwards; gives its owner and a commit."""
    octavia, bert = world.user("octavia"), world.user("bert")
    world.user("marcia")
    made = world.repository(octavia, "things")
    first = History(api.layout.root, made.key).commit({"a.txt": "a\n"})
    token = world.token(bert, "repo")[1]
    fork = api.ask("POST", f"{PUBLIC}/forks", token, body={}).json["id"]
    api.settle()

    def hide(work):
        work.repositories.update(fork, {"visibility": Visibility.PRIVATE}, work.now)
        return work.repositories.by_id(fork, None)

    key = world.write(hide).key
    secret = History(api.layout.root, key).commit({"s": "s\n"}, "Secret", first, branch="topic")
    return bert, secret


@pytest.fixture
def strangers(world, hidden):
    bert, _ = hidden
    return {
        "nobody": None,
        "a stranger": world.token(world.user("eve"), "repo")[1],
        "its owner without the scope": world.token(bert, "public_repo")[1],
    }


def test_a_hidden_fork_is_as_none(api, hidden, strangers):
    _, secret = hidden
    for word, token in itertools.product(WORDS, strangers.values()):
        took = {}
        for owner in ("bert", "marcia"):
            for path in ("main...{}", "{}...main"):
                with statements() as ran:
                    asked = path.format(word.format(owner))
                    answer = api.ask("GET", f"{PUBLIC}/compare/{asked}", token)
                    took.setdefault(path, []).append((answer.status, answer.body, [*ran]))
        for one, other in took.values():
            assert one[0] == 404
            assert one == other
        for path in (f"main...{secret}", f"main...bert:{secret}"):
            assert api.ask("GET", f"{PUBLIC}/compare/{path}", token).status == 404


def test_its_owner_compares_it(api, world, hidden):
    bert, secret = hidden
    told = api.ask("GET", f"{PUBLIC}/compare/main...bert:topic", world.token(bert, "repo")[1])
    assert [one["sha"] for one in told.json["commits"]] == [secret]


def test_what_is_open_is_not_read_through_what_is_hidden(api, world, hidden):
    """By a hidden fork nothing is asked, whatever is named beside it."""
    answer = api.ask("GET", "/repos/bert/things/compare/octavia:main...octavia:main")
    assert answer.status == 404
