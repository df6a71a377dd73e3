"""SSH keys of the whole site, for those who run it."""

from datetime import UTC, datetime
from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts.model import SITE, Site
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import KeyId
from watchword.kernel.pagination import Page
from watchword.keys import ssh
from watchword.keys.model import PublicKey
from watchword.keys.ports import KeyListing, KeySort
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.keys import AnyKey, any_key
from watchword.work.unit import Work

MOST: Final = 100
"""Keys that are deleted by one request."""


class EveryKey(Paged, kw_only=True):
    """Which of all keys are wanted."""

    sort: Literal["created", "updated", "accessed"] = "created"
    direction: Literal["asc", "desc"] = "desc"
    since: datetime | None = None


class TheseKeys(Struct, kw_only=True):
    """Which keys are to go."""

    key_ids: InPath = ""
    """Numbers, with commas between them."""


def site(_work: Work, _caller: Caller, _params: Params) -> Site:
    """The server itself."""
    return SITE


class AllKeys:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def list_every(self, work: Work, _grant: Grant[Site], asked: EveryKey) -> Page[AnyKey]:
        """List the SSH keys of all people and repositories."""
        since = asked.since
        if since is not None and since.tzinfo is None:
            since = since.replace(tzinfo=UTC)
        listing = KeyListing(
            KeySort(asked.sort),
            asked.direction == "desc",
            None if since is None else int(since.timestamp()),
        )
        page = work.public_keys.every(listing, asked.request)
        return page.map(lambda key: self._shown(work, key))

    def delete(self, work: Work, grant: Grant[Site], wanted: TheseKeys) -> None:
        """Delete SSH keys of whomever."""
        numbers = [number(word.strip()) for word in wanted.key_ids.split(",")[:MOST]]
        ids = [KeyId(one) for one in numbers if one is not None]
        if not ssh.delete_anywhere(work, grant, ids):
            raise NotFound

    def _shown(self, work: Work, key: PublicKey) -> AnyKey:
        if key.repository is None:
            return any_key(key, None, self._at)
        found = work.repositories.by_id(key.repository, None)
        return any_key(key, found.full_name if found else None, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own = AllKeys(services.at)
    path, some = "/admin/keys", "/admin/keys/{key_ids}"
    return [
        endpoint(
            route("GET", path, table.LIST_EVERY, site, own.list_every, EveryKey),
            "enterprise-admin/users#list-public-keys",
        ),
        endpoint(
            route("DELETE", some, table.DELETE_ANY, site, own.delete, TheseKeys, status=204),
            "enterprise-admin/users#delete-a-public-key",
        ),
    ]
