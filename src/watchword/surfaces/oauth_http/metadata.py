"""What a client can find out by itself (RFC 8414)."""

from typing import Final

import msgspec

from watchword.access import scopes
from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import Site
from watchword.oauth.model import OFFLINE
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane, route
from watchword.surfaces.oauth_http import grants
from watchword.surfaces.oauth_http.grants import Terms, site
from watchword.surfaces.oauth_http.sent import Sent
from watchword.work.unit import Work

METHODS: Final = ["client_secret_post", "client_secret_basic", "none"]
PATH: Final = "/.well-known/oauth-authorization-server"


def rows(terms: Terms) -> list[AnyRoute]:
    """The row of the description."""
    body = msgspec.json.encode(_described(terms.public_url))
    headers = (
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"public, max-age=3600"),
        (b"access-control-allow-origin", b"*"),
        (b"x-content-type-options", b"nosniff"),
    )

    def show(_work: Work, _grant: Grant[Site], _sent: Sent) -> Response:
        return Response(200, headers, body)

    return [route("GET", PATH, table.READ_METADATA, site, show, Sent, Lane.GLANCE)]


def _described(url: str) -> dict[str, object]:
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/login/oauth/authorize",
        "token_endpoint": f"{url}/login/oauth/access_token",
        "revocation_endpoint": f"{url}/login/oauth/revoke",
        "device_authorization_endpoint": f"{url}/login/device/code",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(grants.EXCHANGERS),
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "scopes_supported": [*sorted(scopes.BY_NAME), OFFLINE],
    }
