"""Stars, watches and topics in GraphQL."""

import pytest

from tests import recording
from watchword.repositories.model import Visibility
from watchword.surfaces.shapes.node_ids import REPOSITORY, node_id

FACTS = """
{ repository(owner: "octavia", name: "aqueduct") {
    stargazerCount viewerHasStarred viewerSubscription
    stargazers(first: 10) { totalCount nodes { login } edges { starredAt node { login } } }
    watchers { totalCount nodes { login } }
    repositoryTopics(first: 100) { totalCount nodes { topic { name } url } }
} }
"""
STARRED = """
query($login: String!) { user(login: $login) { starredRepositories(first: 10%s) {
  totalCount nodes { name viewerHasStarred } edges { starredAt } pageInfo { hasNextPage }
} } }
"""


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def aqueduct(world, octavia):
    return world.repository(octavia, "aqueduct")


def star(world, user, *repositories):
    for one in repositories:
        world.clock.now += 1
        world.write(lambda work, one=one: work.stars.add(user.id, one.id, work.now))


def test_a_repository_tells_its_stars_and_watchers(world, told, octavia, bob, aqueduct):
    star(world, bob, aqueduct)
    star(world, octavia, aqueduct)
    about = told(FACTS)["repository"]
    assert (about["stargazerCount"], about["viewerHasStarred"]) == (2, True)
    assert about["viewerSubscription"] == "SUBSCRIBED"
    assert about["stargazers"]["totalCount"] == 2
    assert [one["login"] for one in about["stargazers"]["nodes"]] == ["bob", "octavia"]
    moments = [one["starredAt"] for one in about["stargazers"]["edges"]]
    assert moments == ["2027-01-15T08:00:01Z", "2027-01-15T08:00:02Z"]
    assert about["watchers"] == {"totalCount": 1, "nodes": [{"login": "octavia"}]}
    assert about["repositoryTopics"] == {"totalCount": 0, "nodes": []}


@pytest.mark.parametrize(("ignored", "state"), [(True, "IGNORED"), (None, "UNSUBSCRIBED")])
def test_what_the_viewer_chose_is_told(world, told, octavia, aqueduct, ignored, state):
    def unit(work):
        if ignored is None:
            work.watches.remove(octavia.id, aqueduct.id)
        else:
            work.watches.put(octavia.id, aqueduct.id, ignored=ignored, now=1)

    world.write(unit)
    assert told(FACTS)["repository"]["viewerSubscription"] == state


def test_a_token_that_may_not_know_is_told_nothing_of_it(world, told, octavia, aqueduct):
    _, bare = world.token(octavia, "public_repo")
    assert told(FACTS, by=bare)["repository"]["viewerSubscription"] is None


def test_topics_are_told_in_their_order(world, told, aqueduct):
    values = {"topics": "water stone"}
    world.write(lambda work: work.repositories.update(aqueduct.id, values, work.now))
    topics = told(FACTS)["repository"]["repositoryTopics"]
    assert topics["totalCount"] == 2
    assert [one["topic"]["name"] for one in topics["nodes"]] == ["water", "stone"]


def test_what_a_person_marked_is_listed_as_far_as_one_may_see_it(
    world, told, octavia, bob, aqueduct, hidden
):
    other = world.repository(bob, "bridge")
    star(world, octavia, hidden, other, aqueduct)
    mine = told(STARRED % "", {"login": "octavia"})["user"]["starredRepositories"]
    assert [one["name"] for one in mine["nodes"]] == ["hidden", "bridge", "aqueduct"]
    assert [one["viewerHasStarred"] for one in mine["nodes"]] == [True] * 3
    assert (mine["totalCount"], len(mine["edges"])) == (3, 3)
    order = ", orderBy: {field: STARRED_AT, direction: DESC}"
    newest = told(STARRED % order, {"login": "octavia"})["user"]["starredRepositories"]
    assert [one["name"] for one in newest["nodes"]] == ["aqueduct", "bridge", "hidden"]
    for by in (world.token(bob, "repo")[1], world.token(octavia, "public_repo", "user")[1]):
        found = told(STARRED % "", {"login": "octavia"}, by=by)["user"]["starredRepositories"]
        assert [one["name"] for one in found["nodes"]] == ["bridge", "aqueduct"]
        assert found["totalCount"] == 2


