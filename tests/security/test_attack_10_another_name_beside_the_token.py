"""Attack 10, somebody's token beside another one's name, over the API.

The token decides, as on GHES; that it happened is in the log. A strict site refuses it.
"""

import pytest

from tests.api import Api, basic
from watchword.kernel.events import Origin

HARMLESS = ["octavia", "OCTAVIA", "x-access-token", "oauth2", "git", "nobody-at-all", "a b", "\0"]


@pytest.fixture
def people(world):
    octavia, bob = world.user("octavia"), world.user("bob")
    return octavia, bob, world.token(octavia, "repo")[1]


def mismatches(api, world):
    api.settle()
    latest = world.database.read_now(lambda work: work.events.latest(50), Origin())
    return [one for one in latest if one.name == "token.username_mismatch"]


def test_the_token_decides_and_it_is_logged(api, world, people):
    octavia, _, token = people
    answer = api.ask("GET", "/user", headers=[basic("Bob", token.text)])
    assert (answer.status, answer.json["login"]) == (200, "octavia")
    (fact,) = mismatches(api, world)
    assert fact.body["username"] == "bob"
    assert fact.origin.user == octavia.id
    assert token.text not in repr(fact)


def test_a_job_that_loops_does_not_fill_the_log(api, world, people):
    _, _, token = people
    for path in ("/user", "/meta", "/user/repos", "/nothing") * 5:
        api.ask("GET", path, headers=[basic("bob", token.text)])
    assert len(mismatches(api, world)) == 1


@pytest.mark.parametrize("name", HARMLESS)
def test_any_name_that_is_nobody_elses_will_do(api, world, people, name):
    _, _, token = people
    assert api.ask("GET", "/user", headers=[basic(name, token.text)]).status == 200
    assert mismatches(api, world) == []


def test_a_name_in_the_shape_of_a_token_is_never_told(api, world, people):
    _, bob, token = people
    _, other = world.token(bob, "repo")
    answer = api.ask("GET", "/user", headers=[basic(other.text, token.text)])
    assert answer.json["login"] == "octavia"
    assert mismatches(api, world) == []


def test_a_strict_site_refuses_it_on_every_row_and_logs_it(world, tmp_path, people):
    octavia, _, token = people
    strict = Api(world, tmp_path, strict_username=True)
    header = [basic("bob", token.text)]
    for row in strict.endpoints:
        path = row.path.replace("{username}", "octavia").replace("{user_id}", str(octavia.id))
        assert strict.ask(row.route.method, path, headers=header).status == 403
    assert len(mismatches(strict, world)) == 1
    for name in HARMLESS:
        assert strict.ask("GET", "/user", headers=[basic(name, token.text)]).status == 200
    strict.close()


def test_without_a_live_token_the_name_is_not_even_looked_up(api, world, people):
    for path in ("/user", "/meta"):
        assert api.ask("GET", path, headers=[basic("bob", "wrong")]).status == 401
    assert mismatches(api, world) == []
