"""Attack 2, a sibling route that was forgotten: no way in that asks no operation.

Every row of the API names an operation of the access table, and each row about a private repository
refuses a token that lacks the scope, whatever the row is.
"""

import pytest

from watchword.access.operation import REGISTERED
from watchword.accounts.model import SITE
from watchword.repositories.model import Visibility
from watchword.surfaces.http_kit.route_table import route, steps
from watchword.surfaces.rest.endpoint import endpoint
from watchword.surfaces.rest.reading import Nothing

LACKING = {
    "nothing at all": (),
    "what opens public ones": ("public_repo", "repo:status", "repo_deployment", "repo:invite"),
    "what opens other things": ("gist", "user", "admin:org", "workflow", "site_admin", "audit_log"),
}


def about_repositories(api):
    return [row for row in api.endpoints if "{repo" in row.path]


def test_every_row_names_an_operation_of_the_table(api):
    assert len(api.endpoints) > 15
    for row in api.endpoints:
        operation = row.route.operation
        assert REGISTERED[operation.name] is operation
        assert operation.who


@pytest.mark.parametrize("make", [route, steps])
def test_a_route_without_operation_cannot_be_built(make):
    def answer(*_arguments) -> None:
        """Answer."""

    with pytest.raises(TypeError):
        endpoint(make("GET", "/all", target=lambda *_: SITE, handle=answer, body=Nothing))


@pytest.mark.parametrize("kind", LACKING)
def test_no_row_opens_a_private_repository_without_the_scope(api, world, kind):
    octavia = world.user("octavia")
    made = world.repository(octavia, "hidden", Visibility.PRIVATE)
    _, token = world.token(octavia, *LACKING[kind])
    granted = set(LACKING[kind])
    assert len(about_repositories(api)) >= 6
    for row in about_repositories(api):
        path = row.path.replace("{owner}", "octavia").replace("{repo}", "hidden")
        path = path.replace("{repository_id}", str(made.id))
        answer = api.ask(row.route.method, path, token, body={"description": "seen"})
        operation = row.route.operation
        if operation.name.startswith(("status.", "deployment")) and operation.scopes & granted:
            # These have scopes of their own, for private ones too (GHES behaviour).
            assert answer.status != 403
            continue
        assert (answer.status, answer.message) == (404, "Not Found"), (row.route.method, row.path)
    kept = world.read(lambda work: work.repositories.by_id(made.id, None))
    assert kept.description is None


@pytest.mark.parametrize("kind", LACKING)
def test_no_list_and_no_count_tells_of_one_either(api, world, kind):
    octavia = world.user("octavia")
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    _, token = world.token(octavia, *(scope for scope in LACKING[kind] if scope != "user"))
    for row in api.endpoints:
        if row.route.method != "GET" or "{repo" in row.path:
            continue
        path = row.path.replace("{username}", "octavia").replace("{user_id}", str(octavia.id))
        answer = api.ask("GET", f"{path}?per_page=1", token)
        assert b"hidden" not in answer.body
        if answer.header("content-type").startswith("application/json") and "docs" not in path:
            told = answer.json
            if isinstance(told, dict):
                assert not {"total_private_repos", "owned_private_repos"} & told.keys()


def test_a_stranger_with_every_scope_gets_no_further(api, world):
    octavia, stranger = world.user("octavia"), world.user("eve", site_admin=True)
    made = world.repository(octavia, "hidden", Visibility.PRIVATE)
    _, token = world.token(stranger, "repo", "delete_repo", "user", "site_admin", "admin:org")
    for row in about_repositories(api):
        path = row.path.replace("{owner}", "octavia").replace("{repo}", "hidden")
        path = path.replace("{repository_id}", str(made.id))
        assert api.ask(row.route.method, path, token, body={}).status == 404
