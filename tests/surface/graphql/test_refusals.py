"""Refusals in GitHub's words: what is hidden is missing, and what a token lacks is named."""

import pytest

from tests import gh_queries as gh
from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.surfaces.shapes.node_ids import REPOSITORY, USER, node_id

MISSING = {
    'repository(owner: "octavia", name: "gone") { id }': (
        "Could not resolve to a Repository with the name 'octavia/gone'."
    ),
    'repository(owner: "nobody", name: "gone") { id }': (
        "Could not resolve to a Repository with the name 'nobody/gone'."
    ),
    'user(login: "nobody") { id }': "Could not resolve to a User with the login of 'nobody'.",
    'organization(login: "nobody") { id }': (
        "Could not resolve to an Organization with the login of 'nobody'."
    ),
    'node(id: "nonsense") { id }': "Could not resolve to a node with the global id of 'nonsense'.",
    'node(id: "R_kgDO_____w") { id }': (
        "Could not resolve to a node with the global id of 'R_kgDO_____w'."
    ),
}


def test_what_is_missing_is_told_in_githubs_words(ask):
    for field, text in MISSING.items():
        name = field.partition("(")[0]
        place = {"locations": [{"line": 1, "column": 3}], "path": [name]}
        assert ask(f"{{ {field} }}") == {
            "data": {name: None},
            "errors": [{"type": "NOT_FOUND", **place, "message": text}],
        }


def test_the_type_stands_at_the_top_of_an_error_and_nowhere_else(ask):
    (error,) = ask('{ user(login: "nobody") { id } }')["errors"]
    assert next(iter(error)) == "type"
    assert "extensions" not in error


def test_one_part_that_is_missing_leaves_the_others(ask):
    answer = ask('{ viewer { login } user(login: "nobody") { id } }')
    assert answer["data"] == {"viewer": {"login": "octavia"}, "user": None}


@pytest.fixture
def views():
    """Ways to ask for a repository of octavia's."""

    def of(made):
        return {
            "by its name": f'{{ repository(owner: "octavia", name: "{made.name}") {{ name }} }}',
            "by its id": f'{{ node(id: "{node_id(REPOSITORY, made.id)}") {{ id }} }}',
        }

    return of


def sentence(error, made):
    """What is told of it, as far as it does not repeat what was asked."""
    asked = (made.name, node_id(REPOSITORY, made.id))
    for one in asked:
        error["message"] = error["message"].replace(one, "IT")
    return {key: error[key] for key in ("type", "message")}


@pytest.mark.parametrize("way", ["by its name", "by its id"])
def test_hidden_is_told_as_missing_is_told(world, hidden, refused, views, way):
    _, stranger = world.token(world.user("eve"), "repo", "user", "admin:org", "delete_repo")
    told = sentence(refused(views(hidden)[way], by=stranger), hidden)
    gone = world.repository(world.user("julia"), "gone", Visibility.PRIVATE)
    world.write(lambda work: work.repositories.delete(gone.id, world.clock.now))
    assert told == sentence(refused(views(gone)[way], by=stranger), gone)
    assert told["type"] == "NOT_FOUND"


@pytest.mark.parametrize("way", ["by its name", "by its id"])
def test_ones_own_is_missing_to_a_token_that_cannot_see_it(
    world, octavia, hidden, refused, views, way
):
    _, narrow = world.token(octavia, "public_repo", "gist", "read:org")
    assert refused(views(hidden)[way], by=narrow)["type"] == "NOT_FOUND"


