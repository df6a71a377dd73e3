"""Tokens as GitHub shows them to those who run a site: as authorizations."""

import base64
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from watchword.accounts.model import User
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.tokens.model import Token

NO_APPLICATION: Final = "0" * 20
"""The client id beside tokens that people made themselves (GHES behaviour)."""


class App(Struct, kw_only=True):
    """The application that holds it; of a token that a person made, its note stands there."""

    client_id: str
    name: str
    url: str


class Authorization(Struct, kw_only=True):
    """A token. The secret is in it when the token was made just now, and never again."""

    id: int
    url: str
    scopes: list[str] | None
    token: str
    token_last_eight: str | None
    hashed_token: str | None
    app: App
    note: str | None
    note_url: str | None
    updated_at: datetime
    created_at: datetime
    fingerprint: str | None
    user: SimpleUser | None
    installation: dict[str, Any] | None
    expires_at: datetime | None


def authorization(token: Token, owner: User, at: Addresses, secret: str = "") -> Authorization:
    """Show a token."""
    return Authorization(
        id=token.id,
        url=f"{at.api}/authorizations/{token.id}",
        scopes=list(token.scopes),
        token=secret,
        token_last_eight=token.last_eight,
        hashed_token=base64.b64decode(token.hashed).hex(),
        app=App(
            client_id=token.client_id or NO_APPLICATION,
            name=token.note,
            url=f"{at.site}/settings/{'tokens' if token.family is None else 'applications'}",
        ),
        note=token.note if token.family is None else None,
        note_url=None,
        updated_at=moment(token.updated_at),
        created_at=moment(token.created_at),
        fingerprint=None,
        user=simple_user(owner, at),
        installation=None,
        expires_at=None if token.expires_at is None else moment(token.expires_at),
    )
