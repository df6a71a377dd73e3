"""Refusals as GraphQL tells them: entries of `errors`, the type at the top (GHES behaviour)."""

from typing import Any, Final

from graphql import GraphQLError

from watchword.access.operation import Operation
from watchword.access.scopes import Scope
from watchword.kernel import errors
from watchword.kernel.errors import FieldError, Refused

NOT_FOUND: Final = "NOT_FOUND"
FORBIDDEN: Final = "FORBIDDEN"
UNPROCESSABLE: Final = "UNPROCESSABLE"
INSUFFICIENT_SCOPES: Final = "INSUFFICIENT_SCOPES"
EXCESSIVE_PAGINATION: Final = "EXCESSIVE_PAGINATION"
INVALID_CURSOR: Final = "INVALID_CURSOR_ARGUMENTS"
TOO_MUCH: Final = "MAX_NODE_LIMIT_EXCEEDED"

OTHER_TYPES: Final[dict[type[Refused], tuple[str, str]]] = {
    errors.NotFound: (NOT_FOUND, "Could not resolve to a node"),
    errors.NotAuthenticated: (FORBIDDEN, "Requires authentication"),
    errors.NotPermitted: (FORBIDDEN, "Must have admin rights to Repository."),
    errors.PasswordNeeded: (FORBIDDEN, "This takes a browser session and its password."),
    errors.PasswordChangeNeeded: (FORBIDDEN, "Change your one-time password in the browser first."),
    errors.Conflict: (UNPROCESSABLE, "It clashes with what is there."),
    errors.Invalid: (UNPROCESSABLE, "Validation Failed"),
    errors.Malformed: (UNPROCESSABLE, "It could not be read."),
}


class Told(Refused):
    """A refusal with GitHub's type for it, in GitHub's words."""

    def __init__(self, kind: str, text: str) -> None:
        """Keep the type beside the text."""
        super().__init__(text)
        self.kind = kind


def missing(what: str, how: str, value: str) -> Told:
    """Say that there is no such thing, or none to know of: one sentence for both (attack 52)."""
    article = "an" if what[0] in "AEIO" else "a"
    return Told(NOT_FOUND, f"Could not resolve to {article} {what} with the {how} '{value}'.")


def lacks_scopes(
    field: str, operation: Operation, held: tuple[Scope, ...], site: str, *, public: bool
) -> Told:
    """Say which scopes would do, in GitHub's sentence."""
    wanted = sorted(operation.needs(public=public) or operation.all_of)
    return Told(
        INSUFFICIENT_SCOPES,
        "Your token has not been granted the required scopes to execute this query. "
        f"The '{field}' field requires one of the following scopes: {_list(wanted)}, but your "
        f"token has only been granted the: {_list(held)} scopes. Please modify your token's scopes "
        f"at: {site}/settings/tokens.",
    )


def told(error: GraphQLError) -> dict[str, object]:
    """One entry of `errors`. Raises what is no refusal: a fault of ours ends the whole unit."""
    entry: dict[str, object] = {}
    message = error.message
    # What is wrong with a variable is a GraphQLError around another one.
    if not isinstance(error.original_error, GraphQLError | None):
        entry["type"], message = _translated(error.original_error)
    if error.path is not None:
        entry["path"] = error.path
    if error.locations:
        entry["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    entry["message"] = message
    return entry


def _translated(error: Exception) -> tuple[str, str]:
    if isinstance(error, Told):
        return error.kind, error.text
    for kind in type(error).__mro__:
        if kind in OTHER_TYPES:
            assert isinstance(error, Refused)
            name, sentence = OTHER_TYPES[kind]
            if isinstance(error, errors.Invalid) and error.errors:
                return name, ", ".join(_complaint(one) for one in error.errors)
            return name, error.text or sentence
    raise error


def _complaint(error: FieldError) -> str:
    text = error.message or f"{error.field} is {error.code.replace('_', ' ')}"
    return text[:1].upper() + text[1:]


def _list(scopes: Any) -> str:
    """A list as GitHub prints it."""
    return "[" + ", ".join(f"'{one}'" for one in scopes) + "]"
