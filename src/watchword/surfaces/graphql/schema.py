"""The schema, built once and checked: each resolver names its operations."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from watchword.access.operation import Operation
from watchword.surfaces.graphql.asking import EMPTY, OPERATIONS
from watchword.surfaces.graphql.gists import Gist
from watchword.surfaces.graphql.git_objects import Blob, Tree
from watchword.surfaces.graphql.mutations import Mutation
from watchword.surfaces.graphql.objects import Organization, Repository, User
from watchword.surfaces.graphql.query import Query
from watchword.surfaces.graphql.scalars import MAP

STRAWBERRY: Final = "strawberry-definition"
"""Where a field of graphql-core keeps the one of Strawberry that it was made of."""


@cache
def build() -> GraphQLSchema:
    """Build the schema, once. Raises ValueError for a resolver that names no operation."""
    config = StrawberryConfig(scalar_map=MAP)  # type: ignore[arg-type]
    types = (User, Organization, Repository, Gist, Tree, Blob)
    made = strawberry.Schema(query=Query, mutation=Mutation, types=types, config=config)
    schema: GraphQLSchema = made._schema  # noqa: SLF001 - to be run by graphql-core, on one parse
    check(schema)
    return schema


def check(schema: GraphQLSchema) -> None:
    """Raise ValueError for a field with a resolver of its own that names no operation."""
    for name, field in resolved(schema):
        if not field.metadata.get(OPERATIONS) and not field.metadata.get(EMPTY):
            msg = f"{name} names no operation"
            raise ValueError(msg)


def operations() -> Iterator[tuple[str, Operation]]:
    """Each field with each operation that it asks for; the fields that read or change anything."""
    for name, field in resolved(build()):
        for operation in field.metadata.get(OPERATIONS, ()):
            yield name, operation


def resolved(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """The fields that have a resolver of their own, as TYPE.FIELD, with Strawberry's field."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for name, field in kind.fields.items():
            made = field.extensions.get(STRAWBERRY)
            if made is not None and made.base_resolver is not None:
                yield f"{kind.name}.{name}", made
