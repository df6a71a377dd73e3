"""Each cell of the access table over the wire: each row, and each kind of credential there is.

Generated from the table, the kinds and the routes. Whatever a row is about, its owner asks, with a
credential that carries everything that its kind can carry: what is left is the kind. How the same
credentials fare at the places of git and in GraphQL is told by attacks 1, 2 and 6.
"""

import itertools

import pytest

from docs.reference.surfaces import api, every_route
from tests.carriages import basic
from tests.gatehouse import PASSED, PASSED_PAGE, Gatehouse, Pagehouse, Programs, Thing
from tests.pages import ADDRESS, filled
from tests.sign_ins import application, sign_in
from tests.world import World, fresh_sqlite
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import INSIDE, SSH, TOKENS, Kind
from watchword.access.operation import Lacking
from watchword.access.roles import Role
from watchword.access.scopes import TREE
from watchword.access.table import oauth as oauth_table
from watchword.accounts import sessions
from watchword.accounts.model import SUDO_LIFE
from watchword.oauth import apps
from watchword.surfaces.oauth_http import build as oauth_http
from watchword.surfaces.web import cookies, forgery
from watchword.surfaces.web.forms import TOKEN_FIELD
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.signing_in import FIRST_PASSWORD

PRESENTED = {
    "nobody": Kind.ANONYMOUS,
    "session": Kind.SESSION,
    "classic": Kind.CLASSIC,
    "oauth": Kind.OAUTH,
    "application": Kind.APPLICATION,
}
"""What can be presented here; the other kinds come over SSH, or act for the server itself."""
EVERY_SCOPE = sorted(row.name for row in TREE if row.parent is None)
NUMBERS = itertools.count()
PROGRAMS = oauth_http.application(
    database=None, throttle=None, public_url=ADDRESS, token_prefix="", idle=0
).rows


def named(rows):
    return [pytest.param(number, id=f"{row.method} {row.path}") for number, row in enumerate(rows)]


class Credentials:
    """Octavia's, one of each kind, and the thing that she owns."""

    def __init__(self, folder) -> None:
        self.world = World(fresh_sqlite(folder))
        octavia = self.world.user("octavia", site_admin=True)
        half = self.world.user("half", one_time=True)
        self.old, self.half = self.world.session(octavia), self.world.session(half)
        self.world.clock.now += SUDO_LIFE
        self.session = self.world.session(octavia)
        self.thing = Thing(octavia.id)
        app = application(self.world, octavia)
        owner = Actor(octavia.id, Kind.SESSION, sudo=True)

        def unit(work):
            found = work.applications.by_client_id(app.client_id)
            return apps.add_secret(work, require(owner, oauth_table.ADD_SECRET, found))

        _, secret = self.world.write(unit)
        self.client_id = app.client_id
        self.carried = {
            "classic": f"token {self.world.token(octavia, *EVERY_SCOPE)[1].text}",
            "oauth": "token "
            + sign_in(self.world, octavia, app.client_id, *EVERY_SCOPE).secret.text,
            "application": basic(app.client_id, secret.text),
        }

    def headers(self, kind, session=None):
        """What is said by whom."""
        if kind == "session":
            return [("cookie", f"{cookies.SESSION}={(session or self.session).text}")]
        return [("authorization", self.carried[kind])] if kind in self.carried else []

    def form_token(self, session):
        """What a page of ours would put into a form."""
        if session is None:
            return forgery.visitor_token(self.world.keys, "visitor")
        digest = self.world.keys.digest(sessions.PURPOSE, session)
        found, _ = self.world.read(lambda work: work.sessions.by_digest(digest))
        return forgery.session_token(self.world.keys, found.id)


@pytest.fixture(scope="module")
def credentials(tmp_path_factory):
    made = Credentials(tmp_path_factory.mktemp("cells"))
    yield made
    made.world.close()


@pytest.fixture(scope="module")
def house(credentials):
    made = Gatehouse(credentials.world, credentials.thing)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pages(credentials):
    made = Pagehouse(credentials.world, credentials.thing)
    yield made
    made.close()


@pytest.fixture(scope="module")
def programs(credentials):
    made = Programs(credentials.world, credentials.thing)
    yield made
    made.close()


def address():
    """One of its own for each request: how often somebody guesses is not the question here."""
    number = next(NUMBERS)
    return f"198.51.{number // 250 % 250}.{number % 250}"


