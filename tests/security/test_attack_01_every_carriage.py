"""Attack 1, the same token by another way in: the decision must be the same on every route.

Generated from the table of routes: each row with each kind of credential, carried as usual and in
one other way. That way is another one for the next row, and for the next kind: so each way meets
each row, and each way meets each kind. What would change something gets a thing of its own for each
way.
"""

import itertools
import shutil
from contextlib import ExitStack, closing
from functools import cache

import pytest

from docs.reference.surfaces import api as rows_of_the_api
from tests import carriages
from tests.api import Api
from tests.carriages import CARRIAGES, DEAD, SCOPES, basic
from tests.world import World, fresh_sqlite
from watchword.repositories.model import Visibility


@pytest.fixture
def credentials(world):
    """Octavia, and secrets by what they carry; some carry nothing any more."""
    return carriages.credentials(world)


USUAL, *OTHERS = CARRIAGES


def named(rows):
    """Each row with the names of what it is asked for, one for each of two ways of carrying.

    All that read do so in one repository; what may write gets one of its own for each way.
    """
    number = itertools.count()
    for row in rows:
        reads = row.route.method == "GET"
        yield row, ["read" if reads else f"thing{next(number)}" for _ in range(2)]


def requests(rows, octavia, repositories, turn):
    """Each row with a path for each of two ways of carrying; the second changes with each turn."""
    for place, (row, names) in enumerate(named(rows)):
        paths = {}
        ways = (USUAL, OTHERS[(place + turn) % len(OTHERS)])
        for way, thing in zip(ways, names, strict=True):
            path, body = row.path, {"name": thing}
            if "{repo" in path:
                path = path.replace("{owner}", "octavia").replace("{repo}", thing)
                path = path.replace("{repository_id}", str(repositories[thing]))
                body = {"description": "new"}
            path = path.replace("{username}", "octavia").replace("{user_id}", str(octavia.id))
            paths[way] = path, body
        yield row.route.method, row.path, paths


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Give a database in which all that is asked for is there, Octavia, her secrets, numbers.

    It is only ever copied: making hundreds of repositories takes longer than asking for them.
    """

    @cache
    def made(visibility):
        folder = tmp_path_factory.mktemp("prepared")
        world = World(fresh_sqlite(folder))
        octavia, secrets = carriages.credentials(world)
        asked = [names for row, names in named(rows_of_the_api()) if "{repo" in row.path]
        things = sorted(set(itertools.chain(*asked)))
        numbers = {name: world.repository(octavia, name, visibility).id for name in things}
        world.close()
        return folder / "watchword.db", octavia, secrets, numbers

    return made


@pytest.fixture
def copied(prepared, tmp_path):
    """Give the API of a world that is a copy, with who and what is in it."""
    with ExitStack() as opened:

        def copy(visibility):
            database, *things = prepared(visibility)
            shutil.copyfile(database, tmp_path / "copy.db")
            world = opened.enter_context(closing(World(f"sqlite:///{tmp_path}/copy.db")))
            # What was to expire in the first second has.
            world.clock.now += 1
            return opened.enter_context(closing(Api(world, tmp_path))), *things

        yield copy


def decision(answer):
    """What was decided; not the address at which it was."""
    told = [answer.header(name) for name in ("x-oauth-scopes", "x-accepted-oauth-scopes")]
    refused = answer.json["message"] if answer.status >= 400 else None
    return answer.status, refused, *told


LIVE = [*SCOPES, "application with repo"]
CASES = [
    *itertools.product(LIVE, [Visibility.PUBLIC, Visibility.PRIVATE]),
    # What carries nothing meets the same answer before anything is looked up.
    *((kind, Visibility.PUBLIC) for kind in DEAD),
]


def test_each_row_meets_each_way():
    assert len(CASES) >= len(OTHERS)


@pytest.mark.parametrize(
    ("turn", "kind", "visibility"), [(turn, *case) for turn, case in enumerate(CASES)]
)
def test_every_carriage_leads_to_the_same_decision(copied, turn, kind, visibility):
    api, octavia, secrets, repositories = copied(visibility)
    seen = set()
    for method, row, paths in requests(api.endpoints, octavia, repositories, turn):
        decisions = {}
        for name, (path, body) in paths.items():
            # From an address of its own: how often somebody guesses is not the question here.
            answer = api.ask(
                method,
                path,
                headers=[("authorization", CARRIAGES[name](secrets[kind]))],
                body=None if method == "GET" else body,
                client=f"198.51.100.{len(seen) % 250}",
            )
            decisions[name] = decision(answer)
        assert len(set(decisions.values())) == 1, (method, row, decisions)
        seen.add((method, row, decisions[USUAL][0]))
        # And at a pace of its own.
        api.world.clock.now += 7
    statuses = {status for _, _, status in seen}
    if kind in DEAD:
        assert statuses == {403 if kind == "suspended" else 401}
    else:
        # Not all alike: the matrix tells something.
        assert {200, 400} < statuses


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(lambda secret: f"Token {secret} {secret}", id="two in one"),
        pytest.param(lambda secret: f"Digest {secret}", id="another scheme"),
        pytest.param(lambda secret: secret, id="no scheme"),
        pytest.param(lambda secret: "token", id="a scheme alone"),
        pytest.param(lambda secret: basic("", secret), id="no user name"),
        pytest.param(lambda secret: "Basic " + secret, id="not encoded"),
        pytest.param(lambda secret: basic("octavia", secret + "\n"), id="a line more"),
    ],
)
def test_a_live_token_carried_badly_is_a_bad_credential_everywhere(api, world, credentials, header):
    octavia, secrets = credentials
    given = [("authorization", header(secrets["everything"]))]
    for number, row in enumerate(api.endpoints):
        path = row.path.replace("{username}", "octavia").replace("{user_id}", str(octavia.id))
        answer = api.ask(row.route.method, path, headers=given, client=f"198.51.100.{number}")
        assert (answer.status, answer.message) == (401, "Bad credentials")
        world.clock.now += 7


def test_two_headers_are_a_bad_credential_even_when_both_are_live(api, credentials):
    _, secrets = credentials
    twice = [("authorization", f"token {secrets['repo']}")] * 2
    assert api.ask("GET", "/user", headers=twice).status == 401


def test_a_cookie_is_never_read(api, world, credentials):
    octavia, secrets = credentials
    session = world.session(octavia).text
    for name in ("user_session", "__Host-user_session", "session", "token"):
        for value in (session, secrets["everything"]):
            refused = api.ask("GET", "/user", headers=[("cookie", f"{name}={value}")])
            assert (refused.status, refused.message) == (401, "Requires authentication")
    assert api.ask("GET", "/user", session).status == 401
