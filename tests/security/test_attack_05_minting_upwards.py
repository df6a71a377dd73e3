"""Attack 5, a token that makes a stronger one: more scope, a later end, somebody else's.

Verified: no operation that makes, widens or renews a token, changes a password or begins a session
admits a token at all, whatever its scopes; no route of the API asks for one of them; and a browser
session needs a fresh password for it. The pages on which people let applications in read no
`Authorization`, and a stolen cookie gets no further there than to the field for the password.
"""

import pytest

from docs.reference.surfaces import every_route
from tests.consent import address, device_asks, waiting
from tests.pages import Browser, application
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.operation import REGISTERED
from watchword.access.scopes import TREE
from watchword.access.table import accounts, oauth, tokens
from watchword.accounts.model import SUDO_LIFE
from watchword.kernel.errors import NotFound, NotPermitted, PasswordNeeded

MINTING = [
    tokens.CREATE,
    tokens.WIDEN,
    tokens.REGENERATE,
    oauth.AUTHORIZE,
    oauth.APPROVE_DEVICE,
]
ABOUT_TOKENS = {tokens.WIDEN, tokens.REGENERATE}
KEEPING = [tokens.UPDATE, tokens.REVOKE, tokens.REVOKE_ALL, tokens.LIST, tokens.READ]
IDENTITY = [accounts.CHANGE_PASSWORD, accounts.SET_PASSWORD, accounts.PROVE_PASSWORD]
EVERYTHING = [row.name for row in TREE]


@pytest.mark.parametrize("operation", [*MINTING, *KEEPING, *IDENTITY], ids=lambda one: one.name)
def test_a_token_with_every_scope_is_refused(world, operation):
    root = world.user("root", site_admin=True)
    token, _ = world.token(root, *EVERYTHING)
    actor = actor_of(root, *EVERYTHING, site_admin=True)
    for target in (root, token):
        with pytest.raises((NotPermitted, NotFound)):
            require(actor, operation, target)


@pytest.mark.parametrize("operation", MINTING, ids=lambda one: one.name)
def test_a_session_needs_a_fresh_password(world, operation):
    alice = world.user("alice")
    token, _ = world.token(alice)
    target = token if operation in ABOUT_TOKENS else alice
    with pytest.raises(PasswordNeeded):
        require(actor_of(alice, kind=Kind.SESSION), operation, target)
    require(actor_of(alice, kind=Kind.SESSION, sudo=True), operation, target)


def test_no_route_of_the_api_or_of_git_makes_or_changes_credentials():
    closed = {one.name for one in (*MINTING, *KEEPING, *IDENTITY)}
    for method, path, operation in every_route():
        if path.startswith("/api/") or ".git/" in path:
            assert operation.name not in closed, f"{method} {path}"


def test_every_operation_on_tokens_is_closed_to_tokens():
    found = [row for name, row in REGISTERED.items() if name.startswith("token.")]
    assert len(found) >= 8
    for row in found:
        assert Kind.CLASSIC not in row.who


def sign_ins(world, user):
    return world.read(lambda work: list(work.sign_ins.families_of(user.id)))


@pytest.fixture
def victim(world):
    browser = Browser(application(world))
    browser.sign_in(world.user("alice"))
    return browser


@pytest.fixture
def thief(world, victim):
    """Another browser with the cookie of a session whose two hours are over."""
    world.clock.now += SUDO_LIFE
    name = "__Host-watchword_session"
    browser = Browser(application(world), address="192.0.2.66")
    browser.set_cookie(name, victim.cookies[name])
    return browser


@pytest.mark.parametrize("scheme", ["Bearer", "token"])
def test_a_token_lets_no_application_in(world, victim, scheme):
    alice = world.user("alicia")
    _, secret = world.token(alice, *EVERYTHING)
    asked = device_asks(world)
    with_token = Browser(application(world), authorization=f"{scheme} {secret.text}")
    page = with_token.get(address(), follow=False)
    assert page.status == 303
    assert page.headers["location"].startswith("/login?")
    form = [("user_code", asked.code), ("scopes", "repo"), ("decided", "yes")]
    for path in (address(), "/login/device", "/login/device/approval", "/login/device/denial"):
        page = with_token.send(path, form, follow=False)
        assert page.status == 303
        assert page.headers["location"].startswith("/login")
    assert sign_ins(world, alice) == []
    assert waiting(world, asked) is not None


def test_a_stolen_cookie_alone_lets_no_application_in(world, thief):
    thief.get(address())
    for guess in ("", "guess", "correct horsE"):
        page = thief.press("Authorize", follow=False, sudo_password=guess)
        assert page.status == 403
        assert "location" not in page.headers
    form = [pair for pair in thief.page.form("Authorize").fields if pair[0] != "sudo_password"]
    page = thief.send(address(), [*form, ("sudo", "1")], follow=False)
    assert page.status == 403


def test_a_stolen_cookie_alone_lets_no_device_in(world, thief):
    asked = device_asks(world)
    thief.get("/login/device")
    thief.press("Continue", user_code=asked.code)
    for guess in ("", "guess"):
        assert thief.press("Authorize", sudo_password=guess).status == 403
    form = [pair for pair in thief.page.form("Authorize").fields if pair[0] != "sudo_password"]
    assert thief.send("/login/device/approval", form).status == 403
    assert waiting(world, asked) is not None