PUBLIC_LACKING = (
    "Your token has not been granted the required scopes to execute this query. The "
    "'{field}' field requires one of the following scopes: {wanted}, but your token has only been "
    "granted the: ['gist', 'read:org'] scopes. Please modify your token's scopes at: "
    "https://git.example.test/settings/tokens."
)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (gh.ARCHIVE, "archiveRepository"),
        (gh.UNARCHIVE, "unarchiveRepository"),
        (gh.UPDATE, "updateRepository"),
    ],
)
def test_a_change_of_something_visible_names_the_scopes_that_it_takes(
    world, octavia, ask, query, field
):
    shown = world.repository(octavia, "shown")
    _, narrow = world.token(octavia, "gist", "read:org")
    answer = ask(query, {"input": {"repositoryId": node_id(REPOSITORY, shown.id)}}, by=narrow)
    (error,) = answer["errors"]
    assert answer["data"] == {field: None}
    assert (error["type"], error["path"]) == ("INSUFFICIENT_SCOPES", [field])
    wanted = "['public_repo', 'repo']"
    assert error["message"] == PUBLIC_LACKING.format(field=field, wanted=wanted)


@pytest.mark.parametrize(
    ("visibility", "wanted"), [("PUBLIC", "['public_repo', 'repo']"), ("PRIVATE", "['repo']")]
)
def test_making_a_repository_names_the_scopes_that_it_takes(
    world, octavia, refused, visibility, wanted
):
    _, narrow = world.token(octavia, "gist", "read:org")
    given = {"input": {"name": "new", "visibility": visibility}}
    error = refused(gh.CREATE, given, by=narrow)
    assert error["type"] == "INSUFFICIENT_SCOPES"
    assert error["message"] == PUBLIC_LACKING.format(field="createRepository", wanted=wanted)


def test_a_field_is_named_by_its_own_name_whatever_it_is_called(world, octavia, refused):
    _, narrow = world.token(octavia, "gist", "read:org")
    query = (
        'mutation { mine: createRepository(input: {name: "x", visibility: PUBLIC}) { __typename } }'
    )
    error = refused(query, by=narrow)
    assert error["path"] == ["mine"]
    assert "'createRepository' field" in error["message"]


def test_a_token_without_scopes_is_told_so(world, octavia, refused):
    _, bare = world.token(octavia)
    query = 'mutation { createRepository(input: {name: "x", visibility: PUBLIC}) { __typename } }'
    assert "granted the: [] scopes" in refused(query, by=bare)["message"]


def test_a_change_of_something_hidden_names_no_scope(world, octavia, hidden, refused):
    _, narrow = world.token(octavia, "public_repo")
    given = {"input": {"repositoryId": node_id(REPOSITORY, hidden.id)}}
    for query in (gh.ARCHIVE, gh.UNARCHIVE, gh.UPDATE):
        error = refused(query, given, by=narrow)
        assert error["type"] == "NOT_FOUND"
        assert "scope" not in error["message"]


def test_who_lacks_the_role_is_not_told_of_scopes(world, octavia, refused):
    shown = world.repository(octavia, "shown")
    eve = world.user("eve")
    world.collaborator(shown, eve, Role.READ)
    given = {"input": {"repositoryId": node_id(REPOSITORY, shown.id)}}
    _, wide = world.token(eve, "repo")
    error = refused(gh.ARCHIVE, given, by=wide)
    assert (error["type"], error["message"]) == (
        "FORBIDDEN",
        "Must have admin rights to Repository.",
    )


def test_the_address_of_a_person_is_for_tokens_that_may_read_it(world, octavia, told):
    query = '{ viewer { email } user(login: "octavia") { email } }'
    assert told(query) == {"viewer": {"email": ""}, "user": {"email": ""}}
    for scope in ("user", "user:email", "read:user"):
        _, reading = world.token(octavia, scope)
        assert told(query, by=reading)["viewer"] == {"email": "octavia@example.test"}
    _, other = world.token(world.user("eve"), "user")
    assert told('{ user(login: "octavia") { email } }', by=other) == {"user": {"email": ""}}


def test_a_suspended_account_is_told_so(world, octavia, api, token):
    world.write(lambda work: work.users.suspend(octavia.id, world.clock.now))
    answer = api.ask("POST", "/api/graphql", token, body={"query": "{ viewer { login } }"})
    assert (answer.status, answer.message) == (403, "Sorry. Your account was suspended.")


def test_an_owner_is_no_secret(told, world):
    marcus = world.user("marcus")
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert told(query, {"id": node_id(USER, marcus.id)})["node"]
