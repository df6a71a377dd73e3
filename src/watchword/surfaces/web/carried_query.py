"""The query of an address that is carried on into another one: without credentials.

No query is ever read for one (attack 9). People and scripts put them there all the same, and an
address is kept: by the browser's history, by proxies, by whoever looks at the screen.
"""

from typing import Final
from urllib.parse import unquote_plus

from watchword.tokens import secret as formats

NAMES: Final = frozenset(
    {
        "access_token",
        "api_key",
        "authorization",
        "client_secret",
        "oauth_token",
        "password",
        "private_token",
        "token",
    }
)
"""What services call a credential in a query; no page of ours reads any of these."""


def carried(query: str, *, left_out: frozenset[str] = frozenset()) -> str:
    """Leave out what is named like a credential or looks like a token; the rest stays as it is.

    `left_out` are more names, in lower case, that do not go on.
    """
    names = NAMES | left_out
    return "&".join(pair for pair in query.split("&") if not _is_left_out(pair, names))


def _is_left_out(pair: str, names: frozenset[str]) -> bool:
    name, _, _ = pair.partition("=")
    return unquote_plus(name).lower() in names or formats.looks_like_token(unquote_plus(pair))
