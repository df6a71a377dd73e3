"""Tokens, the beginning of a device's sign-in, and the end (RFC 6749 3.2, RFC 8628, RFC 7009)."""

from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import SITE, Site
from watchword.authn.resolve import Caller
from watchword.kernel.errors import Refusal
from watchword.oauth import clients, device, exchange, refresh, revoke
from watchword.oauth.errors import OAuthError
from watchword.oauth.model import Issued
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.http_kit.route_table import AnyRoute, Params, route
from watchword.surfaces.oauth_http import answers
from watchword.surfaces.oauth_http.answers import Values
from watchword.surfaces.oauth_http.sent import Sent
from watchword.work.unit import Work

CODE: Final = "authorization_code"
REFRESH: Final = "refresh_token"
DEVICE: Final = "urn:ietf:params:oauth:grant-type:device_code"


class Terms(Struct, frozen=True):
    """What this site gives out tokens by."""

    public_url: str
    token_prefix: str
    idle: int
    """Seconds after which an unused token that does not expire is dead."""


Exchanger: TypeAlias = Callable[[Work, Grant[Site], Sent, Terms], Issued | Refusal]


def site(_work: Work, _caller: Caller, _params: Params) -> Site:
    """These rows are about the site itself."""
    return SITE


def rows(terms: Terms) -> list[AnyRoute]:
    """The rows of the endpoints."""

    def token(work: Work, grant: Grant[Site], sent: Sent) -> Values | Refusal:
        issued = _exchanger(sent)(work, grant, sent, terms)
        return issued if isinstance(issued, Refusal) else answers.token(issued)

    def code(work: Work, grant: Grant[Site], sent: Sent) -> Values:
        return _begin(work, grant, sent, terms)

    def revoked(work: Work, grant: Grant[Site], sent: Sent) -> Response:
        _revoke(work, grant, sent, terms)
        return answers.done()

    return [
        route("POST", "/login/oauth/access_token", table.EXCHANGE, site, token, Sent),
        route("POST", "/login/oauth/revoke", table.REVOKE_TOKEN, site, revoked, Sent),
        route("POST", "/login/device/code", table.BEGIN_DEVICE, site, code, Sent),
    ]


def _exchanger(sent: Sent) -> Exchanger:
    """Choose by the kind of grant; gh names none beside its code (GHES behaviour)."""
    kind = sent.text("grant_type") or (CODE if sent.text("code") else "")
    if kind not in EXCHANGERS:
        raise OAuthError("unsupported_grant_type")
    return EXCHANGERS[kind]


def _of_code(work: Work, grant: Grant[Site], sent: Sent, terms: Terms) -> Issued | Refusal:
    application = clients.authenticate(work, sent.client_id, sent.client_secret, must_prove=True)
    clients.note_use(work, application, sent.client_secret)
    code = sent.secret("code")
    if code is None:
        raise OAuthError(exchange.BAD_CODE)
    return exchange.of_code(
        work,
        grant,
        application,
        code,
        redirect_uri=sent.text("redirect_uri"),
        verifier=sent.text("code_verifier"),
        idle=terms.idle,
        site_prefix=terms.token_prefix,
    )


def _of_refresh_token(work: Work, grant: Grant[Site], sent: Sent, terms: Terms) -> Issued | Refusal:
    application = clients.authenticate(work, sent.client_id, sent.client_secret, must_prove=True)
    clients.note_use(work, application, sent.client_secret)
    given = sent.secret("refresh_token")
    if given is None:
        raise OAuthError(refresh.BAD_TOKEN)
    return refresh.rotate(work, grant, application, given, site_prefix=terms.token_prefix)


def _of_device(work: Work, grant: Grant[Site], sent: Sent, terms: Terms) -> Issued | Refusal:
    """Let a device ask; it keeps no secret, so it need not give one (GHES behaviour)."""
    application = clients.authenticate(work, sent.client_id, sent.client_secret, must_prove=False)
    given = sent.secret("device_code")
    if given is None:
        raise OAuthError("incorrect_device_code")
    return device.poll(
        work, grant, application, given, idle=terms.idle, site_prefix=terms.token_prefix
    )


EXCHANGERS: Final[dict[str, Exchanger]] = {
    CODE: _of_code,
    REFRESH: _of_refresh_token,
    DEVICE: _of_device,
}


def _revoke(work: Work, grant: Grant[Site], sent: Sent, terms: Terms) -> None:
    application = clients.authenticate(work, sent.client_id, sent.client_secret, must_prove=True)
    clients.note_use(work, application, sent.client_secret)
    token = sent.secret("token")
    if token is None:
        raise OAuthError("invalid_request")
    revoke.by_holder(work, grant, application, token, terms.token_prefix)


def _begin(work: Work, grant: Grant[Site], sent: Sent, terms: Terms) -> Values:
    application = clients.authenticate(work, sent.client_id, sent.client_secret, must_prove=False)
    begun = device.begin(work, grant, application, sent.text("scope") or "")
    return {
        "device_code": begun.device_code.text,
        "user_code": begun.user_code.text,
        "verification_uri": f"{terms.public_url}/login/device",
        "expires_in": begun.expires_in,
        "interval": begun.interval,
    }