def test_repositories_are_ordered_by_stars(world, told, octavia, bob, aqueduct):
    world.repository(octavia, "bridge")
    star(world, bob, aqueduct)
    query = """{ viewer { repositories(first: 9, orderBy: {field: STARGAZERS, direction: %s}) {
      nodes { name } } } }"""
    for direction, names in (("DESC", ["aqueduct", "bridge"]), ("ASC", ["bridge", "aqueduct"])):
        nodes = told(query % direction)["viewer"]["repositories"]["nodes"]
        assert [one["name"] for one in nodes] == names


def test_marks_of_a_whole_list_are_read_at_once(world, told, octavia):
    made = [world.repository(octavia, f"r{number}", Visibility.PRIVATE) for number in range(4)]
    star(world, octavia, *made[:2])
    asked = []
    with recording.statements() as ran:
        nodes = told(
            "{ viewer { repositories(first: 9) { nodes { viewerHasStarred viewerSubscription }}}}"
        )["viewer"]["repositories"]["nodes"]
        asked = [one for one in ran if "FROM stars" in one or "FROM watches" in one]
    assert [one["viewerHasStarred"] for one in nodes] == [True, True, False, False]
    assert {one["viewerSubscription"] for one in nodes} == {"SUBSCRIBED"}
    assert len(asked) == 2


ADD = """mutation($id: ID!) { addStar(input: {starrableId: $id, clientMutationId: "m"}) {
  clientMutationId starrable { id stargazerCount viewerHasStarred } } }"""
REMOVE = """mutation($id: ID!) { removeStar(input: {starrableId: $id}) {
  starrable { stargazerCount viewerHasStarred ... on Repository { name } } } }"""
CHOOSE = """mutation($id: ID!, $state: SubscriptionState!) {
  updateSubscription(input: {subscribableId: $id, state: $state}) {
    subscribable { id viewerSubscription } } }"""


def test_a_star_is_put_and_taken_away(told, octavia, aqueduct):
    node = node_id(REPOSITORY, aqueduct.id)
    for _ in range(2):
        answer = told(ADD, {"id": node})["addStar"]
        assert answer["clientMutationId"] == "m"
        assert answer["starrable"] == {"id": node, "stargazerCount": 1, "viewerHasStarred": True}
    answer = told(REMOVE, {"id": node})["removeStar"]["starrable"]
    assert answer == {"stargazerCount": 0, "viewerHasStarred": False, "name": "aqueduct"}


def test_what_one_is_told_is_chosen(told, aqueduct):
    node = node_id(REPOSITORY, aqueduct.id)
    for state in ("IGNORED", "SUBSCRIBED", "UNSUBSCRIBED"):
        answer = told(CHOOSE, {"id": node, "state": state})["updateSubscription"]
        assert answer["subscribable"] == {"id": node, "viewerSubscription": state}


def test_nothing_is_marked_that_one_may_not_know_of(refused, world, bob, hidden):
    node, token = node_id(REPOSITORY, hidden.id), world.token(bob, "repo", "notifications")[1]
    missing = node_id(REPOSITORY, 4_711)
    for question, more in ((ADD, {}), (REMOVE, {}), (CHOOSE, {"state": "SUBSCRIBED"})):
        errors = [refused(question, {"id": one, **more}, by=token) for one in (node, missing)]
        assert [error["type"] for error in errors] == ["NOT_FOUND"] * 2
    for read in (
        lambda work: work.stars.since(bob.id, [hidden.id]),
        lambda work: work.watches.of(bob.id, [hidden.id]),
    ):
        assert world.read(read) == {}


def test_marking_takes_a_scope(refused, world, octavia, aqueduct):
    node, token = node_id(REPOSITORY, aqueduct.id), world.token(octavia, "read:org")[1]
    for question, more in ((ADD, {}), (REMOVE, {}), (CHOOSE, {"state": "IGNORED"})):
        assert refused(question, {"id": node, **more}, by=token)["type"] in {
            "INSUFFICIENT_SCOPES",
            "NOT_FOUND",
        }
    assert world.read(lambda work: work.stars.since(octavia.id, [aqueduct.id])) == {}
