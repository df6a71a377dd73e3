"""Commits of a repository and its forks compared, over the API."""

import pytest

from tests.api import ADDRESS, API
from tests.histories import History, history_of

THINGS, FORK = "/repos/octavia/things", "/repos/bert/things"


@pytest.fixture
def bert(world):
    return world.user("bert")


@pytest.fixture
def token(world, bert):
    return world.token(bert, "repo")[1]


@pytest.fixture
def source(api, world, octavia):
    made = world.repository(octavia, "things")
    history = History(api.layout.root, made.key)
    history.first = history.commit({"a.txt": "a\n"})
    return history


@pytest.fixture
def fork(api, world, token, source):
    """Bert's fork, in which a branch has a commit of its own."""
    answer = api.ask("POST", f"{THINGS}/forks", token, body={})
    assert answer.status == 202, answer.body
    api.settle()
    made = history_of(api, world, answer.json["id"])
    made.topic = made.commit({"b.txt": "b\n"}, "Topic", source.first, branch="topic")
    return made


def test_what_a_fork_adds_is_told_with_addresses_that_lead_there(api, source, fork):
    on = source.commit({"a.txt": "more\n"}, "More", source.first)
    told = api.ask("GET", f"{THINGS}/compare/main...bert:topic").json
    assert (told["status"], told["ahead_by"], told["behind_by"]) == ("diverged", 1, 1)
    assert told["base_commit"]["sha"] == on
    assert told["merge_base_commit"]["sha"] == source.first
    assert [one["sha"] for one in told["commits"]] == [fork.topic]
    assert told["url"] == f"{ADDRESS}{API}{THINGS}/compare/main...bert:topic"
    exact = f"/octavia/things/compare/octavia:{on[:7]}...bert:{fork.topic[:7]}"
    assert told["permalink_url"] == ADDRESS + exact
    assert {one["filename"]: one["status"] for one in told["files"]} == {
        "a.txt": "removed",
        "b.txt": "added",
    }
    for commit in (told["base_commit"], told["merge_base_commit"], *told["commits"]):
        at = commit["url"].removeprefix(f"{ADDRESS}{API}")
        assert api.ask("GET", at).json["sha"] == commit["sha"]
    assert told["files"][1]["contents_url"].startswith(f"{ADDRESS}{API}{FORK}/contents/b.txt")


def test_each_way_to_name_them_means_the_same(api, source, fork):
    for at, words in (
        (THINGS, "octavia:main...bert:topic"),
        (THINGS, "octavia:things:main...BERT:Things:topic"),
        (FORK, "octavia:main...topic"),
        (FORK, "octavia:main...bert:topic"),
    ):
        told = api.ask("GET", f"{at}/compare/{words}").json
        assert [one["sha"] for one in told["commits"]] == [fork.topic], words
        assert told["status"] == "ahead"


def test_the_source_is_compared_as_the_head_and_both_may_lie_elsewhere(api, source, fork):
    told = api.ask("GET", f"{THINGS}/compare/bert:topic...main").json
    assert (told["status"], told["base_commit"]["sha"]) == ("behind", fork.topic)
    told = api.ask("GET", f"{FORK}/compare/octavia:main...octavia:main").json
    assert (told["status"], told["base_commit"]["sha"]) == ("identical", source.first)


def test_it_is_told_as_a_difference_and_as_patches_too(api, source, fork):
    for form, begin in (("diff", b"diff --git"), ("patch", b"From ")):
        accept = [("accept", f"application/vnd.github.{form}")]
        answer = api.ask("GET", f"{THINGS}/compare/main...bert:topic", headers=accept)
        assert answer.status == 200
        assert answer.body.startswith(begin)
        assert b"+b" in answer.body


def test_nothing_of_it_stays_where_it_was_read(api, source, fork):
    before = sorted(source.path.rglob("*"))
    assert api.ask("GET", f"{THINGS}/compare/main...bert:topic").status == 200
    assert sorted(source.path.rglob("*")) == before
    assert not (source.path / "objects/info/alternates").exists()
    # An object of the fork is still no object of its source.
    assert api.ask("GET", f"{THINGS}/git/commits/{fork.topic}").status == 404
    assert api.ask("GET", f"{THINGS}/compare/main...{fork.topic}").status == 404


MISSING = (
    "main...bert:none",
    "main...bert:other:topic",
    "main...nobody:topic",
    "main...:topic",
    "main...bert:",
    "main...a:b:c:d",
    "bert::topic...main",
    "main...%FF:topic",
    "%00:main...main",
    "main...bert:%FF:topic",
)


def test_what_is_not_there_is_missing(api, fork):
    for words in MISSING:
        assert api.ask("GET", f"{THINGS}/compare/{words}").status == 404, words


def test_a_repository_of_another_network_is_not_compared(api, world, bert, fork):
    other = world.repository(bert, "other")
    made = History(api.layout.root, other.key)
    made.commit({"a.txt": "a\n"})
    assert api.ask("GET", f"{THINGS}/compare/main...bert:other:main").status == 404
    assert api.ask("GET", "/repos/bert/other/compare/main...octavia:main").status == 404
