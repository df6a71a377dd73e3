"""What people type to find repositories, taken apart."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from watchword.repositories import owners
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.errors import UNPROCESSABLE, Told
from watchword.surfaces.graphql.listing import carried

TERM: Final = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
QUALIFIER: Final = re.compile(r"(-?)([a-z-]+):(.*)", re.DOTALL)
VISIBILITIES: Final = {one.value: frozenset({one}) for one in Visibility}
YES_OR_NO: Final = {"true": True, "false": False}
SORTS: Final = {
    "updated": Sort.UPDATED,
    "created": Sort.CREATED,
    "name": Sort.FULL_NAME,
    "stars": Sort.UPDATED,
    "forks": Sort.UPDATED,
    "help-wanted-issues": Sort.UPDATED,
}
"""Nobody has stars or forks: what changed last is as good an order as any."""
MOST_TERMS: Final = 20
ME: Final = "@me"
"""Whoever asks (GHES behaviour); gh names itself so."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    words: tuple[str, ...] = ()
    owner: str | None = None
    visibilities: frozenset[Visibility] = field(default_factory=lambda: frozenset(Visibility))
    archived: bool | None = None
    nothing: bool = False
    """It asks for something that no repository here has: forks, languages, topics."""
    sort: Sort = Sort.UPDATED
    descending: bool = True


def parsed(text: str) -> Query:
    """Take a search apart, by GitHub's qualifiers.

    Raises Told for one that this server does not know, and for a value that it cannot have: a
    search that left a condition out would find too much.
    """
    found = Query()
    terms = TERM.findall(text)
    if len(terms) > MOST_TERMS:
        raise Told(UNPROCESSABLE, f"A search has {MOST_TERMS} terms at most.")
    for term in terms:
        matched = QUALIFIER.fullmatch(term)
        if matched is None:
            found = replace(found, words=(*found.words, term.replace('"', "")))
        else:
            found = _qualified(found, matched[1], matched[2], matched[3].strip('"'))
    return replace(found, words=tuple(word for word in found.words if word))


def listing(run: Here, query: Query) -> Listing | None:
    """The same in words of the domain; None where nothing can be found."""
    owner = None if query.owner is None else _owner(run, query.owner)
    if query.nothing or (query.owner is not None and owner is None):
        return None
    return Listing(
        of=None if owner is None else owner.id,
        viewer=run.actor.user,
        affiliations=frozenset({Affiliation.OWNER}),
        visibilities=carried(run.actor) & query.visibilities,
        sort=query.sort,
        descending=query.descending,
        archived=query.archived,
        words=query.words,
    )


def _owner(run: Here, login: str) -> Owner | None:
    if login == ME:
        return run.caller.user
    return owners.by_login(run.work, login, run.actor.user)


def people(text: str) -> tuple[str, ...] | None:
    """The words by which people are looked for; None where organizations are wanted.

    Raises Told for a condition that this server cannot keep.
    """
    terms, words = TERM.findall(text), []
    if len(terms) > MOST_TERMS:
        raise Told(UNPROCESSABLE, f"A search has {MOST_TERMS} terms at most.")
    organizations = False
    for term in terms:
        matched = QUALIFIER.fullmatch(term)
        if matched is None:
            words.append(term.replace('"', ""))
        elif not matched[1] and matched[2] == "type" and matched[3] in {"user", "org"}:
            organizations = matched[3] == "org"
        elif not matched[1] and matched[2] == "user":
            words.append(matched[3].strip('"'))
        else:
            text = f"This server cannot search people by `{term[:90]}`."
            raise Told(UNPROCESSABLE, text)
    return None if organizations else tuple(word for word in words if word)


def _qualified(found: Query, minus: str, name: str, value: str) -> Query:
    if minus:
        raise Told(UNPROCESSABLE, f"This server cannot search by `-{name}:`.")
    match name:
        case "user" | "org":
            return _owned(found, value.lower())
        case "is" | "visibility" if value in VISIBILITIES:
            return replace(found, visibilities=found.visibilities & VISIBILITIES[value])
        case "archived" if value in YES_OR_NO:
            return replace(found, archived=YES_OR_NO[value])
        case "fork" if value in {*YES_OR_NO, "only"}:
            return replace(found, nothing=found.nothing or value == "only")
        case "language" | "topic":
            return replace(found, nothing=True)
        case "sort":
            return _sorted(found, value)
        case _:
            text = f"This server cannot search by `{name[:30]}:{value[:60]}`."
            raise Told(UNPROCESSABLE, text)


def _owned(found: Query, login: str) -> Query:
    if found.owner not in {None, login}:
        raise Told(UNPROCESSABLE, "This server searches in one account at a time.")
    return replace(found, owner=login)


def _sorted(found: Query, value: str) -> Query:
    name, way = value, "desc"
    if value.endswith(("-asc", "-desc")):
        name, _, way = value.rpartition("-")
    if name not in SORTS:
        raise Told(UNPROCESSABLE, f"This server cannot sort by `{name[:60]}`.")
    return replace(found, sort=SORTS[name], descending=way == "desc")
