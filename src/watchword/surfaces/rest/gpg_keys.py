"""OpenPGP keys of people."""

import asyncio
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts import emails
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.ids import GpgKeyId
from watchword.kernel.pagination import Page
from watchword.keys import gpg, openpgp
from watchword.keys.model import GpgKey
from watchword.surfaces.http_kit.route_table import Params, Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.gpg_keys import GpgKeyShape, gpg_key
from watchword.work.unit import Work

KEYS: Final = "/user/gpg_keys"
ONE: Final = "/user/gpg_keys/{gpg_key_id}"
ABOUT: Final = "users/gpg-keys"


class NewGpgKey(Struct, kw_only=True):
    """A key to be added."""

    armored_public_key: str
    name: str | None = None


def own_key(work: Work, caller: Caller, params: Params) -> GpgKey | None:
    """The key of that number, among those of whoever asks (attack 58)."""
    wanted = number(params["gpg_key_id"])
    found = None if wanted is None else work.gpg_keys.by_id(GpgKeyId(wanted))
    return found if found is not None and found.user == caller.actor.user else None


def list_of(work: Work, grant: Grant[User], asked: Paged) -> Page[GpgKeyShape]:
    """List the GPG keys of a person."""
    page = work.gpg_keys.of_user(grant.target.id, asked.request)
    verified = emails.verified(work, grant.target.id)
    return page.map(lambda key: gpg_key(key, verified))


def show(work: Work, grant: Grant[GpgKey], _asked: Nothing) -> GpgKeyShape:
    """Show a GPG key."""
    return gpg_key(grant.target, emails.verified(work, grant.target.user))


async def add(asked: Steps[User], wanted: NewGpgKey) -> GpgKeyShape:
    """Add a GPG key."""
    certificate = await asyncio.to_thread(openpgp.read, wanted.armored_public_key)

    def unit(work: Work, grant: Grant[User]) -> GpgKeyShape:
        made = gpg.add(work, grant, wanted.name, certificate)
        return gpg_key(made, emails.verified(work, grant.target.id))

    return await asked.write(unit)


def delete(work: Work, grant: Grant[GpgKey], _asked: Nothing) -> None:
    """Delete a GPG key."""
    gpg.delete(work, grant)


def routes(_services: Services) -> list[Endpoint]:
    """The rows."""
    theirs = "/users/{username}/gpg_keys"
    return [
        endpoint(
            route("GET", KEYS, table.LIST_GPG, oneself, list_of, Paged),
            f"{ABOUT}#list-gpg-keys-for-the-authenticated-user",
        ),
        endpoint(
            steps("POST", KEYS, table.ADD_GPG, oneself, add, NewGpgKey, status=201),
            f"{ABOUT}#create-a-gpg-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", ONE, table.READ_ONE_GPG, own_key, show, Nothing),
            f"{ABOUT}#get-a-gpg-key-for-the-authenticated-user",
        ),
        endpoint(
            route("DELETE", ONE, table.DELETE_GPG, own_key, delete, Nothing, status=204),
            f"{ABOUT}#delete-a-gpg-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", theirs, table.LIST_GPG_OF_USER, named, list_of, Paged),
            f"{ABOUT}#list-gpg-keys-for-a-user",
        ),
    ]
