"""What webhooks are told of statuses, deployments, releases and comments on commits."""

import pytest

from tests.histories import History
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import comments as comment_table
from watchword.access.table import releases as release_table
from watchword.access.table import statuses as table
from watchword.kernel.events import Origin
from watchword.releases import service as releases
from watchword.releases.service import Wanted
from watchword.social.comments import service as comments
from watchword.statuses import deployments
from watchword.statuses import service as statuses
from watchword.statuses.model import DeploymentState, State


@pytest.fixture
def commit(tmp_path, layout, things):
    history = History(tmp_path / "repositories", things.key)
    made = history.commit({"a": "1"}, "One")
    history.git("update-ref", "refs/heads/main", made)
    return made


@pytest.fixture
def do(world, octavia, things):
    """Does something to the repository, or to what is found in it, as its owner."""
    actor = actor_of(octavia, kind=Kind.SESSION, origin=Origin(user=octavia.id, kind="session"))

    def run(operation, fn, *arguments, find=None, **more):
        def unit(work):
            target = work.repositories.by_id(things.id, octavia.id)
            target = find(work, target) if find else target
            return fn(work, require(actor, operation, target), *arguments, **more)

        return world.write(unit, actor)

    return run


def test_a_status_is_told_with_its_commit_and_branches(hooks, receiver, things, commit, do):
    hooks.make(things, receiver.url, "status")
    address = "https://ci.example.test/1"
    report = {"sha": commit, "state": State.SUCCESS, "context": "ci", "target_url": address}
    made = do(table.CREATE, statuses.create, **report)
    hooks.run()
    (told,) = [one.payload for one in receiver.of("status")]
    assert (told["id"], told["sha"], told["state"]) == (made.id, commit, "success")
    assert (told["name"], told["context"]) == ("octavia/things", "ci")
    assert (told["target_url"], told["description"]) == (address, None)
    assert (told["commit"]["sha"], told["commit"]["commit"]["message"]) == (commit, "One")
    (branch,) = told["branches"]
    assert (branch["name"], branch["commit"]["sha"]) == ("main", commit)
    assert "action" not in told
    assert told["sender"]["login"] == told["repository"]["owner"]["login"] == "octavia"


def test_a_status_of_a_commit_that_is_gone_is_not_told(hooks, receiver, things, commit, do):
    hooks.make(things, receiver.url, "status")
    do(table.CREATE, statuses.create, sha="0" * 40, state=State.ERROR)
    hooks.run()
    assert receiver.of("status") == []


def test_a_deployment_and_how_it_goes_on_are_told(hooks, receiver, things, commit, do):
    hooks.make(things, receiver.url, "deployment", "deployment_status")
    wanted = deployments.Wanted(ref="main", environment="production")
    made = do(table.CREATE_DEPLOYMENT, deployments.create, wanted, commit, 0)
    do(
        table.CREATE_DEPLOYMENT_STATUS,
        deployments.report,
        state=DeploymentState.SUCCESS,
        find=lambda work, found: work.deployments.find(found, made.id),
    )
    hooks.run()
    (deployment,) = [one.payload for one in receiver.of("deployment")]
    assert (deployment["action"], deployment["deployment"]["id"]) == ("created", made.id)
    assert deployment["deployment"]["sha"] == commit
    (status,) = [one.payload for one in receiver.of("deployment_status")]
    assert (status["action"], status["deployment_status"]["state"]) == ("created", "success")
    assert status["deployment"]["id"] == made.id
    assert status["deployment_status"]["creator"]["login"] == "octavia"


def test_a_release_is_told_from_its_draft_to_its_end(hooks, receiver, things, commit, do):
    hooks.make(things, receiver.url, "release")

    def find(work, found):
        return work.releases.find(found, made.id)

    def actions():
        hooks.run()
        found = [one.payload for one in receiver.of("release")]
        receiver.received.clear()
        return {one["action"]: one for one in found}

    made = do(release_table.CREATE, releases.create, Wanted("v1", "main", "One", draft=True))
    told = actions()
    assert set(told) == {"created"}
    assert (told["created"]["release"]["id"], told["created"]["release"]["draft"]) == (
        made.id,
        True,
    )
    do(release_table.UPDATE, releases.update, Wanted("v1", "main", "Two"), find=find)
    told = actions()
    assert set(told) == {"edited", "published", "released"}
    assert told["edited"]["changes"] == {"name": {"from": "One"}}
    assert told["published"]["release"]["name"] == "Two"
    do(release_table.DELETE, releases.delete, find=find)
    gone = actions()["deleted"]["release"]
    assert (gone["id"], gone["tag_name"], gone["name"]) == (made.id, "v1", "Two")
    assert gone["author"]["login"] == "octavia"


def test_a_prerelease_is_told_as_one(hooks, receiver, things, commit, do):
    hooks.make(things, receiver.url, "release")
    do(release_table.CREATE, releases.create, Wanted("v1", "main", prerelease=True))
    hooks.run()
    actions = {one.payload["action"] for one in receiver.of("release")}
    assert actions == {"created", "published", "prereleased"}


def test_a_comment_on_a_commit_is_told(hooks, receiver, octavia, things, commit, do):
    hooks.make(things, receiver.url, "commit_comment")
    wanted = comments.Wanted("Is *this* right?", path="a", position=1)
    made = do(comment_table.COMMENT, comments.add, octavia.id, commit, wanted)
    hooks.run()
    (told,) = [one.payload for one in receiver.of("commit_comment")]
    assert (told["action"], told["comment"]["id"]) == ("created", made.id)
    assert (told["comment"]["commit_id"], told["comment"]["body"]) == (commit, wanted.body)
    assert told["comment"]["author_association"] == "OWNER"
    assert told["comment"]["user"]["login"] == told["sender"]["login"] == "octavia"
