"""The OpenAPI 3.1 document of the table: every sentence in it comes from a row or from a shape."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from watchword.access.kinds import Kind
from watchword.access.operation import Operation
from watchword.access.roles import Role
from watchword.access.scopes import Scope
from watchword.surfaces.rest import versions
from watchword.surfaces.rest.endpoint import PREFIX, SAFE, Endpoint, Shape
from watchword.surfaces.rest.errors import Problem
from watchword.surfaces.rest.headers import ENTERPRISE_VERSION
from watchword.surfaces.shapes.addresses import Addresses

PLACE: Final = "#/components/schemas/{name}"
PARAMETER: Final = re.compile(r"\{\*?(\w+)\}")
"""A part of a path; with a star it is all that is left, which OpenAPI has no word for."""
PLAIN: Final = {"type": "string"}
VERSION_HEADER: Final = {
    "name": "X-GitHub-Api-Version",
    "in": "header",
    "description": "The version of the API; the oldest one unless it is named.",
    "schema": {"type": "string", "enum": [one.decode() for one in versions.KNOWN]},
}
SCHEMES: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "`Authorization: Bearer TOKEN` or `Authorization: token TOKEN`.",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The token as the password; any user name will do.",
    },
}


def document(endpoints: Iterable[Endpoint], at: Addresses) -> dict[str, Any]:
    """Make the document. Paths are below the address of the server."""
    rows = [one for one in endpoints if one.path.startswith(PREFIX + "/")]
    schemas, components = _schemas(rows)
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(row.route.path.replace("{*", "{"), {})[row.route.method.lower()] = (
            _operation(row, schemas)
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Watchword REST API",
            "version": ENTERPRISE_VERSION,
            "description": "What this server understands of the REST API of GitHub Enterprise "
            f"Server {ENTERPRISE_VERSION}.",
        },
        "servers": [{"url": at.api}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": SCHEMES,
            "parameters": {"version": VERSION_HEADER},
        },
    }


def who_may(operation: Operation) -> str:
    """What it takes, in sentences; the table of access is all that is asked."""
    told = []
    if Kind.ANONYMOUS not in operation.who:
        told.append("Takes a token.")
    elif operation.scopes:
        told.append("What is public is open to everybody, also without a token.")
    else:
        told.append("Open to everybody, also without a token.")
    if operation.role is Role.ADMIN and operation.scopes:
        told.append("The owner of the token must have admin rights on it.")
    told += _scopes(operation)
    return " ".join(told)


def _scopes(operation: Operation) -> Iterable[str]:
    if not operation.accepted:
        yield "No scope is needed."
        return
    if operation.public is None:
        yield f"The token needs {_any_of(operation.scopes)}."
    else:
        public = f"{_any_of(operation.public)} is enough" if operation.public else "none is needed"
        yield f"For what is private the token needs {_any_of(operation.scopes)}; for what is"
        yield f"public {public}."
    if operation.all_of:
        yield f"In any case it needs {' and '.join(_quoted(operation.all_of))}."


def _any_of(scopes: Iterable[Scope]) -> str:
    return " or ".join(_quoted(scopes))


def _quoted(scopes: Iterable[Scope]) -> Sequence[str]:
    return [f"`{scope}`" for scope in sorted(scopes)]


def _schemas(rows: Iterable[Endpoint]) -> tuple[Mapping[Any, Any], Mapping[str, Any]]:
    """The schema of each type that bodies and answers have, and what these refer to."""
    kinds: set[Any] = {Problem}
    for row in rows:
        if row.reads_body:
            kinds.add(row.route.body)
        kinds.update(one.kind for one in row.answers)
    ordered = sorted(kinds, key=str)
    found, components = msgspec.json.schema_components(ordered, ref_template=PLACE)
    schemas = dict(zip(ordered, found, strict=True))
    for row in rows:
        for name in row.in_path | row.by_media:
            # Those stand elsewhere than in the body, and are told there.
            if row.reads_body:
                # Types of one name are told apart by their modules: the reference knows which.
                place = schemas[row.route.body]["$ref"].rpartition("/")[2]
                components[place]["properties"].pop(name, None)
    return schemas, components


def _operation(row: Endpoint, schemas: Mapping[Any, Any]) -> dict[str, Any]:
    words = [row.route.method.lower(), *re.findall(r"\w+", row.route.path)]
    told: dict[str, Any] = {
        "operationId": "-".join(words if len(words) > 1 else [*words, "root"]),
        "summary": row.summary.rstrip("."),
        "description": who_may(row.route.operation),
        "externalDocs": {"url": row.documentation},
        "security": [*([{}] if row.is_open else []), *({name: []} for name in SCHEMES)],
        "x-accepted-oauth-scopes": sorted(row.route.operation.accepted),
        "parameters": [
            *_in_path(row),
            *_in_query(row),
            {"$ref": "#/components/parameters/version"},
        ],
        "responses": _responses(row, schemas),
    }
    if row.reads_body:
        content = {"application/json": {"schema": schemas[row.route.body]}}
        told["requestBody"] = {"content": content}
    return told


def _in_path(row: Endpoint) -> Iterable[dict[str, Any]]:
    for name in PARAMETER.findall(row.route.path):
        yield {"name": name, "in": "path", "required": True, "schema": PLAIN}


def _in_query(row: Endpoint) -> Iterable[dict[str, Any]]:
    if not row.reads_query:
        return
    described = msgspec.json.schema(row.route.body)
    fields = described["$defs"][row.route.body.__name__]["properties"]
    for name, schema in fields.items():
        if name in row.fields:
            yield {"name": name, "in": "query", "schema": schema}


def _responses(row: Endpoint, schemas: Mapping[Any, Any]) -> dict[str, Any]:
    """Each status that the handler may give, and what refusals look like."""
    content: dict[str, Any] = {}
    if row.is_plain and not row.only_leads_on:
        content["*/*"] = {"schema": {}}
    if row.answers:
        shapes = [_shape(one, schemas) for one in row.answers]
        # An empty list is of each kind of list, and two answers may have the same shape.
        schema = shapes[0] if all(one == shapes[0] for one in shapes) else {"anyOf": shapes}
        content["application/json"] = {"schema": schema}
    good = {"description": "Done."} | ({"content": content} if content else {})
    told: dict[str, Any] = {}
    if row.tells_status:
        made = {} if row.route.method in SAFE else {"201": good}
        told = {"200": good, **made, "204": {"description": "Done; there is nothing to tell."}}
    if row.leads_on:
        told["302"] = {"description": "It is at the address in `Location`."}
    told[str(row.route.status)] = good
    problem = {"application/json": {"schema": schemas[Problem]}}
    return {**told, "default": {"description": "Refused; `message` says why.", "content": problem}}


def _shape(shape: Shape, schemas: Mapping[Any, Any]) -> Any:
    schema = schemas[shape.kind]
    return {"type": "array", "items": schema} if shape.is_list else schema
