"""A fact as a row of the log: whose it is, and what everything was called when it happened."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, structs

from watchword.kernel.events import Event, Origin
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import organizations
from watchword.storage.tables.repositories import repositories

NOTHING: sa.ColumnElement[Any] = sa.null()
OWNER = accounts.alias()
"""Made once, as is all below: to build these parts takes longer than to look them up."""
ITS = repositories.c.id == sa.bindparam("repository")
ITS_ORGANIZATION = (
    sa.select(organizations.c.id)
    .join(repositories, repositories.c.owner_id == organizations.c.id)
    .where(ITS)
    .scalar_subquery()
)
ITS_NAME = (
    sa.select(OWNER.c.login + "/" + repositories.c.name)
    .join(repositories, repositories.c.owner_id == OWNER.c.id)
    .where(ITS)
    .scalar_subquery()
)


def _login_of(parameter: str) -> sa.ScalarSelect[str]:
    wanted = accounts.c.id == sa.bindparam(parameter)
    return sa.select(accounts.c.login).where(wanted).scalar_subquery()


ORGANIZATION, ACCOUNT = _login_of("organization"), _login_of("account")


class Named(Struct, frozen=True):
    """The organization in which a fact happened, and names of that moment."""

    org_id: int | None = None
    org: str | None = None
    repo: str | None = None
    """With its owner."""
    user: str | None = None


class Names:
    """Looks names up for the facts of one unit of work.

    A row may be gone by the time its last facts are stored. Such facts say themselves what it was
    called (`org`, `repo`, `login`), and so for the others about the same thing in the same unit.
    """

    def __init__(self, connection: sa.Connection, facts: Sequence[Event]) -> None:
        """Speak over that connection."""
        self._connection = connection
        self._repos: dict[int, Named] = {}
        self._orgs: dict[int, str] = {}
        self._people: dict[int, str] = {}
        for fact in facts:
            org, repo = getattr(fact, "org", None), getattr(fact, "repo", None)
            if fact.account is not None and (login := getattr(fact, "login", None)):
                self._people[fact.account] = login
            if fact.organization is not None and org:
                self._orgs[fact.organization] = org
            if fact.repository is not None and repo and not hasattr(fact, "fork"):
                self._repos[fact.repository] = Named(fact.organization, repo=repo)

    def of(self, fact: Event, origin: Origin) -> Named:
        """Look up what a fact is about; one statement, or none."""
        found = self._found(fact, origin)
        repo, org_id = found.repo, fact.organization or found.org_id
        if fact.repository is not None and repo is None:
            told = self._repos.get(fact.repository, Named())
            repo, org_id = told.repo, org_id or told.org_id
        org = found.org or self._orgs.get(org_id or 0)
        if org is None and org_id is not None and repo is not None:
            org = repo.partition("/")[0]
        mine = fact.account is not None and fact.account == origin.user
        user = self._people.get(fact.account or 0) or (origin.login if mine else "") or found.user
        return Named(org_id, org, repo, user if fact.account is not None else None)

    def _found(self, fact: Event, origin: Origin) -> Named:
        parts = [NOTHING] * 4
        if fact.repository is not None:
            parts[:2] = ITS_ORGANIZATION, ITS_NAME
        if fact.organization is not None:
            parts[2] = ORGANIZATION
        user = fact.account
        told = user is None or user in self._people
        if not (told or (user == origin.user and origin.login)):
            parts[3] = ACCOUNT
        if all(part is NOTHING for part in parts):
            return Named()
        values = {"repository": fact.repository, "organization": fact.organization, "account": user}
        found = self._connection.execute(_select(*parts), values)
        org_id, repo, org_login, login = found.one()
        return Named(org_id, org_login, repo, login)


@cache
def _select(*parts: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Of the few parts that there are a dozen at most come together."""
    return sa.select(*parts)


def fact_row(fact: Event, origin: Origin, named: Named) -> dict[str, Any]:
    """Make the values of a row, all but its moment."""
    doer = origin.user or fact.doer
    actor = origin.login or (named.user if doer is not None and doer == fact.account else None)
    hashed = getattr(fact, "hashed_token", "") or origin.hashed_credential
    return {
        "name": fact.kept_as or fact.name,
        "actor_id": doer,
        "user_id": fact.account,
        "repository_id": fact.repository,
        "org_id": named.org_id,
        "origin": structs.asdict(origin),
        "body": structs.asdict(fact),
        "named": {"actor": actor, "user": named.user, "org": named.org, "repo": named.repo},
        "actor_key": _key(actor),
        "user_key": _key(named.user),
        "org_key": _key(named.org),
        "repo_key": _key(named.repo),
        "address": origin.address or None,
        "hashed_token": hashed or None,
    }


def _key(name: str | None) -> str | None:
    return name.lower() if name else None
