"""The API describes itself: for programs as OpenAPI, for people as a page."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

import msgspec
from jinja2 import Environment, StrictUndefined

from watchword.access.gate import Grant
from watchword.access.table import site as table
from watchword.accounts.model import Site
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.openapi import document
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work

PAGES: Final = files("watchword.surfaces.rest") / "pages"
JSON: Final = b"application/json; charset=utf-8"
HTML: Final = b"text/html; charset=utf-8"
CSS: Final = b"text/css; charset=utf-8"
POLICY: Final = (
    b"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'"
)
"""No script at all, no style but the sheet beside it (attack 61)."""


class Description:
    """Handlers; all that they give is made once, for the first who asks."""

    def __init__(self, rows: Sequence[Endpoint], at: Addresses) -> None:
        """Describe those rows."""
        self._rows, self._at = rows, at

    @cached_property
    def _described(self) -> dict[str, Any]:
        return document(self._rows, self._at)

    @cached_property
    def _openapi(self) -> Plain:
        return Plain(JSON, msgspec.json.encode(self._described))

    @cached_property
    def _page(self) -> Plain:
        return Plain(HTML, _page(self._described).encode(), POLICY)

    def openapi(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Plain:
        """Describe the API as OpenAPI 3.1."""
        return self._openapi

    def page(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Plain:
        """Describe the API as a page."""
        return self._page

    def sheet(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Plain:
        """Give the page its look."""
        return Plain(CSS, (PAGES / "docs.css").read_bytes())


def _page(described: dict[str, Any]) -> str:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    schemas = described["components"]["schemas"]

    def followed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a reference leads to."""
        while "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def bodies(operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """What an operation takes."""
        content = operation.get("requestBody", {}).get("content", {})
        return [followed(one["schema"]) for one in content.values()]

    environment.globals.update(bodies=bodies, value=lambda schema: _value(followed, schema))
    template = environment.from_string((PAGES / "docs.html").read_text("utf-8"))
    return template.render(api=described)


def _value(
    followed: Callable[[Mapping[str, Any]], Mapping[str, Any]], schema: Mapping[str, Any]
) -> str:
    """What a field may be, in words."""
    schema = followed(schema)
    if "enum" in schema:
        return ", ".join("none" if one is None else str(one) for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_value(followed, one) for one in schema["anyOf"])
    return str(schema.get("format", schema["type"]))


def routes(rows: Sequence[Endpoint], at: Addresses) -> list[Endpoint]:
    """The rows of the description of all others."""
    made = Description(rows, at)
    read = table.READ_META
    return [
        endpoint(row, counted=False)
        for row in (
            route("GET", "/openapi.json", read, site, made.openapi, Nothing),
            route("GET", "/docs", read, site, made.page, Nothing),
            route("GET", "/docs.css", read, site, made.sheet, Nothing),
        )
    ]
