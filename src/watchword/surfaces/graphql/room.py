"""Documents are read and run here: one request, one unit of work."""

from typing import Any

from graphql import ExecutionResult, GraphQLError, execute

from watchword.authn.resolve import Caller
from watchword.surfaces.graphql.asking import Here, Shelf
from watchword.surfaces.graphql.document import Question, Readable, read
from watchword.surfaces.graphql.errors import Told, told
from watchword.surfaces.graphql.schema import build
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.create_repository import Folders
from watchword.work.templates import Fill
from watchword.work.unit import Work

Answer = dict[str, object]


class Undone(Exception):  # noqa: N818 - it ends a unit of work; what is told is its answer
    """A change was refused, so none was made. Carries what is to be told."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__()
        self.answer = answer


class Room:
    """The schema, and what its resolvers are given."""

    def __init__(self, at: Addresses, shelf: Shelf | None = None) -> None:
        """Build the schema; that takes about a second, with the libraries for it."""
        self._shelf = shelf
        self._schema = build()
        self._at = at

    def read(self, question: Question) -> Readable | Answer:
        """Read a document; gives the answer to one that cannot be run. Raises Malformed."""
        try:
            found = read(self._schema, question)
        except Told as refused:
            return {"errors": [told(GraphQLError(refused.text, original_error=refused))]}
        if isinstance(found, Readable):
            return found
        return {"errors": [told(one) for one in found]}

    def answer(
        self,
        work: Work,
        caller: Caller,
        readable: Readable,
        question: Question,
        folders: Folders | None = None,
        afterwards: list[Fill] | None = None,
    ) -> Answer:
        """Run a document in a unit of work, with folders where it may make repositories.

        What is to be copied once the unit is kept is put into `afterwards`.
        Raises Undone where a change was refused: all changes of a request are made, or none.
        """
        run = Here(work, caller, self._at, folders, self._shelf)
        result = execute(
            self._schema,
            readable.document,
            context_value=run,
            variable_values=dict(question.variables),
            operation_name=question.operation_name,
        )
        assert isinstance(result, ExecutionResult), "resolvers are plain functions"
        answer = _told(result)
        if readable.writes and result.errors:
            if isinstance(result.data, dict):
                answer["data"] = dict.fromkeys(result.data)
            raise Undone(answer)
        if afterwards is not None:
            afterwards[:] = run.afterwards
        return answer


def _told(result: ExecutionResult) -> Answer:
    """GitHub leaves `data` out where nothing was run."""
    answer: dict[str, Any] = {}
    if result.data is not None or not result.errors or any(one.path for one in result.errors):
        answer["data"] = result.data
    if result.errors:
        answer["errors"] = [told(one) for one in result.errors]
    return answer
