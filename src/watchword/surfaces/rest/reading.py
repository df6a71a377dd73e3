"""From the bytes of a request to what a row asks for, or a refusal that says where it is wrong."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, TypeAlias, TypeVar, get_type_hints
from urllib.parse import parse_qsl

import msgspec

from watchword.kernel.errors import Invalid, Malformed

B = TypeVar("B")

NO_OBJECT: Final = "Body should be a JSON object"
PLACE = re.compile(r"`\$\.?(?P<path>[^`]*)`$")
MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
EXPECTED = re.compile(r"Expected `(?P<types>[^`]*)`")
TYPES: Final = {
    "str": "a string",
    "bool": "a boolean",
    "int": "an integer",
    "float": "a number",
    "array": "an array",
    "object": "an object",
    "null": "null",
}
UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
LONGEST_ECHO: Final = 60
MOST_FIELDS: Final = 64


class Nothing(msgspec.Struct):
    """What a row asks for that asks for nothing."""


NOTHING: Final = Nothing()

PLACE_OF: Final = "in"
InPath: TypeAlias = Annotated[str, msgspec.Meta(extra={PLACE_OF: "path"})]
"""A field that is read from the path: from the parameter of the same name."""
ByMedia: TypeAlias = Annotated[str, msgspec.Meta(extra={PLACE_OF: "accept"})]
"""A field that tells which of GitHub's media types is wanted (raw, html …); else its default."""
FromBody: TypeAlias = Annotated[Any, msgspec.Meta(extra={PLACE_OF: "body"})]
"""A field that is the body itself, not read yet (an Upload); the others are read from the query."""
MEDIA = re.compile(
    r"application/vnd\.github(?:-[a-z]+)?(?:\.v3)?[.+](?P<name>[a-z-]+)(?:\+json)?\s*(?:[;,]|$)"
)

OCTETS: Final = "octet-stream"
"""The media type of a thing's own bytes."""


@cache
def placed(kind: type[Any], place: str) -> frozenset[str]:
    """The fields of a request that stand in that place: `path`, `accept` or `body`."""
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(
        name
        for name, hint in hints.items()
        for meta in getattr(hint, "__metadata__", ())
        if isinstance(meta, msgspec.Meta) and (meta.extra or {}).get(PLACE_OF) == place
    )


def media(accept: bytes | None) -> str | None:
    """The media type of GitHub's that an `Accept` names first; None for plain JSON."""
    if accept is not None and b"application/octet-stream" in accept:
        return OCTETS
    found = MEDIA.search((accept or b"").decode("latin-1"))
    name = found["name"] if found else "json"
    return None if name == "json" else name


def decoded(decoder: msgspec.json.Decoder[B], body: bytes, alone: str | None = None) -> B:
    """Read a JSON body; an empty one is an empty object.

    The content type is not looked at: GitHub does not either, and `curl -d` names a wrong one.
    What is no object is the value of the field `alone`, where the request has one. Raises Malformed
    for what is no JSON object, and Invalid for one of wrong types.
    """
    if alone is not None and body.lstrip()[:1] not in {b"", b"{"}:
        body = msgspec.json.encode({alone: _plain(body)})
    try:
        return decoder.decode(body or b"{}")
    except msgspec.ValidationError as error:
        raise _refusal(str(error), _plain(body)) from error
    except UNREADABLE as error:
        raise Malformed from error


def asked(kind: type[B], query: Mapping[str, str]) -> B:
    """Read the query. What it does not know is ignored; a number that is none is, too.

    Raises Invalid for a value that is not among those that are possible.
    """
    try:
        return msgspec.convert(_with_numbers(kind, query), kind, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(str(error), dict(query)) from error


def pairs(query_string: bytes) -> dict[str, str]:
    """Split a query string; of a name that is there twice the last one counts.

    Raises Malformed for one with more fields than any row has.
    """
    try:
        found = parse_qsl(query_string.decode("latin-1"), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Malformed("The query has too many fields.") from error
    return dict(found)


@cache
def names_of(kind: type[Any]) -> frozenset[str]:
    """The fields of what a row asks for."""
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind))


@cache
def _numbers_of(kind: type[Any]) -> frozenset[str]:
    """Those of them that are numbers."""
    fields = msgspec.structs.fields(kind)
    return frozenset(one.encode_name for one in fields if one.type in {int, int | None})


def _with_numbers(kind: Any, query: Mapping[str, str]) -> dict[str, str]:
    numbers = _numbers_of(kind)
    return {
        name: text
        for name, text in query.items()
        if name not in numbers or (text.isdecimal() and text.isascii() and len(text) < 19)
    }


def _plain(body: bytes) -> object:
    """The body without regard to types. Raises Malformed where it is no JSON at all."""
    try:
        return msgspec.json.decode(body or b"{}")
    except UNREADABLE as error:
        raise Malformed from error


def _refusal(text: str, given: object) -> Invalid | Malformed:
    """Say it as GitHub does, naming the field and what stood there (GHES behaviour)."""
    if not isinstance(given, dict):
        return Malformed(NO_OBJECT)
    if lacking := MISSING.search(text):
        return Invalid(text=f'Invalid request.\n\n"{lacking["name"]}" wasn\'t supplied.')
    place = PLACE.search(text)
    path = place["path"] if place else ""
    value = msgspec.json.encode(given.get(path.partition(".")[0].partition("[")[0])).decode()
    expected = EXPECTED.search(text)
    wanted = _types(expected["types"]) if expected else "a possible value"
    told = value if len(value) <= LONGEST_ECHO else f"{value[:LONGEST_ECHO]}…"
    return Invalid(text=f"Invalid request.\n\nFor 'properties/{path}', {told} is not {wanted}.")


def _types(text: str) -> str:
    return " or ".join(TYPES.get(one.strip(), one.strip()) for one in text.split("|"))
