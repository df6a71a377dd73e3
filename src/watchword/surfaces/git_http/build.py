"""Puts the application for git over HTTP together."""

from collections.abc import Callable

from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.surfaces.git_http.admission import Porter
from watchword.surfaces.git_http.application import GitHttp
from watchword.surfaces.http_kit.asgi import Application
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.tokens.model import Token
from watchword.work.git_host import GitHost
from watchword.work.unit import Database


def application(
    *,
    database: Database,
    git: GitHost,
    clock: Clock,
    throttle: Throttle,
    observe: Callable[[Token, int, str], None],
    public_url: str,
    token_prefix: str,
    strict_username: bool,
    largest_push: int,
) -> Application:
    """Serve git for all repositories.

    `observe` notes the use of a token (its number, seconds since 1970, the address); `public_url`
    has no slash at its end; `largest_push` is in bytes.
    """
    mismatches = Mismatches(database, clock)
    porter = Porter(database, clock, throttle, observe, mismatches, token_prefix, strict_username)
    return GitHttp(porter, git, public_url, largest_push)
