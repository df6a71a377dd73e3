"""The next access token for a refresh token (RFC 6749 section 6), with the standard library alone.

It goes to the host that the credential is for, and nowhere else: redirects are not followed, and
the certificate is verified whatever `http.sslVerify` says.
"""

import http.client
import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import IO, Any, Final
from urllib.parse import urlencode

from watchword_client.credential_helper.entry import Entry
from watchword_client.credential_helper.ports import Unusable
from watchword_client.secret import Secret
from watchword_client.trust import Trust

PATH: Final = "/login/oauth/access_token"
PATIENCE: Final = 10.0
"""Seconds for each step of the connection."""
MOST: Final = 65_536
"""Bytes of an answer."""
LONGEST_LIFE: Final = 10 * 366 * 86_400
"""Seconds; what is said to live longer is no number of seconds."""
HOST = re.compile(r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
TOKEN = re.compile(r"[A-Za-z0-9_]{1,255}")
"""The alphabet of tokens: nothing else is handed to git."""
CLIENT = re.compile(r"[A-Za-z0-9._-]{1,255}")
OVER: Final = frozenset({"bad_refresh_token", "invalid_grant"})
"""What the server says of a refresh token that will never work again."""

Tell = Callable[[str], None]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow none: the refresh token is for that host only."""
        del req, fp, code, msg, headers, newurl


def renew(entry: Entry, now: int, trust: Trust, tell: Tell) -> Entry:
    """Ask for the next pair; gives the entry as it is to be kept from now on.

    A refusal for good leaves it without its refresh token, and says so to the person by `tell`.
    Raises Unusable where the server gave no answer that counts.
    """
    host = entry.place.host
    if not HOST.fullmatch(host) or not CLIENT.fullmatch(entry.client_id):
        raise Unusable("the token cannot be renewed: its host or its client has no valid name")
    answer = _asked(entry, trust)
    error = answer.get("error")
    reason = error if isinstance(error, str) and TOKEN.fullmatch(error) else "an error"
    if reason in OVER:
        tell(f"the sign-in at {host} has ended: run `watchword login {host}`")
        return replace(entry, refresh_token=None, client_id="", refresh_expires_at=0)
    if error is not None:
        raise Unusable(f"{host} did not renew the token: {reason}")
    return _entry(entry, answer, now)


def _entry(entry: Entry, answer: Mapping[str, Any], now: int) -> Entry:
    access = _token(answer, "access_token", entry)
    refresh = _token(answer, "refresh_token", entry) if "refresh_token" in answer else None
    kind = answer.get("token_type")
    if access is None or not isinstance(kind, str) or kind.lower() != "bearer":
        raise Unusable(f"{entry.place.host} answered with no token")
    return replace(
        entry,
        password=access,
        expires_at=_end(answer, "expires_in", now),
        # A server that gives none lets the old one live on (RFC 6749 section 6).
        refresh_token=refresh or entry.refresh_token,
        refresh_expires_at=_end(answer, "refresh_token_expires_in", now)
        if refresh
        else entry.refresh_expires_at,
    )


def _token(answer: Mapping[str, Any], name: str, entry: Entry) -> Secret | None:
    value = answer.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise Unusable(f"{entry.place.host} answered with something that is no token")
    return Secret(value)


def _end(answer: Mapping[str, Any], name: str, now: int) -> int:
    life = answer.get(name)
    valid = isinstance(life, int) and not isinstance(life, bool) and 0 < life <= LONGEST_LIFE
    return now + life if valid and isinstance(life, int) else 0


def _asked(entry: Entry, trust: Trust) -> Mapping[str, Any]:
    """Ask, and once more where the answer was lost: the server lets the same token be used again.

    It does so for two minutes only, so that is better done now than at the next `get`.
    """
    host = entry.place.host
    try:
        opener = _opener(trust)
    except (OSError, ValueError) as error:
        raise Unusable(f"the certificates of {trust.source} cannot be read") from error
    for last in (False, True):
        try:
            return _parsed(_post(opener, entry), host)
        except (http.client.HTTPException, TimeoutError, ConnectionResetError) as error:
            if last:
                raise _unreachable(host, error) from None
        except OSError as error:
            raise _unreachable(host, error) from None
    raise AssertionError  # both turns of the loop end it


def _post(opener: urllib.request.OpenerDirector, entry: Entry) -> bytes:
    assert entry.refresh_token is not None
    fields = {
        "grant_type": "refresh_token",
        "refresh_token": entry.refresh_token.text,
        "client_id": entry.client_id,
    }
    request = urllib.request.Request(  # noqa: S310 - https, or http where the person allowed it
        entry.place.address + PATH,
        urlencode(fields).encode(),
        {"Accept": "application/json", "User-Agent": "git-credential-watchword"},
        method="POST",
    )
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return bytes(answer.read(MOST + 1))
    except urllib.error.HTTPError as error:
        with error:
            # RFC 6749 section 5.2 has errors under 400; GitHub under 200.
            return error.read(MOST + 1) if error.code in {400, 401} else _status(error.code)


def _status(code: int) -> bytes:
    return b'{"error": "status_%d"}' % code


def _opener(trust: Trust) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context(cafile=str(trust.ca) if trust.ca else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    proxies = {"https": trust.proxy, "http": trust.proxy} if trust.proxy else None
    return urllib.request.build_opener(
        _NoRedirects,
        urllib.request.HTTPSHandler(context=context),
        urllib.request.ProxyHandler(proxies),
    )


def _parsed(body: bytes, host: str) -> Mapping[str, Any]:
    try:
        found = json.loads(body) if len(body) <= MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unusable(f"{host} did not renew the token: its answer cannot be read")
    return found


def _unreachable(host: str, error: Exception) -> Unusable:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Unusable(f"the token was not renewed: the certificate of {host} is not trusted")
    return Unusable(f"the token was not renewed: {host} cannot be reached")