def admits(operation, kind):
    """What the table says of that kind, where the owner asks with all scopes."""
    role = Role.READ if kind is Kind.ANONYMOUS else Role.ADMIN
    return kind in operation.who and operation.role <= role


def test_no_kind_is_forgotten():
    assert set(PRESENTED.values()) | SSH | INSIDE == set(Kind)


def test_a_key_opens_no_row_of_the_api_and_no_page():
    for route in [*(row.route for row in api()), *(page.route for page in PAGES)]:
        assert not route.operation.who & SSH, (route.method, route.path)


def test_nothing_that_only_the_server_does_has_a_route():
    for method, path, operation in every_route():
        assert operation.who - INSIDE, (method, path)


@pytest.mark.parametrize("number", named([row.route for row in api()]))
def test_a_row_of_the_api(house, credentials, number):
    row = house.endpoints[number]
    operation = row.route.operation
    for name, kind in PRESENTED.items():
        headers = credentials.headers(name)
        answer = house.knock(row, headers=headers)
        if kind is Kind.APPLICATION:
            assert (answer.status, answer.message) == (401, "Bad credentials")
        elif kind in TOKENS:
            if admits(operation, kind):
                assert answer.status == PASSED
            else:
                assert answer.status == (404 if operation.lacking is Lacking.HIDDEN else 403)
        elif admits(operation, Kind.ANONYMOUS):
            # Cookies are never read here (attack 6).
            assert answer.status == PASSED
        else:
            refused = (404, "Not Found") if row.is_open else (401, "Requires authentication")
            assert (answer.status, answer.message) == refused


def visit(pages, credentials, page, kind, session=None):
    """Go to a page, or send its form from a page of ours; gives where that led, or the status."""
    headers = credentials.headers(kind, session)
    body = None
    if page.route.method != "GET":
        given = credentials.form_token(
            session or (credentials.session if kind == "session" else None)
        )
        if kind != "session":
            headers = [*headers, ("cookie", f"{cookies.VISITOR}=visitor")]
        headers += [("content-type", "application/x-www-form-urlencoded"), ("origin", ADDRESS)]
        body = f"{TOKEN_FIELD}={given}".encode()
    path = filled(page.route.path)
    answer = pages.ask(page.route.method, path, headers=headers, body=body, client=address())
    return (answer.header("location") or "").partition("?")[0] or answer.status


@pytest.mark.parametrize("number", named([page.route for page in PAGES]))
def test_a_page(pages, credentials, number):
    page = pages.pages[number]
    operation = page.route.operation
    for name, kind in PRESENTED.items():
        led = visit(pages, credentials, page, name)
        if kind is Kind.SESSION:
            assert led == (PASSED_PAGE if admits(operation, kind) else 404)
        elif admits(operation, Kind.ANONYMOUS):
            # Authorization is never read here (attack 6).
            assert led == PASSED_PAGE
        else:
            assert led == (404 if Kind.ANONYMOUS in operation.who else "/login")


@pytest.mark.parametrize("number", named([page.route for page in PAGES]))
def test_a_page_for_a_session_that_is_not_enough(pages, credentials, number):
    """The password was given too long ago, or was a one-time one."""
    page = pages.pages[number]
    operation = page.route.operation
    led = visit(pages, credentials, page, "session", credentials.old)
    if operation.sudo and page.asks_password:
        # The page with the form shows it again, with a field for the password.
        assert led in {PASSED_PAGE, 403}
    else:
        assert led == (403 if operation.sudo else PASSED_PAGE)
    led = visit(pages, credentials, page, "session", credentials.half)
    if not operation.while_half:
        assert led == FIRST_PASSWORD


@pytest.mark.parametrize("number", named(PROGRAMS))
def test_a_row_of_oauth(programs, credentials, number):
    row = programs.rows[number]
    path = filled(row.path.replace("{client_id}", credentials.client_id))
    own = "{client_id}" in row.path
    for name, kind in PRESENTED.items():
        answer = programs.ask(
            row.method,
            path,
            headers=credentials.headers(name),
            body=None if row.method == "GET" else b"{}" if row.path.startswith("/api") else b"",
            client=address(),
        )
        asks = kind if own and kind is Kind.APPLICATION else Kind.ANONYMOUS
        if own and kind is not Kind.APPLICATION:
            # Without its secret a confidential application is nobody, and nobody is told so.
            assert answer.status in {401, 404}
        elif answer.status != PASSED:
            assert asks not in row.operation.who, answer.body
        else:
            assert asks in row.operation.who
