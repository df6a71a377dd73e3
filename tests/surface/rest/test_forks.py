"""Forks by the API: copies that share nothing, and how they are kept up to date."""

import pytest

from tests.histories import History, history_of
from tests.world import NOON
from watchword.access.roles import Role
from watchword.repositories.model import Visibility

MAIN = "refs/heads/main"
WORKFLOW = {".github": {"workflows": {"x.yml": "on: push"}}}


@pytest.fixture
def bert(world):
    return world.user("bert")


@pytest.fixture
def token(world, bert):
    return world.token(bert, "repo")[1]


@pytest.fixture
def source(world, octavia):
    return world.repository(octavia, "things")


@pytest.fixture
def history(api, source):
    made = History(api.layout.root, source.key)
    made.first = made.commit({"a.txt": "a"})
    made.git("update-ref", "refs/heads/other", made.first)
    made.tag("v1", made.first, "The first")
    return made


@pytest.fixture
def fork(api, token, history):
    """Bert's fork of things."""
    answer = api.ask("POST", "/repos/octavia/things/forks", token, body={})
    assert answer.status == 202, answer.body
    return answer.json


def test_a_fork_is_a_whole_copy_that_shares_no_object(api, world, fork, history, source):
    assert (fork["full_name"], fork["fork"], fork["private"]) == ("bert/things", True, False)
    assert fork["parent"]["full_name"] == "octavia/things"
    assert fork["source"]["full_name"] == "octavia/things"
    copy = history_of(api, world, fork["id"])
    refs = "for-each-ref", "--format=%(refname) %(objectname)"
    assert copy.git(*refs) == history.git(*refs)
    assert not (copy.path / "objects/info/alternates").exists()
    copy.git("fsck", "--strict", "--full")
    shown = api.ask("GET", "/repos/octavia/things").json
    assert (shown["forks_count"], shown["forks"], shown["fork"]) == (1, 1, False)
    assert "parent" not in shown
    assert [one["full_name"] for one in api.ask("GET", "/repos/octavia/things/forks").json] == [
        "bert/things"
    ]
    facts = world.read(lambda work: work.events.latest(1, name="repo.fork"))
    assert (facts[0].body["repository_id"], facts[0].body["fork"]) == (source.id, fork["id"])


def test_what_no_branch_leads_to_is_not_copied(api, world, token, history):
    hidden = history.commit({"secret": "s"}, branch=None)
    history.git("update-ref", "refs/watchword/x", hidden)
    fork = api.ask("POST", "/repos/octavia/things/forks", token, body={}).json
    copy = history_of(api, world, fork["id"])
    assert "missing" in copy.git("cat-file", "--batch-check", given=hidden.encode())


def test_a_fork_that_is_there_is_given_again(api, world, token, fork):
    world.clock.now += 500
    again = api.ask("POST", "/repos/octavia/things/forks", token, body={"name": "other"})
    assert (again.status, again.json["id"]) == (202, fork["id"])
    assert again.json["created_at"] == fork["created_at"]
    assert len(dict(api.layout.keys())) == 2


def test_ones_own_repository_is_its_own_fork_as_github_says(api, world, octavia, history):
    mine = world.token(octavia, "public_repo")[1]
    answer = api.ask("POST", "/repos/octavia/things/forks", mine, body={})
    assert (answer.status, answer.json["full_name"]) == (202, "octavia/things")


def test_a_fork_may_have_another_name_and_one_branch_only(api, world, token, history):
    wanted = {"name": "my things", "default_branch_only": True}
    fork = api.ask("POST", "/repos/octavia/things/forks", token, body=wanted).json
    assert fork["full_name"] == "bert/my-things"
    copy = history_of(api, world, fork["id"])
    assert copy.git("for-each-ref", "--format=%(refname)") == MAIN


