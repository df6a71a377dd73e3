"""The schema as gh knows it: each of its questions, each field of a repository, names of types."""

import re

import pytest
import strawberry

from tests import gh_queries as gh
from watchword.access.operation import REGISTERED
from watchword.access.table import accounts as account_table
from watchword.repositories.model import Visibility
from watchword.surfaces.graphql.asking import asks
from watchword.surfaces.graphql.schema import build, check, operations

PAGE = {"perPage": 30, "privacy": "PRIVATE", "fork": False}
PLACE = {"owner": "octavia", "name": "hidden"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MOMENTS = ("createdAt", "updatedAt", "pushedAt", "archivedAt")
NUMBERS = ("forkCount", "stargazerCount")
ADDRESSES = ("url", "openGraphImageUrl")
DEFAULTS = "nameWithOwner,description,isPrivate,isFork,isArchived,createdAt,pushedAt,visibility"


def state(world, owner, name):
    """A repository of that kind: just made, pushed to, read-only, or hidden."""
    made = world.repository(
        owner, name, Visibility.PRIVATE if name == "hidden" else Visibility.PUBLIC
    )
    if name != "empty":
        world.write(lambda work: work.repositories.pushed(made.id, world.clock.now + 60))
    if name == "archived":
        values = {"archived_at": world.clock.now + 120}
        world.write(lambda work: work.repositories.update(made.id, values, world.clock.now + 120))
    return made


@pytest.fixture(params=["empty", "pushed", "archived", "hidden"])
def shown(request, world, octavia, told):
    """Everything that is said of a repository of each kind."""
    state(world, octavia, request.param)
    variables = {"owner": "octavia", "name": request.param}
    return told(gh.NAMED % gh.EVERYTHING, variables)["repository"]


def test_every_field_that_gh_knows_is_answered_with_the_type_that_gh_reads(shown):
    assert shown.keys() == {*gh.PLAIN, *gh.COMPOSITE}
    assert all(shown[name] is None or MOMENT.fullmatch(shown[name]) for name in MOMENTS)
    assert all(type(shown[name]) is int for name in NUMBERS)
    assert all(shown[name].startswith("https://git.example.test/") for name in ADDRESSES)
    assert shown["sshUrl"] == f"git@git.example.test:octavia/{shown['name']}.git"
    flags = [name for name in gh.PLAIN if re.match(r"(is|has|uses)[A-Z]|.*Allowed$", name)]
    assert len(flags) > 15
    assert {name for name in flags if type(shown[name]) is not bool} == set()


def test_what_is_not_there_is_an_empty_list_or_null(shown):
    assert shown["parent"] is shown["templateRepository"] is shown["latestRelease"] is None
    assert shown["issues"] == shown["pullRequests"] == {"totalCount": 0}
    assert shown["milestones"] == shown["projectsV2"] == shown["projects"] == {"nodes": []}
    for name, inside in gh.COMPOSITE.items():
        if "nodes" in inside:
            assert isinstance(shown[name]["nodes"], list)
        elif "edges" in inside:
            assert isinstance(shown[name]["edges"], list)


def test_what_a_repository_went_through_is_told(shown):
    name = shown["name"]
    assert shown["isEmpty"] is (name == "empty")
    assert shown["defaultBranchRef"] == (None if name == "empty" else {"name": "main"})
    assert shown["pushedAt"] == (
        "2027-01-15T08:00:00Z" if name == "empty" else "2027-01-15T08:01:00Z"
    )
    assert shown["isArchived"] is (name == "archived")
    assert shown["archivedAt"] == ("2027-01-15T08:02:00Z" if name == "archived" else None)
    assert (shown["isPrivate"], shown["visibility"]) == (
        (True, "PRIVATE") if name == "hidden" else (False, "PUBLIC")
    )
    assert (shown["viewerPermission"], shown["viewerCanAdminister"]) == ("ADMIN", True)
    assert shown["owner"]["login"] == "octavia"


def test_each_field_is_answered_alone(told, hidden):
    for name in [*gh.PLAIN, *gh.COMPOSITE]:
        selection = name + gh.COMPOSITE.get(name, "")
        assert told(gh.NAMED % selection, PLACE)["repository"].keys() == {name}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        pytest.param(gh.KNOWN, PLACE, id="what is cloned"),
        pytest.param(gh.NAMED % "name,owner{id,login},description", PLACE, id="what is viewed"),
        pytest.param(gh.NAMED % "name,owner{id,login},isArchived,id", PLACE, id="what is archived"),
        pytest.param(gh.NAMED % "name viewerCanAdminister", PLACE, id="what is edited"),
        pytest.param(gh.LIST % ("", "viewer", DEFAULTS), PAGE, id="one's own list"),
        pytest.param(
            gh.LIST % (",$owner:String!", "repositoryOwner(login: $owner)", gh.EVERYTHING),
            {"perPage": 100, "owner": "octavia"},
            id="somebody's list with everything",
        ),
        pytest.param(
            gh.SEARCH % gh.EVERYTHING,
            {"query": "sort:updated-desc archived:false user:octavia", "perPage": 100},
            id="a search for everything",
        ),
        pytest.param(gh.TEMPLATES, {"owner": "octavia", "perPage": 100}, id="templates"),
        pytest.param(gh.NETWORK % (*PLACE.values(), "octavia", "open"), None, id="several at once"),
        pytest.param(gh.PARENT, PLACE, id="the parent"),
        pytest.param(gh.ORGANIZATIONS, {"user": "octavia", "limit": 30}, id="organizations"),
        pytest.param("{viewer{login,organizations(first: 100){nodes{login}}}}", None, id="mine"),
        pytest.param(
            gh.GISTS,
            {"endCursor": None, "includeContent": True, "per_page": 30, "visibility": "ALL"},
            id="gists",
        ),
        pytest.param("query UserCurrent{viewer{login}}", None, id="who it is"),
        pytest.param("query UserCurrent{viewer{id}}", None, id="whose templates"),
    ],
)
def test_each_question_of_gh_is_answered(world, octavia, told, hidden, query, variables):
    world.repository(octavia, "open")
    answer = told(query, variables)
    assert answer
    assert None not in answer.values()


