"""What is asked for most takes one look-up and no waiting, and still tells how things are now."""

from contextlib import closing

import pytest

from tests.api import HOST, Allowed, Api, basic
from watchword.access.gate import require
from watchword.access.table import accounts as account_table
from watchword.accounts import profile
from watchword.kernel.events import Origin
from watchword.surfaces.http_kit.remembered import LONGEST


@pytest.fixture
def statements(world):
    """What the connection of the event loop is asked."""
    told = []
    world.database.glance_now(lambda _work: None, Origin())
    world.database._below.set_trace_callback(told.append)
    yield told
    world.database._below.set_trace_callback(None)


def asked_at_once(api, token):
    """Ask for oneself, without an event loop: whatever had to wait would raise."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": "/api/v3/user",
        "raw_path": b"/api/v3/user",
        "query_string": b"",
        "headers": [
            (b"host", HOST.encode()),
            (b"user-agent", b"a test"),
            (b"authorization", b"Bearer " + token.text.encode()),
        ],
        "client": ("192.0.2.1", 40_000),
    }
    story = api._asgi(scope, None, send)
    with pytest.raises(StopIteration):
        story.send(None)
    return sent[0]["status"]


def test_who_one_is_takes_one_statement_in_one_transaction(api, world, octavia, statements):
    _, secret = world.token(octavia, "repo")
    assert asked_at_once(api, secret) == 200
    begin, look_up, commit = statements
    assert (begin, commit) == ("BEGIN", "COMMIT")
    assert look_up.startswith("SELECT tokens.id")


def test_what_is_private_takes_one_more(api, world, octavia, statements):
    _, secret = world.token(octavia, "user")
    assert asked_at_once(api, secret) == 200
    assert len(statements) == 4


def test_a_refusal_takes_no_more_than_an_answer(api, world, octavia, statements):
    _, secret = world.token(octavia)
    world.suspend(octavia)
    assert asked_at_once(api, secret) == 403
    assert len(statements) == 3


def test_an_answer_that_is_kept_is_told_again_with_new_counts(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia)
    first, second = (api.ask("GET", "/user", secret) for _ in range(2))
    assert first.body == second.body
    assert first.header("etag") == second.header("etag")
    assert first.header("x-github-request-id") != second.header("x-github-request-id")
    used = [one.header("x-ratelimit-used") for one in (first, second)]
    assert used == ["1", "2"]


def test_one_person_s_tokens_are_told_apart(api, world, octavia):
    world.clock.now += 1
    _, first = world.token(octavia, "repo")
    _, second = world.token(octavia, "gist")
    for _ in range(2):
        one, other = api.ask("GET", "/user", first), api.ask("GET", "/user", second)
        assert one.header("etag") != other.header("etag")
        scopes = one.header("x-oauth-scopes"), other.header("x-oauth-scopes")
        assert scopes == ("repo", "gist")


def test_the_next_request_sees_what_changed(api, world, octavia):
    world.clock.now += 1
    token, secret = world.token(octavia, "repo")
    assert api.ask("GET", "/user", secret).json["name"] == "Octavia Vigil"

    def rename(work):
        person = work.users.by_id(octavia.id)
        grant = require(world.operator, account_table.UPDATE_PROFILE, person)
        profile.update(work, grant, {"name": "O"})

    world.write(rename)
    assert api.ask("GET", "/user", secret).json["name"] == "O"
    world.write(lambda work: work.tokens.update(token.id, token.note, ("gist",), work.now))
    assert api.ask("GET", "/user", secret).header("x-oauth-scopes") == "gist"
    world.write(lambda work: work.tokens.delete(token.id))
    assert api.ask("GET", "/user", secret).status == 401


def test_versions_of_the_api_are_told_apart(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia)
    for version in ("2022-11-28", "2026-03-10", "2022-11-28"):
        answer = api.ask("GET", "/user", secret, headers=[("x-github-api-version", version)])
        assert answer.header("x-github-api-version-selected") == version


def test_what_is_kept_answers_conditions_as_well(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia)
    tag = [api.ask("GET", "/user", secret).header("etag") for _ in range(2)][1]
    again = api.ask("GET", "/user", secret, headers=[("if-none-match", tag)])
    assert (again.status, again.body) == (304, b"")


def test_an_answer_to_a_condition_is_told_to_nobody_else(api, world, tmp_path, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia)
    tag = api.ask("GET", "/user", secret).header("etag")
    with closing(Api(world, tmp_path)) as other:
        same = [("if-none-match", tag)]
        assert other.ask("GET", "/user", secret, headers=same).status == 304
        assert other.ask("GET", "/user", secret).status == 200


def test_what_is_told_again_still_takes_the_look_up(api, world, octavia, statements):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    api.ask("GET", "/user", secret)
    statements.clear()
    assert api.ask("GET", "/user", secret).status == 200
    (look_up,) = statements
    assert look_up.startswith("SELECT tokens.id, tokens.row_version")


@pytest.mark.parametrize(
    ("query", "accept"), [("0" * LONGEST, "*/*"), ("", f"application/json, {'x' * LONGEST}")]
)
def test_a_request_that_would_fill_the_memory_is_not_kept(
    api, world, octavia, statements, query, accept
):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    told = []
    for _ in range(2):
        statements.clear()
        answer = api.ask("GET", f"/user?q={query}", secret, headers=[("accept", accept)])
        told.append((answer.status, answer.body, len(statements)))
    assert told[0] == told[1]
    assert (told[0][0], statements[0]) == (200, "BEGIN")


def test_nobody_is_told_again_what_they_may_not_ask_any_more(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo", expires_at=world.clock.now + 60)
    assert [api.ask("GET", "/user", secret).status for _ in range(2)] == [200, 200]
    world.suspend(octavia)
    assert api.ask("GET", "/user", secret).status == 403
    world.unsuspend(octavia)
    assert api.ask("GET", "/user", secret).status == 200
    world.clock.now += 60
    assert api.ask("GET", "/user", secret).status == 401


def test_who_asked_too_often_is_told_so_with_the_scopes_of_the_token(world, tmp_path, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    with closing(Api(world, tmp_path, allowed=Allowed(per_user=2))) as api:
        answers = [api.ask("GET", "/user", secret) for _ in range(3)]
    assert [one.status for one in answers] == [200, 200, 403]
    assert answers[2].header("x-oauth-scopes") == "repo"


def test_another_name_beside_the_token_is_refused_after_an_answer_too(world, tmp_path, octavia):
    world.clock.now += 1
    world.user("hubot")
    _, secret = world.token(octavia, "repo")
    with closing(Api(world, tmp_path, strict_username=True)) as strict:
        assert [strict.ask("GET", "/user", secret).status for _ in range(2)] == [200, 200]
        assert strict.ask("GET", "/user", headers=[basic("hubot", secret.text)]).status == 403


def test_a_name_beside_the_token_that_becomes_anothers_is_noticed(world, tmp_path, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    named = [basic("carl", secret.text)]
    with closing(Api(world, tmp_path, strict_username=True)) as strict:
        assert [strict.ask("GET", "/user", headers=named).status for _ in range(2)] == [200, 200]
        world.user("carl")
        assert strict.ask("GET", "/user", headers=named).status == 403


def test_an_answer_to_one_question_is_not_told_to_another(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    for _ in range(2):
        assert api.ask("GET", "/user", secret).status == 200
        odd = api.ask("GET", "/user", secret, headers=[("accept", "text/html")])
        assert odd.status == 415
        assert api.ask("HEAD", "/user", secret).body == b""
        assert api.ask("PATCH", "/user", secret, body={"name": "O"}).status == 404


def test_what_is_refused_to_anybody_is_refused_after_an_answer_too(api, world, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    assert [api.ask("GET", "/user", secret).status for _ in range(2)] == [200, 200]
    twice = [("authorization", f"token {secret.text}")]
    assert api.ask("GET", "/user", secret, headers=twice).status == 401
    assert api.ask("GET", "/user", secret, agent=None).status == 403


def test_a_use_is_noted_also_of_what_is_told_again(world, tmp_path, octavia):
    world.clock.now += 1
    _, secret = world.token(octavia, "repo")
    with closing(Api(world, tmp_path)) as api:
        for number in range(3):
            api.ask("GET", "/user", secret, client=f"192.0.2.{number}")
        assert [one.address for one in api.usage.take()] == ["192.0.2.2"]
