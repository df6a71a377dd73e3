"""The public keys of a person as text: `/USER.keys` and `/USER.gpg`.

What programs fetch to let somebody in on another machine. Nobody is asked who they are: the keys
are public, so neither cookies nor `Authorization` are read.
"""

import re
from typing import Final, cast

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller, anonymous
from watchword.kernel.errors import Refused
from watchword.kernel.pagination import PageRequest
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import (
    Application,
    Receive,
    Scope,
    Send,
    raw_path,
    respond,
    text,
)
from watchword.surfaces.http_kit.route_table import AnyRoute, Params, route
from watchword.work.unit import Database, Work

PATH: Final = re.compile(r"/(?P<username>[A-Za-z0-9-]{1,39})\.(?P<kind>keys|gpg)")
"""The letters are those of logins; nothing else is looked for."""
ALL: Final = PageRequest(1, 1_000)
ALWAYS: Final = (
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"public, no-cache"),
)
MISSING: Final = "404: Not Found\n"


def user_of_path(work: Work, _caller: Caller, params: Params) -> User | None:
    """Find the person that the path names."""
    return work.users.by_login(params["username"])


def ssh_keys(work: Work, grant: Grant[User], _asked: None) -> str:
    """Give the SSH keys with which the person signs in, one a line."""
    keys = work.public_keys.of_user(grant.target.id, ALL).items
    return "".join(f"{key.key}\n" for key in keys)


def gpg_keys(work: Work, grant: Grant[User], _asked: None) -> str:
    """Give the GPG keys of the person, armored, one after the other."""
    keys = work.gpg_keys.of_user(grant.target.id, ALL).items
    return "\n".join(key.raw_key.strip() + "\n" for key in keys if key.raw_key)


ROUTES: Final[dict[str, AnyRoute]] = {
    "keys": route(
        "GET", "/{username}.keys", table.LIST_OF_USER, user_of_path, ssh_keys, type(None)
    ),
    "gpg": route(
        "GET", "/{username}.gpg", table.LIST_GPG_OF_USER, user_of_path, gpg_keys, type(None)
    ),
}


class KeyFiles:
    """Answers the keys of people as text; hands every other path on."""

    def __init__(self, others: Application, database: Database) -> None:
        """Stand before the other pages."""
        self._others = others
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = PATH.fullmatch(raw_path(scope)) if scope["method"] in {"GET", "HEAD"} else None
        if found is None:
            await self._others(scope, receive, send)
            return
        caller = anonymous(whence.of(scope))
        params = {"username": found["username"]}
        try:
            told = await ROUTES[found["kind"]].run(self._database, caller, params, lambda: None)
        except Refused:
            await respond(scope, send, text(404, MISSING, *ALWAYS))
            return
        await respond(scope, send, text(200, cast("str", told), *ALWAYS))
