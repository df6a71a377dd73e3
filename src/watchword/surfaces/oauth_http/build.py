"""Puts the application for OAuth's endpoints together."""

from watchword.authn.throttle import Throttle
from watchword.surfaces.oauth_http import grants, metadata, own_tokens
from watchword.surfaces.oauth_http.application import OAuthHttp
from watchword.surfaces.oauth_http.grants import Terms
from watchword.work.unit import Database


def application(
    *, database: Database, throttle: Throttle, public_url: str, token_prefix: str, idle: int
) -> OAuthHttp:
    """Serve what programs ask; `idle` is the life, in seconds, of an unused token.

    `public_url` has no slash at its end.
    """
    terms = Terms(public_url, token_prefix, idle)
    rows = [*grants.rows(terms), *metadata.rows(terms), *own_tokens.rows(terms)]
    return OAuthHttp(rows, database, throttle)