def test_an_unknown_owner_of_a_list_is_null_and_no_error(told):
    query = gh.LIST % (",$owner:String!", "repositoryOwner(login: $owner)", DEFAULTS)
    assert told(query, {"perPage": 30, "owner": "nobody"}) == {"repositoryOwner": None}


def test_of_several_repositories_those_that_are_missing_are_named(ask, hidden):
    answer = ask(gh.NETWORK % ("octavia", "hidden", "octavia", "gone"))
    assert answer["data"]["repo_000"]["name"] == "hidden"
    assert answer["data"]["repo_001"] is None
    (error,) = answer["errors"]
    assert (error["type"], error["path"]) == ("NOT_FOUND", ["repo_001"])
    text = "Could not resolve to a Repository with the name 'octavia/gone'."
    assert error["message"] == text


@pytest.mark.parametrize("kind", ["Repository", "Issue", "Release", "PullRequest"])
def test_what_features_there_are_is_asked_by_the_fields_of_a_type(told, kind):
    fields = told(gh.FEATURES % (kind, kind, kind))[kind]["fields"]
    assert fields
    if kind == "Repository":
        assert {"visibility", "autoMergeAllowed"} <= {one["name"] for one in fields}


def test_types_that_are_not_there_are_null(told):
    told(gh.PULL_REQUESTS)
    assert told('{__type(name: "LinkedBranch") {name}}') == {"__type": None}


def test_what_can_be_searched_for_is_listed(told):
    values = told(gh.SEARCH_TYPES)["SearchType"]["enumValues"]
    names = {one["name"] for one in values}
    assert {"REPOSITORY", "USER"} <= names
    assert "ISSUE_ADVANCED" not in names


