"""Documents that go everywhere: made of the schema, whatever there is in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

DEEPEST = 4
"""Fields from the root to what is selected."""
FIRST = 3
"""Items of each list."""


@dataclass(frozen=True)
class Document:
    """A document, and the fields that it asks for, as TYPE.FIELD."""

    text: str
    fields: frozenset[str]


class Walk:
    """Goes through a schema with values for arguments, by their names."""

    def __init__(self, schema: GraphQLSchema, values: Mapping[str, object]) -> None:
        """Take what to put into arguments; those without a value are left out where they may be."""
        self._schema = schema
        self._values = {"first": FIRST, **values}

    def queries(self) -> Iterator[Document]:
        """Documents that come from each field of the root to every field near it."""
        assert self._schema.query_type is not None
        for name, field in self._schema.query_type.fields.items():
            yield from self._from(name, field)

    def mutations(self) -> Iterator[tuple[str, str]]:
        """The name of each change, and a document that makes it."""
        for name, field in self._schema.mutation_type.fields.items():
            text, _ = self._selection(get_named_type(field.type))
            yield name, f"mutation {{ {self._call(name, field)} {{ {text} }} }}"

    def _from(self, name: str, field: GraphQLField) -> Iterator[Document]:
        """Go on level by level, past each field once."""
        waiting = [("query { %s }", "Query", name, field, 1)]
        past = {f"Query.{name}"}
        while waiting:
            frame, kind, name, field, depth = waiting.pop(0)
            inner, fields = self._selection(get_named_type(field.type))
            around = frame.replace("%s", f"{self._call(name, field)} {{ %s }}")
            yield Document(around.replace("%s", inner), fields | {f"{kind}.{name}"})
            for one in self._kinds(get_named_type(field.type)) if depth < DEEPEST else ():
                for deeper, its in one.fields.items():
                    known = f"{one.name}.{deeper}"
                    if not is_leaf_type(get_named_type(its.type)) and known not in past:
                        past.add(known)
                        at = around.replace("%s", f"... on {one.name} {{ %s }}")
                        waiting.append((at, one.name, deeper, its, depth + 1))

    def _selection(self, of: object) -> tuple[str, frozenset[str]]:
        """All that is said in a word, of each kind that it may be."""
        parts, fields = ["__typename"], set()
        for one in self._kinds(of):
            plain = {
                name: field
                for name, field in one.fields.items()
                if is_leaf_type(get_named_type(field.type))
            }
            names = " ".join(
                f"{one.name}_{name}: {self._call(name, field)}" for name, field in plain.items()
            )
            parts += [f"... on {one.name} {{ {names} }}"] if names else []
            fields |= {f"{one.name}.{name}" for name in plain}
        return " ".join(parts), frozenset(fields)

    def _kinds(self, of: object) -> list[GraphQLObjectType]:
        if isinstance(of, GraphQLInterfaceType | GraphQLUnionType):
            return list(self._schema.get_possible_types(of))
        assert isinstance(of, GraphQLObjectType)
        return [of]

    def _call(self, name: str, field: GraphQLField) -> str:
        given = {
            one: self._value(one, argument.type)
            for one, argument in field.args.items()
            if one in self._values or isinstance(argument.type, GraphQLNonNull)
        }
        listed = ", ".join(f"{one}: {value}" for one, value in given.items())
        return f"{name}({listed})" if listed else name

    def _value(self, name: str, kind: object) -> str:
        kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(kind, GraphQLList):
            return f"[{self._value(name, kind.of_type)}]"
        if isinstance(kind, GraphQLInputObjectType):
            parts = [
                f"{one}: {self._value(one, field.type)}"
                for one, field in kind.fields.items()
                if one in self._values or isinstance(field.type, GraphQLNonNull)
            ]
            return "{" + ", ".join(parts) + "}"
        if isinstance(kind, GraphQLEnumType):
            return str(self._values.get(name, next(iter(kind.values))))
        value = self._values.get(name)
        if isinstance(value, bool | int):
            return str(value).lower()
        by_kind = {"Boolean": "true", "Int": "1"}
        default = by_kind.get(kind.name, f'"{name}"')
        return default if value is None else f'"{value}"'
