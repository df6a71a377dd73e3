"""How much one may ask in an hour."""

import pytest

from tests.api import Api
from tests.world import NOON
from watchword.surfaces.rest.build import Allowed

FREE = ["/", "/meta", "/versions", "/zen", "/rate_limit", "/openapi.json", "/docs"]


@pytest.fixture
def tight(world, tmp_path):
    """Five requests an hour for an account, three without one."""
    made = Api(world, tmp_path, allowed=Allowed(per_user=5, per_address=3))
    yield made
    made.close()


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


def test_requests_are_counted_down(tight, token):
    for number in range(1, 6):
        answer = tight.ask("GET", "/user", token)
        assert answer.status == 200
        assert answer.header("x-ratelimit-limit") == "5"
        assert answer.header("x-ratelimit-used") == str(number)
        assert answer.header("x-ratelimit-remaining") == str(5 - number)
        assert answer.header("x-ratelimit-reset") == str(NOON + 3600)


def test_when_none_is_left_it_is_said_when_there_will_be(tight, world, octavia, token):
    for _ in range(5):
        tight.ask("GET", "/user", token)
    world.clock.now += 600
    for _ in range(3):
        refused = tight.ask("GET", "/user", token)
        assert refused.status == 403
        assert refused.message.startswith(f"API rate limit exceeded for user ID {octavia.id}. ")
        assert refused.header("x-github-request-id") in refused.message
        assert refused.header("x-ratelimit-remaining") == "0"
        assert refused.header("x-ratelimit-used") == "5"
        assert refused.header("retry-after") == "3000"
        assert refused.header("x-oauth-scopes") == "repo"
    world.clock.now += 3000
    assert tight.ask("GET", "/user", token).status == 200


def test_nothing_is_done_once_none_is_left(tight, world, token):
    for _ in range(5):
        tight.ask("GET", "/user", token)
    assert tight.ask("POST", "/user/repos", token, body={"name": "new"}).status == 403
    assert world.read(lambda work: work.repositories.find("octavia", "new", None)) is None


def test_all_tokens_of_an_account_share_one_allowance(tight, world, octavia, token):
    _, other = world.token(octavia)
    _, bobs = world.token(world.user("bob"))
    for _ in range(5):
        tight.ask("GET", "/user", token)
    assert tight.ask("GET", "/user", other).status == 403
    assert tight.ask("GET", "/user", bobs).status == 200


def test_without_an_account_the_network_counts(tight, octavia):
    for _ in range(3):
        assert tight.ask("GET", "/users/octavia").status == 200
    refused = tight.ask("GET", "/users/octavia")
    assert refused.status == 403
    assert refused.message.startswith("API rate limit exceeded for 192.0.2.1. (But here's the good")
    assert tight.ask("GET", "/users/octavia", client="192.0.2.2").status == 200


def test_a_token_behind_a_used_up_address_still_works(tight, octavia, token):
    for _ in range(4):
        tight.ask("GET", "/users/octavia")
    assert tight.ask("GET", "/user", token).status == 200


@pytest.mark.parametrize("path", FREE)
def test_asking_how_to_ask_is_free(tight, token, path):
    for _ in range(7):
        answer = tight.ask("GET", path, token)
        assert answer.status == 200
        assert answer.header("x-ratelimit-remaining") == "5"


def test_a_refusal_costs_as_much_as_an_answer(tight, token):
    for path in ("/nothing", "/users/nobody", "/repos/a/b"):
        tight.ask("GET", path, token)
    assert tight.ask("GET", "/user", token).header("x-ratelimit-used") == "4"


def test_what_is_left_can_be_asked(tight, token):
    tight.ask("GET", "/user", token)
    told = tight.ask("GET", "/rate_limit", token).json
    core = {"limit": 5, "used": 1, "remaining": 4, "reset": NOON + 3600, "resource": "core"}
    search = {"limit": 30, "used": 0, "remaining": 30, "reset": NOON + 60, "resource": "search"}
    assert told == {"resources": {"core": core, "search": search}, "rate": core}
    assert tight.ask("GET", "/rate_limit").json["rate"]["limit"] == 3


def test_searches_are_counted_for_themselves_by_the_minute(world, tmp_path, octavia, token):
    few = Api(
        world,
        tmp_path,
        allowed=Allowed(per_user=5, searches_per_user=2, searches_per_address=1),
    )
    tight = "/search/repositories?q=road"
    for number in (1, 2):
        answer = few.ask("GET", tight, token)
        assert answer.status == 200
        assert answer.header("x-ratelimit-resource") == "search"
        assert answer.header("x-ratelimit-limit") == "2"
        assert answer.header("x-ratelimit-used") == str(number)
    refused = few.ask("GET", "/search/users?q=octavia", token)
    assert refused.status == 403
    assert refused.message.startswith(f"API rate limit exceeded for user ID {octavia.id}. ")
    assert refused.header("x-ratelimit-resource") == "search"
    assert int(refused.header("retry-after")) <= 60
    other = few.ask("GET", "/user", token)
    assert (other.status, other.header("x-ratelimit-used")) == (200, "1")
    left = few.ask("GET", "/rate_limit", token).json["resources"]
    assert (left["core"]["used"], left["search"]["remaining"]) == (1, 0)
    assert [few.ask("GET", tight).status for _ in range(2)] == [200, 403]
    world.clock.now += 60
    assert few.ask("GET", tight, token).status == 200
    few.close()


def test_workers_share_the_counts(tight, world, octavia, token):
    tight.ask("GET", "/user", token)
    sent = tight.counters.take()
    there = {key: count + 3 for key, count in sent.items()}
    tight.counters.learn(sent, there)
    assert tight.ask("GET", "/user", token).header("x-ratelimit-used") == "5"
    assert tight.ask("GET", "/user", token).status == 403


def test_switched_off_there_are_no_limits_and_no_headers(world, tmp_path, octavia, token):
    off = Api(world, tmp_path, allowed=Allowed(per_user=1, per_address=1, limited=False))
    for _ in range(3):
        answer = off.ask("GET", "/user", token)
        assert answer.status == 200
        assert not [name for name, _ in answer.headers if name.startswith("x-ratelimit")]
    told = off.ask("GET", "/rate_limit", token)
    assert (told.status, told.message) == (404, "Rate limiting is not enabled.")
    off.close()


def test_guessing_is_slowed_down_without_touching_the_allowance(tight, token):
    wrong = [tight.ask("GET", "/user", "ghp_" + "0" * 36) for _ in range(62)]
    assert [one.status for one in wrong[:60]] == [401] * 60
    assert wrong[-1].status == 429
    assert int(wrong[-1].header("retry-after")) > 0
    assert tight.ask("GET", "/user", token).header("x-ratelimit-used") == "1"