def test_labels_are_asked_for_as_gh_orders_them(told, hidden):
    query = """
    query LabelList($owner: String!, $repo: String!, $limit: Int!, $endCursor: String,
        $query: String, $orderBy: LabelOrder) {
      repository(owner: $owner, name: $repo) {
        labels(first: $limit, after: $endCursor, query: $query, orderBy: $orderBy) {
          totalCount nodes { id name color description } pageInfo { hasNextPage endCursor }
        }
      }
    }"""
    order = {"field": "CREATED_AT", "direction": "ASC"}
    variables = {"owner": "octavia", "repo": "hidden", "limit": 30, "orderBy": order}
    labels = told(query, variables)["repository"]["labels"]
    assert (labels["totalCount"], labels["nodes"]) == (0, [])


def test_names_of_types_are_githubs(told, hidden):
    query = """{
      viewer { __typename repositories(first: 1) { __typename nodes { __typename
        owner { __typename } labels { __typename } languages { __typename } } } }
      search(type: REPOSITORY, query: "hidden") { __typename nodes { __typename } }
    }"""
    answer = told(query)
    (one,) = answer["viewer"]["repositories"]["nodes"]
    assert answer["viewer"]["__typename"] == one["owner"]["__typename"] == "User"
    assert answer["viewer"]["repositories"]["__typename"] == "RepositoryConnection"
    assert one["__typename"] == "Repository"
    assert one["labels"]["__typename"] == "LabelConnection"
    assert one["languages"]["__typename"] == "LanguageConnection"
    found = answer["search"]
    assert found["__typename"] == "SearchResultItemConnection"
    assert found["nodes"] == [{"__typename": "Repository"}]


def test_all_fields_with_resolvers_ask_operations_of_the_table():
    asked = list(operations())
    assert len(asked) > 10
    assert {name for name, one in asked if REGISTERED[one.name] is not one} == set()


@strawberry.type
class Careless:
    """Resolvers that were made without a thought."""

    @strawberry.field
    def open(self) -> int:
        """Nobody was asked."""
        return 1


def test_a_resolver_that_names_no_operation_is_refused():
    schema = strawberry.Schema(query=Careless)._schema
    with pytest.raises(ValueError, match=r"Careless\.open names no operation"):
        check(schema)
    check(build())


def test_a_field_without_operations_cannot_be_built():
    with pytest.raises(ValueError, match="a field names its operations"):
        asks(description="Nothing.")


@pytest.mark.parametrize("forgets", [True, False])
def test_a_resolver_that_forgets_to_ask_gives_nothing(api, world, octavia, monkeypatch, forgets):
    # The promise is kept by what runs it, so a resolver is run that breaks it.
    from watchword.surfaces.graphql import asking

    real = asking.Here.require

    def forgetful(self, operation, target):
        granted = real(self, operation, target)
        self._asked -= forgets
        return granted

    _, token = world.token(octavia, "repo")
    monkeypatch.setattr(asking.Here, "require", forgetful)
    answer = api.ask("POST", "/api/graphql", token, body={"query": "{ viewer { login } }"})
    assert answer.status == (500 if forgets else 200)
    assert (b"octavia" in answer.body) is not forgets


def test_a_resolver_that_asks_for_another_operation_than_it_names_is_stopped(world, octavia):
    from watchword.surfaces.graphql.asking import Here
    from watchword.surfaces.shapes.addresses import Addresses

    _, token = world.token(octavia, "repo")

    def unit(work):
        run = Here(work, world.caller(token), Addresses("https://git.example.test"), None)
        with run.field("viewer", (account_table.READ_SELF,)):
            assert run.require(account_table.READ_SELF, octavia).target == octavia
            with pytest.raises(AssertionError, match=r"viewer does not name user\.read"):
                run.require(account_table.READ, octavia)

    world.read(unit)
