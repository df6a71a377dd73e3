"""Attack 5, a token that makes a stronger one: more scope, a later end, somebody else's.

Verified: no operation that makes, widens or renews a token, changes a password or begins a session
admits a token at all, whatever its scopes; no route of the API asks for one of them; and a browser
session needs a fresh password for it.
"""

import pytest

from docs.reference.surfaces import every_route
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.operation import REGISTERED
from watchword.access.scopes import TREE
from watchword.access.table import accounts, tokens
from watchword.kernel.errors import NotFound, NotPermitted, PasswordNeeded

MINTING = [tokens.CREATE, tokens.WIDEN, tokens.REGENERATE]
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
    target = alice if operation is tokens.CREATE else token
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
