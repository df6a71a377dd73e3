"""What can be asked for over SSH: one row for each verb. Everything else is refused."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct, field

from watchword.access.operation import Operation
from watchword.access.table import lfs as lfs_table
from watchword.authn.lfs_links import Aim, Holder, Ticket, Tickets
from watchword.gists.model import Gist
from watchword.git_transport.advertisement import Service
from watchword.git_transport.version import Version
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import NotFound, NotPermitted, Refused
from watchword.kernel.events import Origin
from watchword.ref_updates.service import ARCHIVED
from watchword.repositories.model import Repository
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.ssh import texts
from watchword.surfaces.ssh.parsing import Asked, Place, place
from watchword.surfaces.ssh.porter import Admission, Porter, pushing, visit
from watchword.surfaces.ssh.streams import Inbox, Outbox, Patience, TooSlow
from watchword.work.git_host import GitHost, Visit

MOST_FETCH: Final = 64 * 2**20
"""Bytes that a client may send in a fetch: half a million wants and haves."""
MOST_BESIDE_PACK: Final = 16 * 2**20
"""Bytes of a push beside its pack: commands and options."""
PARTING: Final = 0.5
"""Seconds of silence after which a client sends no more of a pack that nobody wants."""


class Services(Struct, frozen=True):
    """What commands work with."""

    porter: Porter
    git: GitHost
    at: Addresses
    entropy: Entropy
    tickets: Tickets
    largest_push: int
    """In bytes."""
    patience: Patience = field(default_factory=Patience)


class Conversation(Struct, frozen=True):
    """One session of somebody who proved that they hold a key."""

    key: str
    """Its fingerprint. Who that is, is looked up by each command."""
    origin: Origin
    """Where it comes from; who it is comes later."""
    version: Version
    inbox: Inbox
    outbox: Outbox
    say: Callable[[str], None]
    """Shows a line on the client's standard error."""


Command: TypeAlias = Callable[[Services, Conversation, Asked], Awaitable[int]]
"""Answers; gives the exit status. What it raises as Refused is told as `ERROR: …`."""


async def greet(services: Services, here: Conversation) -> int:
    """Greet somebody who asked for nothing, or for a shell."""
    name = await services.porter.name(here.key, here.origin)
    here.say(texts.GREETING.format(name=name))
    return 1


async def fetch(services: Services, here: Conversation, asked: Asked) -> int:
    """Serve a clone or a fetch."""
    told = await _visit(services, here, asked, Service.UPLOAD_PACK)
    here.inbox.allow(MOST_FETCH)
    serving = services.git.converse(told[1], here.inbox, here.outbox)
    return await _watched(serving, here, services.patience)


async def push(services: Services, here: Conversation, asked: Asked) -> int:
    """Take a push."""
    admission, told = await _visit(services, here, asked, Service.RECEIVE_PACK)
    target = admission.target
    assert target is not None, "whoever was let in was let in to something"
    if target.is_archived:
        raise NotPermitted(ARCHIVED)
    here.inbox.allow(services.largest_push + MOST_BESIDE_PACK)
    await services.git.advertise(told, Service.RECEIVE_PACK, here.outbox)
    try:
        async with asyncio.timeout(services.patience.opening):
            _, nothing = await here.inbox.head(0)
    except TimeoutError:
        raise TooSlow from None
    if nothing:
        return 0
    push = pushing(here.key, admission.caller, target)
    serving = services.git.receive(told, push, here.inbox, here.outbox)
    await _watched(_done(serving), here, services.patience)
    await _let_finish(here.inbox)
    return 0


LFS: Final[Mapping[str, tuple[Aim, Operation]]] = {
    "download": (Aim.FETCH, lfs_table.DOWNLOAD),
    "upload": (Aim.PUSH, lfs_table.UPLOAD),
}
"""What Git LFS may be opened for, with what is asked of the gate for it."""


async def lfs_authenticate(services: Services, here: Conversation, asked: Asked) -> int:
    """Hand out what opens Git LFS over HTTPS for a while (its specification, "Authentication")."""
    if len(asked.arguments) != 2 or asked.arguments[1] not in LFS:
        raise NotFound(texts.NO_LFS)
    where = place(asked.arguments[0])
    if where is None or where.of_gist:
        raise NotFound
    aim, operation = LFS[asked.arguments[1]]
    admission = await services.porter.admit_to(here.key, where, operation, here.origin)
    target, key = _let_in(services, here, where, admission), admission.caller.key
    assert isinstance(target, Repository), "a gist was no place for this"
    assert key is not None, "whoever came over SSH came with a key"
    ticket = Ticket(aim, target.id, Holder(key=key.id))
    value = services.tickets.made(ticket, services.porter.clock.seconds())
    told = {
        "href": f"{services.at.site}/{target.full_name}.git/info/lfs",
        "header": {"Authorization": value},
        "expires_in": ticket.life,
    }
    await here.outbox.write(msgspec.json.encode(told))
    return 0


COMMANDS: Final[Mapping[str, Command]] = {
    Service.UPLOAD_PACK.value: fetch,
    Service.RECEIVE_PACK.value: push,
    "git-lfs-authenticate": lfs_authenticate,
}


async def _visit(
    services: Services, here: Conversation, asked: Asked, service: Service
) -> tuple[Admission, Visit]:
    where = place(asked.arguments[0]) if len(asked.arguments) == 1 else None
    if where is None:
        raise NotFound(texts.NO_PATH if len(asked.arguments) != 1 else "")
    admission = await services.porter.admit(here.key, where, service, here.origin)
    target = _let_in(services, here, where, admission)
    return admission, visit(admission.caller, target, here.version)


def _let_in(
    services: Services, here: Conversation, where: Place, admission: Admission
) -> Repository | Gist:
    """What somebody was let in to; told where it moved to. Raises NotPermitted."""
    target = admission.target
    if admission.refusal is not None or target is None:
        error = admission.refusal or NotFound()
        shown = target.full_name if target is not None else where.full_name
        raise NotPermitted(texts.refusal(error, admission.caller, shown))
    if target.full_name.lower() != where.full_name.lower():
        here.say(texts.MOVED.format(place=services.at.ssh_url(target.full_name)))
    return target


async def _let_finish(inbox: Inbox) -> None:
    """Let a client send what is left of a pack that was refused: then it reads why."""
    with suppress(TimeoutError, Refused):
        more = True
        while more:
            async with asyncio.timeout(PARTING):
                more = bool(await inbox.read())


async def _done(serving: Coroutine[object, object, None]) -> int:
    await serving
    return 0


async def _watched(
    serving: Coroutine[object, object, int], here: Conversation, patience: Patience
) -> int:
    """Serve as long as something moves in either direction. Raises TooSlow."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(serving)
    begun = loop.time()
    try:
        while not task.done():
            silent = loop.time() - max(begun, here.inbox.at, here.outbox.at)
            if silent >= patience.silence:
                raise TooSlow
            await asyncio.wait({task}, timeout=patience.silence - silent)
        return await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
