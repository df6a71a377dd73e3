"""Searching: each qualifier that gh sends, those that nobody knows, and counts."""

import pytest

from watchword.kernel.search_terms import MOST_TERMS
from watchword.repositories.model import Visibility

SEARCH = """
query($query: String!, $type: SearchType!, $first: Int, $after: String) {
  search(type: $type, query: $query, first: $first, after: $after) {
    repositoryCount userCount issueCount
    nodes { ... on Repository { nameWithOwner } }
    pageInfo { hasNextPage endCursor }
  }
}"""


@pytest.fixture
def site(world, octavia):
    """Repositories of two people, one after the other; some hidden, one read-only."""
    marcus = world.user("marcus")
    for owner, name, visibility in (
        (octavia, "aqueduct", Visibility.PUBLIC),
        (octavia, "cellar", Visibility.PRIVATE),
        (octavia, "old-road", Visibility.PUBLIC),
        (marcus, "road", Visibility.PUBLIC),
        (marcus, "vault", Visibility.PRIVATE),
    ):
        world.clock.now += 60
        made = world.repository(owner, name, visibility)
        if name == "old-road":
            values = {"archived_at": world.clock.now, "description": "Stones of the Appia"}
            world.write(
                lambda work, made=made, values=values: work.repositories.update(
                    made.id, values, world.clock.now
                )
            )


@pytest.fixture
def find(told, site):
    """What a search finds, by name; its count must agree."""

    def found(text, **more):
        answer = told(SEARCH, {"query": text, "type": "REPOSITORY"}, **more)["search"]
        names = [one["nameWithOwner"].partition("/")[2] for one in answer["nodes"]]
        assert answer["repositoryCount"] == len(names)
        return names

    return found


FOUND = {
    "": ["road", "old-road", "cellar", "aqueduct"],
    "sort:updated-desc user:octavia": ["old-road", "cellar", "aqueduct"],
    "sort:updated-asc user:octavia": ["aqueduct", "cellar", "old-road"],
    "sort:updated org:octavia": ["old-road", "cellar", "aqueduct"],
    "sort:name-asc user:OCTAVIA": ["aqueduct", "cellar", "old-road"],
    "sort:updated-desc archived:false user:octavia": ["cellar", "aqueduct"],
    "sort:updated-desc archived:true user:octavia": ["old-road"],
    "is:public user:octavia": ["old-road", "aqueduct"],
    "is:private user:octavia": ["cellar"],
    "visibility:private": ["cellar"],
    "is:internal user:octavia": [],
    "is:public is:private": [],
    "fork:true user:octavia": ["old-road", "cellar", "aqueduct"],
    "fork:false user:octavia": ["old-road", "cellar", "aqueduct"],
    "fork:only user:octavia": [],
    "language:python user:octavia": [],
    "archived:true fork:true user:@me": ["old-road"],
    "user:@me": ["old-road", "cellar", "aqueduct"],
    "user:nobody": [],
    "user:octavia user:marcus sort:name-asc": ["aqueduct", "cellar", "old-road", "road"],
    "-user:octavia": ["road"],
    "license:mit": [],
    "road NOT old": ["road"],
    "road": ["road", "old-road"],
    "ROAD user:octavia": ["old-road"],
    '"of the" stones': ["old-road"],
    'user:"octavia" aque': ["aqueduct"],
    "100% _ \\": [],
}


def test_a_search_finds_what_fits(find):
    assert {text: find(text) for text in FOUND} == FOUND


NOT_KEPT = (
    "-fork:true",
    "size:large",
    "in:readme",
    "is:mirror",
    "archived:maybe",
    "fork:perhaps",
    "sort:beauty",
    "sort:beauty-desc",
    "road OR vault",
)


def test_a_condition_that_cannot_be_kept_is_refused(refused, site):
    for text in NOT_KEPT:
        error = refused(SEARCH, {"query": text, "type": "REPOSITORY"})
        assert error["type"] == "UNPROCESSABLE"
        assert error["message"].startswith("This server cannot search by")


def test_a_search_has_so_many_terms_at_most(told, refused, site):
    words = ["road"] * MOST_TERMS
    assert told(SEARCH, {"query": " ".join(words), "type": "REPOSITORY"})
    error = refused(SEARCH, {"query": " ".join([*words, "road"]), "type": "REPOSITORY"})
    assert error["message"] == f"A search has {MOST_TERMS} terms at most."


def test_others_private_ones_are_neither_found_nor_counted(world, find):
    assert find("vault") == find("user:marcus is:private") == []
    _, narrow = world.token(world.user("eve"), "public_repo")
    assert set(find("sort:name-asc", by=narrow)) == {"aqueduct", "old-road", "road"}


