"""Terms of a search of the log as conditions in SQL."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from watchword.audit import names
from watchword.audit.phrase import Term
from watchword.kernel.moments import Span

Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]
COLUMN: Final = {
    "actor": "actor_key",
    "user": "user_key",
    "org": "org_key",
    "repo": "repo_key",
    "ip": "address",
    "hashed_token": "hashed_token",
}
WORDS_IN: Final = ("name", "actor_key", "user_key", "org_key", "repo_key")
ESCAPE: Final = "\\"


def is_look_up(term: Term) -> bool:
    """Whether an index leads straight to what a term wants."""
    if term.negated or len(term.values) != 1:
        return False
    if term.qualifier == "action":
        return not _is_family(term.values[0])
    if term.qualifier == "repo":
        return "/" in term.values[0]
    return term.qualifier in COLUMN


def condition(term: Term, columns: Columns) -> sa.ColumnElement[bool]:
    """What must be true of an entry's columns. A column without a value equals nothing."""
    make = MAKERS.get(term.qualifier, _equals)
    any_of = sa.or_(*(make(term, value, columns) for value in term.values))
    return sa.not_(any_of) if term.negated else any_of


def is_within(span: Span, at: sa.ColumnElement[int], *, turned: bool) -> sa.ColumnElement[bool]:
    """Between two moments, or not."""
    parts: list[sa.ColumnElement[bool]] = [sa.true()]
    if span.since is not None:
        parts.append(at >= span.since)
    if span.until is not None:
        parts.append(at < span.until)
    both = sa.and_(*parts)
    return sa.not_(both) if turned else both


def _is_family(action: str) -> bool:
    """Whether all actions of a kind are meant: `repo`, `repo.`, `repo.*`."""
    return "." not in action.removesuffix("*").removesuffix(".")


def _action(_term: Term, value: str, columns: Columns) -> sa.ColumnElement[bool]:
    if _is_family(value):
        return _like(columns["name"], value.removesuffix("*").removesuffix(".") + ".", after="%")
    name: sa.ColumnElement[str] = columns["name"]
    return name == value


def _equals(term: Term, value: str, columns: Columns) -> sa.ColumnElement[bool]:
    column: sa.ColumnElement[str] = columns[COLUMN[term.qualifier]]
    return (sa.func.coalesce(column, "") if term.negated else column) == value


def _repo(term: Term, value: str, columns: Columns) -> sa.ColumnElement[bool]:
    if "/" in value:
        return _equals(term, value, columns)
    return _like(sa.func.coalesce(columns["repo_key"], ""), "/" + value, before="%")


def _operation(_term: Term, value: str, columns: Columns) -> sa.ColumnElement[bool]:
    lasts = names.OPERATIONS.get(value, tuple(names.NAMED))
    found = sa.or_(*(_like(columns["name"], "." + last, before="%") for last in lasts))
    return sa.not_(found) if value == names.MODIFY else found


def _word(_term: Term, value: str, columns: Columns) -> sa.ColumnElement[bool]:
    texts = (sa.func.coalesce(columns[name], "") for name in WORDS_IN)
    return sa.or_(*(_like(text, value, before="%", after="%") for text in texts))


def _like(
    column: sa.ColumnElement[Any], text: str, before: str = "", after: str = ""
) -> sa.ColumnElement[bool]:
    plain = text.replace(ESCAPE, ESCAPE * 2).replace("%", ESCAPE + "%").replace("_", ESCAPE + "_")
    return column.like(before + plain + after, escape=ESCAPE)


Maker: TypeAlias = Callable[[Term, str, Columns], sa.ColumnElement[bool]]
MAKERS: Final[dict[str, Maker]] = {
    "action": _action,
    "repo": _repo,
    "operation": _operation,
    "word": _word,
}
