"""From a text to an operation that may be run, or the complaints that say why not."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    validate,
)
from msgspec import Struct

from watchword.kernel.errors import Malformed
from watchword.surfaces.graphql import not_here
from watchword.surfaces.graphql.errors import TOO_MUCH, Told
from watchword.surfaces.graphql.limits import MOST_TOKENS, Measure

NO_QUERY: Final = "A query attribute must be specified and must be a string."
MOST_COMPLAINTS: Final = 20


class Question(Struct, frozen=True):
    """What is asked: a document, values for its variables, and which of its operations."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None


class Readable(Struct, frozen=True):
    """A document that may be run."""

    document: DocumentNode
    operation: OperationDefinitionNode

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.operation.operation is OperationType.MUTATION


def read(schema: GraphQLSchema, question: Question) -> Readable | list[GraphQLError]:
    """Read a document; gives the complaints about one that cannot be run.

    Raises Malformed for an empty one, Told for one that asks for too much.
    """
    if not question.query.strip():
        raise Malformed(NO_QUERY)
    try:
        document = parse(question.query, max_tokens=MOST_TOKENS)
        complaints = validate(schema, document, max_errors=MOST_COMPLAINTS)
        if complaints:
            return not_here.instead(document, complaints)
        operation = get_operation_ast(document, question.operation_name)
        if operation is None:
            return [GraphQLError(_which(question.operation_name))]
        Measure(schema, document, question.variables).check(operation)
    except GraphQLError as error:
        return [error]
    except RecursionError as error:
        raise Told(TOO_MUCH, "This query is nested too deeply.") from error
    return Readable(document, operation)


def _which(name: str | None) -> str:
    if name is None:
        return "An operation name is required"
    return f'No operation named "{name[:100]}"'