def test_a_name_that_is_taken_gets_a_number(api, world, bert, token, history):
    world.repository(bert, "things")
    fork = api.ask("POST", "/repos/octavia/things/forks", token, body={}).json
    assert fork["full_name"] == "bert/things-1"


def test_an_empty_repository_cannot_be_forked(api, world, octavia, token):
    made = world.repository(octavia, "empty")
    History(api.layout.root, made.key)
    answer = api.ask("POST", "/repos/octavia/empty/forks", token, body={})
    assert answer.status == 403
    assert "Empty repositories cannot be forked" in answer.message


def test_forking_takes_a_scope(api, world, bert, history):
    bare, public = world.token(bert)[1], world.token(bert, "public_repo")[1]
    path = "/repos/octavia/things/forks"
    assert api.ask("POST", path, bare, body={}).status == 403
    assert api.ask("POST", path, body={}).status == 401
    assert api.ask("POST", path, public, body={}).status == 202


def test_a_fork_of_a_private_repository_stays_private_and_goes_with_it(
    api, world, octavia, bert, token
):
    vault = world.repository(octavia, "vault", Visibility.PRIVATE)
    History(api.layout.root, vault.key).commit({"a": "b"})
    path = "/repos/octavia/vault/forks"
    assert api.ask("POST", path, token, body={}).status == 404
    world.collaborator(vault, bert, Role.READ)
    assert api.ask("POST", path, world.token(bert, "public_repo")[1], body={}).status == 404
    fork = api.ask("POST", path, token, body={})
    assert (fork.status, fork.json["private"]) == (202, True)
    carl = world.token(world.user("carl"), "repo")[1]
    assert api.ask("GET", "/repos/bert/vault", carl).status == 404
    opened = api.ask("PATCH", "/repos/bert/vault", token, body={"private": False})
    assert opened.status == 422
    delete = world.token(octavia, "delete_repo", "repo")[1]
    assert api.ask("DELETE", "/repos/octavia/vault", delete).status == 204
    assert api.ask("GET", "/repos/bert/vault", token).status == 404


def test_forks_that_the_token_may_not_see_are_on_no_list(api, world, octavia, bert, token):
    vault = world.repository(octavia, "vault", Visibility.PRIVATE)
    History(api.layout.root, vault.key).commit({"a": "b"})
    world.collaborator(vault, bert, Role.READ)
    api.ask("POST", "/repos/octavia/vault/forks", token, body={})
    hers = world.token(octavia, "repo")[1]
    assert api.ask("GET", "/repos/octavia/vault/forks", hers).json == []
    assert len(api.ask("GET", "/repos/octavia/vault/forks", token).json) == 1


def test_a_public_fork_outlives_its_source(api, world, octavia, fork, token):
    delete = world.token(octavia, "delete_repo")[1]
    assert api.ask("DELETE", "/repos/octavia/things", delete).status == 204
    left = api.ask("GET", "/repos/bert/things", token).json
    assert left["fork"] is False
    assert "parent" not in left


def test_a_source_that_was_hidden_is_not_told_of(api, world, octavia, fork, token):
    hers = world.token(octavia, "repo")[1]
    hidden = api.ask("PATCH", "/repos/octavia/things", hers, body={"private": True})
    assert hidden.status == 200
    left = api.ask("GET", "/repos/bert/things", token).json
    assert (left["fork"], "parent" in left) == (False, False)


def test_a_copy_that_a_crash_broke_off_is_finished_later(api, world, fork, history):
    copy = history_of(api, world, fork["id"])
    for ref in copy.git("for-each-ref", "--format=%(refname)").splitlines():
        copy.git("update-ref", "-d", ref)
    parent = fork["parent"]["id"]
    world.write(lambda work: work.lineage.begin_fork(fork["id"], parent, parent, None, NOON))
    assert api.run(api.copies.forks.finish()) == 1
    assert copy.git("rev-parse", "main") == history.first
    assert world.read(lambda work: work.lineage.filling()) == []
    assert api.run(api.copies.forks.finish()) == 0


