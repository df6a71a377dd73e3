"""Lists of repositories: what is on them, in which order, page by page."""

import base64
import itertools

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

LIST = "{ %s { repositories%s { totalCount nodes { name } pageInfo { hasNextPage endCursor } } } }"


def cursor(text):
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def own(world, octavia):
    """Three of one's own, the second hidden, the third read-only, one hour after the other."""
    made = []
    for name, visibility in (
        ("alpha", Visibility.PUBLIC),
        ("beta", Visibility.PRIVATE),
        ("gamma", Visibility.PUBLIC),
    ):
        world.clock.now += 3600
        made.append(world.repository(octavia, name, visibility))
    values = {"archived_at": world.clock.now}
    world.write(lambda work: work.repositories.update(made[2].id, values, world.clock.now))
    return made


@pytest.fixture
def names(told):
    """The names on a list, and its count, which must agree with them."""

    def listed(arguments="", of="viewer", **more):
        answer = told(LIST % (of, f"({arguments})" if arguments else ""), **more)
        page = answer[of.partition("(")[0]]["repositories"]
        found = [one["name"] for one in page["nodes"]]
        assert page["totalCount"] == len(found)
        return found

    return listed


CUT_AND_ORDERED = {
    "": ["alpha", "beta", "gamma"],
    "privacy: PUBLIC": ["alpha", "gamma"],
    "privacy: PRIVATE": ["beta"],
    "visibility: PRIVATE": ["beta"],
    "visibility: INTERNAL": [],
    "privacy: PUBLIC, visibility: PRIVATE": [],
    "isArchived: true": ["gamma"],
    "isArchived: false": ["alpha", "beta"],
    "isFork: true": [],
    "isFork: false": ["alpha", "beta", "gamma"],
    "isFork: null, privacy: null": ["alpha", "beta", "gamma"],
    "orderBy: {field: NAME, direction: DESC}": ["gamma", "beta", "alpha"],
    "orderBy: {field: CREATED_AT, direction: ASC}": ["alpha", "beta", "gamma"],
    "orderBy: {field: CREATED_AT, direction: DESC}": ["gamma", "beta", "alpha"],
    "orderBy: {field: UPDATED_AT, direction: DESC}": ["gamma", "beta", "alpha"],
}


def test_a_list_is_cut_and_ordered_as_asked(names, own):
    assert {one: names(one) for one in CUT_AND_ORDERED} == CUT_AND_ORDERED


def test_what_was_pushed_to_last_comes_first_where_that_is_asked(world, names, own):
    world.clock.now += 60
    world.write(lambda work: work.repositories.pushed(own[0].id, world.clock.now))
    assert names("orderBy: {field: PUSHED_AT, direction: DESC}") == ["alpha", "gamma", "beta"]
    assert names("orderBy: {field: PUSHED_AT, direction: ASC}") == ["beta", "gamma", "alpha"]


def test_stars_are_an_order_even_where_nobody_gave_any(names, own):
    assert names("orderBy: {field: STARGAZERS, direction: ASC}") == ["alpha", "beta", "gamma"]


AFFILIATED = {
    "": ["lent", "alpha", "beta", "gamma"],
    "ownerAffiliations: OWNER": ["alpha", "beta", "gamma"],
    "ownerAffiliations: [COLLABORATOR]": ["lent"],
    "ownerAffiliations: [OWNER, COLLABORATOR]": ["lent", "alpha", "beta", "gamma"],
    "ownerAffiliations: [ORGANIZATION_MEMBER]": [],
    "ownerAffiliations: []": [],
    "affiliations: [COLLABORATOR]": ["lent"],
}


def test_a_list_holds_what_one_has_to_do_with(world, names, own, octavia):
    lent = world.repository(world.user("marcus"), "lent", Visibility.PRIVATE)
    world.collaborator(lent, octavia, Role.WRITE)
    # By the name of the owner first: marcus stands before octavia.
    assert {one: names(one) for one in AFFILIATED} == AFFILIATED


def test_of_somebody_elses_one_sees_what_is_public_or_shared(world, names, octavia):
    marcus = world.user("marcus")
    world.repository(marcus, "open")
    world.repository(marcus, "secret", Visibility.PRIVATE)
    shared = world.repository(marcus, "shared", Visibility.PRIVATE)
    world.collaborator(shared, octavia, Role.READ)
    assert names(of='user(login: "marcus")') == ["open", "shared"]
    assert names("privacy: PRIVATE", of='repositoryOwner(login: "marcus")') == ["shared"]


def test_a_token_without_repo_counts_what_is_public_alone(world, names, own, octavia):
    for scopes in ((), ("public_repo", "gist")):
        _, narrow = world.token(octavia, *scopes)
        assert names(by=narrow) == ["alpha", "gamma"]
        assert names("privacy: PRIVATE", by=narrow) == []


def page(told, arguments):
    query = LIST.replace("hasNextPage", "hasNextPage hasPreviousPage startCursor")
    answer = told(query % ("viewer", f"({arguments})"))["viewer"]["repositories"]
    return [one["name"] for one in answer["nodes"]], answer["pageInfo"], answer["totalCount"]


