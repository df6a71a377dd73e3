"""What a repository is made of, and by whom."""

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.table import contents as table
from watchword.contents import languages, reading, resolve
from watchword.contents.kinship import Contributor as Model
from watchword.contents.ports import Store
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.authors import People, of_emails
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work

MOST_ACCOUNTS: Final = 500
"""Addresses that are linked to accounts, as on GitHub; the others stay nameless."""


class Asked(Paged, kw_only=True):
    """Whether those without an account are told as well."""

    anon: str | None = None


class Contributor(Struct, kw_only=True):
    """Somebody who wrote commits: an account, or an address without one."""

    contributions: int
    type: str
    login: str | UnsetType = UNSET
    id: int | UnsetType = UNSET
    node_id: str | UnsetType = UNSET
    avatar_url: str | UnsetType = UNSET
    gravatar_id: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    html_url: str | UnsetType = UNSET
    followers_url: str | UnsetType = UNSET
    following_url: str | UnsetType = UNSET
    gists_url: str | UnsetType = UNSET
    starred_url: str | UnsetType = UNSET
    subscriptions_url: str | UnsetType = UNSET
    organizations_url: str | UnsetType = UNSET
    repos_url: str | UnsetType = UNSET
    events_url: str | UnsetType = UNSET
    received_events_url: str | UnsetType = UNSET
    site_admin: bool | UnsetType = UNSET
    email: str | UnsetType = UNSET
    name: str | UnsetType = UNSET


LINKED: Final = tuple(
    name
    for name in Contributor.__struct_fields__
    if name not in {"contributions", "type", "email", "name"}
)


class Statistics(Rooms):
    """Handlers."""

    async def languages(self, steps: Steps[Repository], _asked: Nothing) -> dict[str, int]:
        """List repository languages."""
        here = await self.opened(steps)

        def look(store: Store) -> dict[str, int]:
            place = resolve.branch(store, here.readable.default_branch)
            if place is None:
                return {}
            return languages.shares(store, reading.commit(store, place.commit).tree)

        return await here.read(look)

    async def contributors(
        self, steps: Steps[Repository], asked: Asked
    ) -> Told[Page[Contributor] | None]:
        """List repository contributors."""
        here = await self.opened(steps)
        branch = here.readable.default_branch
        head = await here.read(lambda store: resolve.branch(store, branch))
        if head is None:
            return Told(None, 204)
        genealogy = self.library.genealogy
        found = await genealogy.contributors(here.readable, head.commit, here.account)

        def unit(work: Work, _grant: Grant[Repository]) -> People:
            return of_emails(work, self.at, (one.email.lower() for one in found[:MOST_ACCOUNTS]))

        told = _told(found, await steps.read(unit), anonymous=bool(asked.anon))
        part = asked.request
        return Told(Page(told[part.offset : part.offset + part.size], len(told), part))


def _told(found: Sequence[Model], people: People, *, anonymous: bool) -> list[Contributor]:
    """One for each account, whatever addresses it used, and one for each other address."""
    linked: dict[int, Contributor] = {}
    others: list[Contributor] = []
    for one in found:
        user = people.get(one.email.lower())
        if user is None:
            others.append(
                Contributor(
                    contributions=one.commits, type="Anonymous", email=one.email, name=one.name
                )
            )
        elif user.id in linked:
            linked[user.id].contributions += one.commits
        else:
            fields = {name: getattr(user, name) for name in LINKED}
            linked[user.id] = Contributor(contributions=one.commits, type=user.type, **fields)
    told = [*linked.values(), *(others if anonymous else ())]
    return sorted(told, key=lambda one: -one.contributions)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made, read = services.at, Statistics(services.at, services.library), table.READ
    languages_, who = (
        "repos/repos#list-repository-languages",
        "repos/repos#list-repository-contributors",
    )
    return [
        *rows(at, "GET", "/languages", read, made.languages, Nothing, languages_),
        *rows(at, "GET", "/contributors", read, made.contributors, Asked, who),
    ]