def test_a_token_without_repo_finds_what_is_public(world, octavia, find):
    _, narrow = world.token(octavia, "public_repo")
    assert find("user:octavia", by=narrow) == ["old-road", "aqueduct"]
    assert find("cellar", by=narrow) == []


def test_what_is_found_is_paged_through_and_counted_as_a_whole(told, site):
    variables = {"query": "sort:name-asc", "type": "REPOSITORY", "first": 3}
    first = told(SEARCH, variables)["search"]
    assert (len(first["nodes"]), first["repositoryCount"]) == (3, 4)
    assert first["pageInfo"]["hasNextPage"]
    after = first["pageInfo"]["endCursor"]
    rest = told(SEARCH, {**variables, "after": after})["search"]
    assert (len(rest["nodes"]), rest["repositoryCount"]) == (1, 4)
    assert not rest["pageInfo"]["hasNextPage"]
    assert not {one["nameWithOwner"] for one in first["nodes"]} & {
        one["nameWithOwner"] for one in rest["nodes"]
    }


PEOPLE = """
query($query: String!, $first: Int, $after: String) {
  search(type: USER, query: $query, first: $first, after: $after) {
    userCount repositoryCount
    nodes { __typename ... on User { login } ... on Organization { login } }
    edges { node { ... on User { login } ... on Organization { login } } }
    pageInfo { hasNextPage endCursor }
  }
}"""


def test_accounts_are_found_by_login_and_name(world, told, octavia):
    world.user("marcus", name="Marcus Octavius")
    world.user("percent", name="100% sure")
    world.organization("octavians", octavia)
    found = {
        "": ["marcus", "octavia", "octavians", "percent"],
        "octav": ["marcus", "octavia", "octavians"],
        "OCTAVIA": ["octavia", "octavians"],
        "marcus octavius": ["marcus"],
        "type:user vigil": ["octavia"],
        "user:octavia": ["octavia"],
        "type:org": ["octavians"],
        "-type:org octav": ["marcus", "octavia"],
        "location:rome": [],
        "%": ["percent"],
        "_": [],
        "nobody": [],
    }
    for text, logins in found.items():
        answer = told(PEOPLE, {"query": text})["search"]
        assert [one["login"] for one in answer["nodes"]] == logins, text
        assert [one["node"]["login"] for one in answer["edges"]] == logins
        assert (answer["userCount"], answer["repositoryCount"]) == (len(logins), 0)


def test_people_are_found_page_by_page(world, told, octavia):
    for login in ("antonia", "brutus"):
        world.user(login)
    first = told(PEOPLE, {"query": "", "first": 2})["search"]
    assert ([one["login"] for one in first["nodes"]], first["userCount"]) == (
        ["antonia", "brutus"],
        3,
    )
    after = first["pageInfo"]["endCursor"]
    rest = told(PEOPLE, {"query": "", "first": 2, "after": after})["search"]
    assert [one["login"] for one in rest["nodes"]] == ["octavia"]
    assert not rest["pageInfo"]["hasNextPage"]


def test_people_are_not_found_by_what_is_not_known_of_them(refused, octavia):
    for text in ("in:email", "-location:rome", "followers:many", "type:robot"):
        assert refused(PEOPLE, {"query": text})["type"] == "UNPROCESSABLE"


def test_the_address_of_a_person_is_nothing_to_search_by(told, octavia):
    assert told(PEOPLE, {"query": "example.test"})["search"]["userCount"] == 0


@pytest.mark.parametrize("kind", ["ISSUE", "DISCUSSION"])
def test_of_what_is_not_there_nothing_is_found(told, site, kind):
    found = told(SEARCH, {"query": "road is:open type:issue", "type": kind})["search"]
    assert found["nodes"] == []
    assert (found["repositoryCount"], found["issueCount"]) == (0, 0)


def test_an_unknown_kind_of_thing_is_an_error(ask, site):
    answer = ask(SEARCH, {"query": "road", "type": "PACKAGE"})
    assert "data" not in answer or answer["data"] is None
    assert "SearchType" in answer["errors"][0]["message"]


STATUS = """
query AssignedSearch($assigned: String!, $reviews: String!, $limit: Int = 25) {
  assignments: search(first: $limit, type: ISSUE, query: $assigned) {
    edges { node {
      ... on Issue { __typename updatedAt title number repository { nameWithOwner } }
      ... on PullRequest { __typename updatedAt title number repository { nameWithOwner } }
    } }
  }
  reviewRequested: search(first: $limit, type: ISSUE, query: $reviews) {
    edges { node {
      ... on PullRequest { __typename updatedAt title number repository { nameWithOwner } }
    } }
  }
}"""


def test_of_issues_and_pull_requests_none_is_found(told, site):
    asked = {"assigned": "assignee:@me state:open", "reviews": "state:open review-requested:@me"}
    nothing = {"edges": []}
    assert told(STATUS, asked) == {"assignments": nothing, "reviewRequested": nothing}
