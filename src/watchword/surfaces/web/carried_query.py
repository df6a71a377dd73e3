"""The query of an address that is carried on into another one: without credentials.

No query is ever read for one (attack 9). People and scripts put them there all the same, and an
address is kept: by the browser's history, by proxies, by whoever looks at the screen.
"""

from typing import Final
from urllib.parse import quote, unquote_plus

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

DATA: Final = "%!$&'()*+,;=:@/?"
"""What may stand in a query as it is, beside letters and digits (RFC 3986, 3.4), and escapes."""


def carried(query: str, *, left_out: frozenset[str] = frozenset()) -> str:
    """Leave out what is named like a credential or looks like a token; the rest stays as it is.

    `left_out` are more names, in lower case, that do not go on.
    """
    names = NAMES | left_out
    return "&".join(pair for pair in query.split("&") if not _is_left_out(pair, names))


def leading_on(path: str, query: str) -> str:
    """The address that a redirect leads to: a path, with what may be carried on of the query."""
    kept = quote(carried(query), safe=DATA, errors="surrogateescape")
    return f"{path}?{kept}" if kept else path


def _is_left_out(pair: str, names: frozenset[str]) -> bool:
    name, _, _ = pair.partition("=")
    return unquote_plus(name).lower() in names or formats.looks_like_token(unquote_plus(pair))