UPSTREAM = "/repos/bert/things/merge-upstream"


def test_a_branch_is_brought_forward(api, world, fork, history, token):
    new = history.commit({"a.txt": "b"}, "More", history.first)
    answer = api.ask("POST", UPSTREAM, token, body={"branch": "main"})
    assert answer.status == 200
    assert answer.json == {
        "message": "Successfully fetched and fast-forwarded from upstream octavia:main.",
        "merge_type": "fast-forward",
        "base_branch": "octavia:main",
    }
    copy = history_of(api, world, fork["id"])
    assert copy.git("rev-parse", "main") == new
    copy.git("fsck", "--strict", "--full")
    facts = world.read(lambda work: work.events.latest(1, name="git.push"))
    assert facts[0].body["after"] == new
    again = api.ask("POST", UPSTREAM, token, body={"branch": "main"})
    assert (again.status, again.json["merge_type"]) == (200, "none")


def test_a_branch_that_went_on_by_itself_is_not_behind(api, world, fork, history, token):
    copy = history_of(api, world, fork["id"])
    copy.commit({"mine": "x"}, "Mine", history.first)
    answer = api.ask("POST", UPSTREAM, token, body={"branch": "main"})
    assert answer.json["merge_type"] == "none"


def test_where_both_went_on_it_is_a_conflict(api, world, fork, history, token):
    copy = history_of(api, world, fork["id"])
    mine = copy.commit({"mine": "x"}, "Mine", history.first)
    history.commit({"theirs": "x"}, "Theirs", history.first)
    answer = api.ask("POST", UPSTREAM, token, body={"branch": "main"})
    assert (answer.status, answer.message) == (409, "There are merge conflicts")
    assert copy.git("rev-parse", "main") == mine


def test_workflows_of_the_source_take_their_scope(api, world, bert, fork, history, token):
    history.commit({"a.txt": "a", **WORKFLOW}, "Run", history.first)
    answer = api.ask("POST", UPSTREAM, token, body={"branch": "main"})
    assert answer.status == 403
    assert "without `workflow` scope" in answer.message
    more = world.token(bert, "repo", "workflow")[1]
    assert api.ask("POST", UPSTREAM, more, body={"branch": "main"}).status == 200


@pytest.mark.parametrize("branch", ["nowhere", "", "-x", "a..b", "refs/heads/main", "\u0000"])
def test_a_branch_that_is_not_there_is_refused(api, fork, token, branch):
    assert api.ask("POST", UPSTREAM, token, body={"branch": branch}).status == 422


def test_only_forks_have_an_upstream_and_only_who_may_push_brings_it(api, world, fork, octavia):
    hers = world.token(octavia, "repo")[1]
    own = api.ask("POST", "/repos/octavia/things/merge-upstream", hers, body={"branch": "main"})
    assert own.status == 422
    assert api.ask("POST", UPSTREAM, hers, body={"branch": "main"}).status == 403
    assert api.ask("POST", UPSTREAM, body={"branch": "main"}).status == 401


def test_a_member_who_may_create_there_forks_into_an_organization(api, world, bert, history, token):
    org = world.organization("acme", bert)
    wanted = {"organization": "acme", "name": "ours"}
    answer = api.ask("POST", "/repos/octavia/things/forks", token, body=wanted)
    assert (answer.status, answer.json["full_name"]) == (202, "acme/ours")
    assert answer.json["owner"]["type"] == "Organization"
    assert answer.json["owner"]["id"] == org.id
    stranger = world.token(world.user("carl"), "repo")[1]
    refused = api.ask("POST", "/repos/octavia/things/forks", stranger, body=wanted)
    assert refused.status in {403, 404}
    nowhere = {"organization": "nowhere"}
    assert api.ask("POST", "/repos/octavia/things/forks", token, body=nowhere).status == 404