def test_pages_follow_each_other_by_their_cursors(told, own):
    seen, info, total = page(told, "first: 2")
    assert (seen, total) == (["alpha", "beta"], 3)
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (True, False)
    seen, info, total = page(told, f'first: 2, after: "{info["endCursor"]}"')
    assert (seen, total) == (["gamma"], 3)
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (False, True)
    seen, info, _ = page(told, f'first: 2, after: "{info["endCursor"]}"')
    assert (seen, info["endCursor"], info["hasNextPage"]) == ([], None, False)


def test_pages_can_be_gone_through_from_the_end(told, own):
    seen, info, _ = page(told, "last: 2")
    assert (seen, info["hasPreviousPage"], info["hasNextPage"]) == (["beta", "gamma"], True, False)
    seen, info, _ = page(told, f'last: 2, before: "{info["startCursor"]}"')
    assert (seen, info["hasPreviousPage"], info["hasNextPage"]) == (["alpha"], False, True)


def test_a_part_may_lie_between_two_cursors(told, own):
    _, first, _ = page(told, "first: 1")
    _, last, _ = page(told, "last: 1")
    between = f'after: "{first["endCursor"]}", before: "{last["startCursor"]}"'
    assert page(told, f"first: 5, {between}")[0] == ["beta"]
    assert page(told, f"last: 5, {between}")[0] == ["beta"]


def test_nothing_is_asked_for_but_the_count(told, own):
    seen, info, total = page(told, "first: 0")
    assert (seen, total) == ([], 3)
    assert info["endCursor"] is None


def test_edges_are_the_nodes_with_their_places(told, own):
    page = "edges { cursor node { name } } pageInfo { endCursor }"
    answer = told(f"{{ viewer {{ repositories(first: 2) {{ {page} }} }} }}")["viewer"][
        "repositories"
    ]
    assert [one["node"]["name"] for one in answer["edges"]] == ["alpha", "beta"]
    assert answer["edges"][-1]["cursor"] == answer["pageInfo"]["endCursor"]


NO_CURSORS = (
    "nonsense",
    "",
    "é",
    cursor("cursor:0"),
    cursor("cursor:-1"),
    cursor("cursor:1; drop table"),
    cursor("cursor:" + "9" * 30),
    cursor("cursor:1") + "=",
    "A" * 5_000,
)


def test_a_cursor_that_is_none_is_refused(refused, own):
    for bad, way in itertools.product(NO_CURSORS, ("after", "before")):
        error = refused(LIST % ("viewer", f'(first: 1, {way}: "{bad}")'))
        assert error["type"] == "INVALID_CURSOR_ARGUMENTS"
        assert error["message"] == f"`{bad[:100]}` does not appear to be a valid cursor."
        assert error["path"] == ["viewer", "repositories"]


IMPOSSIBLE = {
    "first: 101": ("EXCESSIVE_PAGINATION", "exceeds the `first` limit of 100 records."),
    "last: 1000": ("EXCESSIVE_PAGINATION", "exceeds the `last` limit of 100 records."),
    "first: -1": ("EXCESSIVE_PAGINATION", "cannot be less than zero."),
    "first: 1, last: 1": ("UNPROCESSABLE", "is not supported."),
}


def test_a_page_of_an_impossible_size_is_refused(refused, own):
    for arguments, (kind, text) in IMPOSSIBLE.items():
        error = refused(LIST % ("viewer", f"({arguments})"))
        assert error["type"] == kind
        assert error["message"].endswith(text)


def test_a_list_has_thirty_items_where_no_size_is_asked(world, octavia, told):
    for number in range(31):
        world.repository(octavia, f"r{number:02}")
    answer = told(LIST % ("viewer", ""))["viewer"]["repositories"]
    assert (len(answer["nodes"]), answer["totalCount"]) == (30, 31)
    assert answer["pageInfo"]["hasNextPage"] is True


def test_a_former_name_leads_to_it_unless_that_is_not_wanted(world, told, refused, own):
    world.write(lambda work: work.repositories.rename(own[0], "omega", world.clock.now))
    query = '{ repository(owner: "OCTAVIA", name: "Alpha"%s) { nameWithOwner } }'
    assert told(query % "") == {"repository": {"nameWithOwner": "octavia/omega"}}
    assert refused(query % ", followRenames: false")["type"] == "NOT_FOUND"
    present = query.replace("Alpha", "Omega") % ", followRenames: false"
    assert told(present)["repository"]["nameWithOwner"] == "octavia/omega"


def test_a_node_is_found_by_its_id(told, own, octavia):
    whole = "{ viewer { id repositories { nodes { id name } } } }"
    mine = told(whole)["viewer"]
    query = "query($id: ID!) { node(id: $id) { id __typename ... on Repository { name } } }"
    assert told(query, {"id": mine["id"]})["node"] == {"id": mine["id"], "__typename": "User"}
    for one in mine["repositories"]["nodes"]:
        assert told(query, {"id": one["id"]})["node"] == {**one, "__typename": "Repository"}
