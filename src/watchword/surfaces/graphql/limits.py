"""How much one document may ask for.

The largest thing that `gh` asks is `repo list --json` with every field, 100 repositories a page:
about 20,000 values. A full introspection goes 14 levels deep.
"""

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from watchword.kernel.pagination import DEFAULT_SIZE, LARGEST_SIZE
from watchword.surfaces.graphql.asking import MOST, OPERATIONS
from watchword.surfaces.graphql.errors import TOO_MUCH, Told
from watchword.surfaces.graphql.schema import STRAWBERRY

MOST_TOKENS: Final = 4_000
"""Words and signs of one document."""
DEEPEST: Final = 20
"""Selections within selections."""
MOST_VALUES: Final = 50_000
"""Values that a query may give."""
MOST_VALUES_WRITING: Final = 2_000
"""Values that a mutation may give: others wait for their turn to write meanwhile."""
LOOKING_UP: Final = 10
"""Values for which one counts that is looked up."""
CHANGING: Final = 200
"""Values for which a change counts: nine or ten of them fit in a request."""
INTROSPECTION: Final = 2_500
"""Values for which `__schema` or `__type` counts, whatever is selected of it."""

Kind = GraphQLObjectType | GraphQLInterfaceType


class Measure:
    """Measures one operation of a document that was found valid."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        """Take what was sent; a variable that is no number counts as the largest page."""
        self._schema = schema
        self._variables = variables
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        # Each fragment is measured once: one that is used by others twice each would never end.
        self._known: dict[str, tuple[int, int]] = {}
        self._levels_known: dict[str, int] = {}

    def check(self, operation: OperationDefinitionNode) -> None:
        """Raise Told for one that is too deep or asks for too much."""
        root = self._schema.get_root_type(operation.operation)
        values, depth = self._of(operation.selection_set, root)
        writes = operation.operation is OperationType.MUTATION
        most = MOST_VALUES_WRITING if writes else MOST_VALUES
        if depth > DEEPEST:
            text = f"This query is {depth} levels deep; {DEEPEST} are the most that is allowed."
            raise Told(TOO_MUCH, text)
        if values > most:
            raise Told(
                TOO_MUCH,
                f"By its page sizes and changes this document may give {values} values; "
                f"{most} are the most that is allowed.",
            )

    def _of(self, selected: SelectionSetNode | None, kind: Any) -> tuple[int, int]:
        """Values and levels of a selection."""
        values = depth = 0
        for one in selected.selections if selected else ():
            if isinstance(one, FieldNode):
                more, deep = self._field(one, kind)
            elif isinstance(one, FragmentSpreadNode):
                more, deep = self._fragment(one.name.value)
            else:
                assert isinstance(one, InlineFragmentNode)
                named = one.type_condition
                inner = self._schema.type_map[named.name.value] if named else kind
                more, deep = self._of(one.selection_set, inner)
            values, depth = values + more, max(depth, deep)
        return values, depth

    def _fragment(self, name: str) -> tuple[int, int]:
        if name not in self._known:
            found = self._fragments[name]
            kind = self._schema.type_map[found.type_condition.name.value]
            self._known[name] = self._of(found.selection_set, kind)
        return self._known[name]

    def _field(self, node: FieldNode, kind: Any) -> tuple[int, int]:
        name = node.name.value
        if name.startswith("__"):
            values = 1 if name == "__typename" else INTROSPECTION
            return values, 1 + self._levels(node.selection_set)
        assert isinstance(kind, Kind)
        field = kind.fields[name]
        values, depth = self._of(node.selection_set, get_named_type(field.type))
        if not field.extensions[STRAWBERRY].metadata.get(OPERATIONS):
            return 1 + values, 1 + depth
        most = field.extensions[STRAWBERRY].metadata.get(MOST)
        many = self._page(node) if "first" in field.args else most or 1
        many = min(many, most or many)
        cost = CHANGING if kind is self._schema.mutation_type else LOOKING_UP
        # Of something without fields of its own, `many` is what its bytes count for.
        return cost + many * max(values, int(most is not None)), 1 + depth

    def _levels(self, selected: SelectionSetNode | None) -> int:
        """Levels of an introspection; its lists are limited by a rule of their own."""
        depth = 0
        for one in selected.selections if selected else ():
            if isinstance(one, FragmentSpreadNode):
                depth = max(depth, self._levels_of_fragment(one.name.value))
            else:
                assert isinstance(one, FieldNode | InlineFragmentNode)
                deeper = isinstance(one, FieldNode)
                depth = max(depth, self._levels(one.selection_set) + deeper)
        return depth

    def _levels_of_fragment(self, name: str) -> int:
        if name not in self._levels_known:
            self._levels_known[name] = self._levels(self._fragments[name].selection_set)
        return self._levels_known[name]

    def _page(self, node: FieldNode) -> int:
        """The size of the page that is asked for."""
        sizes: list[int] = []
        for argument in node.arguments or ():
            if argument.name.value not in {"first", "last"}:
                continue
            match argument.value:
                case IntValueNode(value=text):
                    sizes.append(int(text))
                case VariableNode(name=variable):
                    value = self._variables.get(variable.value, LARGEST_SIZE)
                    sizes.append(value if isinstance(value, int) else LARGEST_SIZE)
                case _:
                    pass
        return min(LARGEST_SIZE, max(sizes, default=DEFAULT_SIZE))
