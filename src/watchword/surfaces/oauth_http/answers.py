"""Answers in the form that the client asks for: a form, JSON or XML (GHES behaviour)."""

from collections.abc import Mapping
from html import escape
from typing import Final, TypeAlias
from urllib.parse import urlencode

import msgspec

from watchword.oauth.errors import OAuthError
from watchword.oauth.model import Issued
from watchword.surfaces.http_kit.asgi import Response

Values: TypeAlias = Mapping[str, str | int]

UNKEPT: Final = (
    (b"cache-control", b"no-store"),
    (b"pragma", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'"),
)
"""Tokens are kept by nobody on the way (RFC 6749 section 5.1)."""
JSON: Final = b"application/json; charset=utf-8"
XML: Final = b"application/xml; charset=utf-8"
FORM: Final = b"application/x-www-form-urlencoded; charset=utf-8"


def answer(accept: bytes, values: Values) -> Response:
    """Encode values; without a wish it is a form. Errors have status 200 as well."""
    wish = accept.lower()
    if b"json" in wish:
        return _response(JSON, msgspec.json.encode(values))
    if b"xml" in wish:
        inner = "".join(
            f"<{name}>{escape(str(value), quote=False)}</{name}>" for name, value in values.items()
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<OAuth>{inner}</OAuth>\n'
        return _response(XML, text.encode())
    return _response(FORM, urlencode(values).encode())


def token(issued: Issued) -> Values:
    """What a client gets."""
    values: dict[str, str | int] = {
        "access_token": issued.access_token.text,
        "token_type": "bearer",
        "scope": ",".join(issued.scopes),
    }
    if issued.refresh_token is not None:
        values |= {
            "expires_in": issued.expires_in or 0,
            "refresh_token": issued.refresh_token.text,
            "refresh_token_expires_in": issued.refresh_token_expires_in or 0,
        }
    return values


def error(refused: OAuthError) -> Values:
    """What a client is told instead."""
    values: dict[str, str | int] = {
        "error": refused.code,
        "error_description": refused.text,
        "error_uri": refused.about,
    }
    if refused.interval is not None:
        values["interval"] = refused.interval
    return values


def done() -> Response:
    """Say yes, and nothing more."""
    return Response(200, ((b"content-length", b"0"), *UNKEPT), b"")


def _response(kind: bytes, body: bytes) -> Response:
    return Response(200, ((b"content-type", kind), *UNKEPT), body)
