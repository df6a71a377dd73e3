"""What applications ask about their own tokens: `/applications/{client_id}/…` (GHES behaviour)."""

import base64
from collections.abc import Mapping
from typing import Final

import msgspec

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import Site, User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import FieldError, Invalid, NotPermitted
from watchword.kernel.secret import Secret
from watchword.oauth import inspect, revoke
from watchword.oauth.model import Application, Family
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.http_kit.route_table import AnyRoute, Params, route
from watchword.surfaces.oauth_http.answers import UNKEPT
from watchword.surfaces.oauth_http.application import PASSWORDS
from watchword.surfaces.oauth_http.grants import Terms, site
from watchword.surfaces.oauth_http.sent import Sent
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.users import simple_user
from watchword.tokens.model import Token
from watchword.work.unit import Work

TOKEN: Final = "/api/v3/applications/{client_id}/token"
GRANT: Final = "/api/v3/applications/{client_id}/grant"
NO_PASSWORDS: Final = "This API can only be accessed with username and password Basic Auth"
"""Git Credential Manager takes it to mean that the password it was given is a token."""
DONE: Final = Response(204, UNKEPT)


def of_path(work: Work, caller: Caller, params: Params) -> Application | None:
    """The application that the path names; to another application it is not there."""
    found = work.applications.by_client_id(params["client_id"])
    asks = caller.actor.application
    return found if found is not None and asks in {None, found.id} else None


def rows(terms: Terms) -> list[AnyRoute]:
    """The rows of the API that belong to applications."""
    addresses = Addresses(terms.public_url)
    prefix = terms.token_prefix

    def check(work: Work, grant: Grant[Application], sent: Sent) -> Response:
        secret = _token(sent)
        token, family, user = inspect.check(work, grant, secret, prefix)
        return _shown(grant.target, token, secret, family, user, addresses)

    def reset(work: Work, grant: Grant[Application], sent: Sent) -> Response:
        token, secret = inspect.reset(work, grant, _token(sent), prefix)
        family = work.sign_ins.family(token.family) if token.family is not None else None
        user = work.users.by_id(token.owner)
        assert family is not None
        assert user is not None
        return _shown(grant.target, token, secret, family, user, addresses)

    def delete(work: Work, grant: Grant[Application], sent: Sent) -> Response:
        revoke.by_possession(work, grant, _token(sent), prefix)
        return DONE

    def delete_grant(work: Work, grant: Grant[Application], sent: Sent) -> Response:
        revoke.user_of_token(work, grant, _token(sent), prefix)
        return DONE

    def refuse(_work: Work, _grant: Grant[Site], _sent: Sent) -> Response:
        raise NotPermitted(NO_PASSWORDS)

    return [
        route("POST", TOKEN, table.CHECK_TOKEN, of_path, check, Sent),
        route("PATCH", TOKEN, table.RESET_TOKEN, of_path, reset, Sent),
        route("DELETE", TOKEN, table.DELETE_TOKEN, of_path, delete, Sent),
        route("DELETE", GRANT, table.DELETE_GRANT, of_path, delete_grant, Sent),
        route("GET", PASSWORDS, table.REFUSE_PASSWORDS, site, refuse, Sent),
        route("POST", PASSWORDS, table.REFUSE_PASSWORDS, site, refuse, Sent),
    ]


def _token(sent: Sent) -> Secret:
    found = sent.secret("access_token")
    if found is None:
        raise Invalid(FieldError("OauthAccess", "access_token", "missing_field"))
    return found


def _shown(
    application: Application,
    token: Token,
    secret: Secret,
    family: Family,
    user: User,
    addresses: Addresses,
) -> Response:
    body: Mapping[str, object] = {
        "id": token.id,
        "url": f"{addresses.api}/authorizations/{token.id}",
        "app": {
            "name": application.name,
            "url": application.homepage,
            "client_id": application.client_id,
        },
        "token": secret.text,
        "hashed_token": base64.b64decode(token.hashed).hex(),
        "token_last_eight": token.last_eight,
        "note": None,
        "note_url": None,
        "created_at": moment(token.created_at),
        "updated_at": moment(token.updated_at),
        "scopes": list(family.scopes),
        "fingerprint": None,
        "expires_at": None if token.expires_at is None else moment(token.expires_at),
        "user": simple_user(user, addresses),
    }
    headers = ((b"content-type", b"application/json; charset=utf-8"), *UNKEPT)
    return Response(200, headers, msgspec.json.encode(body))
