"""The batch API: which files are to be moved, and where (its specification, "Batch API")."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from watchword.access.table import lfs as table
from watchword.authn.lfs_links import Aim, Holder, Ticket, Tickets
from watchword.kernel.errors import Malformed, TooLarge
from watchword.kernel.ids import RepoId
from watchword.lfs import files
from watchword.lfs.files import Answer
from watchword.lfs.model import OID
from watchword.repositories.model import Repository
from watchword.surfaces.lfs_http.admission import Visitor
from watchword.surfaces.lfs_http.reading import Batch, Named
from watchword.work.unit import Database, Work

MOST: Final = 1_000
"""Files that one request may ask about; git-lfs asks about a hundred."""
BASIC: Final = "basic"
SHA256: Final = "sha256"
MISSING: Final = "Object does not exist on the server or you do not have permissions to access it."
OTHER_SIZE: Final = "The object of that name has another size."
NO_NAME: Final = "The name of the object is not a SHA-256 in lower-case hexadecimal digits."
TOO_LARGE: Final = "The object is larger than the {most} bytes that this server takes."
ONLY_SHA256: Final = "This server names objects by their SHA-256."


class Bounds(Struct, frozen=True):
    """How many bytes are taken."""

    largest: int
    """Of one file."""
    room: int | None
    """Of all files of one repository; None: no bound."""


class Actions(Struct, frozen=True):
    """Makes what a client is told to do with a file."""

    site: str
    repository: Repository
    holder: Holder
    tickets: Tickets
    now: int

    def one(self, aim: Aim, answer: Answer) -> dict[str, Any]:
        """Where to ask, and with which header; `expires_in` is in seconds."""
        claim = answer.claim
        ticket = Ticket(aim, RepoId(self.repository.id), self.holder, claim.oid, claim.size)
        tail = "/verify" if aim is Aim.VERIFY else ""
        base = f"{self.site}/{self.repository.full_name}.git/info/lfs/objects"
        return {
            "href": f"{base}/{claim.oid}{tail}",
            "header": {"Authorization": self.tickets.made(ticket, self.now)},
            "expires_in": ticket.life,
        }

    def of(self, *aims: Aim, answer: Answer) -> dict[str, Any]:
        """All that is to be done with a file."""
        return {aim.value: self.one(aim, answer) for aim in aims}


async def answer(
    database: Database,
    visitor: Visitor,
    batch: Batch,
    site: str,
    tickets: Tickets,
    bounds: Bounds,
) -> dict[str, Any]:
    """Answer a batch. Raises what refuses it as a whole."""
    _must_be_fit(batch)
    uploading = batch.operation == Aim.UPLOAD.value
    proper = batch.hash_algo == SHA256
    asked = [one for one in batch.objects if _problem(one, bounds, uploading=uploading) is None]

    def unit(work: Work) -> tuple[Actions, Sequence[Answer]]:
        grant = visitor.granted(work, table.UPLOAD if uploading else table.DOWNLOAD)
        claims = [one.claim for one in asked] if proper else []
        if uploading:
            found = files.to_upload(work, grant, claims, bounds.room)
        else:
            found = files.to_download(work, grant, claims)
        actions = Actions(site, grant.target, visitor.holder(work), tickets, work.now)
        return actions, found

    actions, found = await database.read(unit, visitor.origin)
    known = {(one.claim.oid, one.claim.size): one for one in found}
    told = []
    for one in batch.objects:
        problem = _problem(one, bounds, uploading=uploading)
        if not proper:
            problem = (409, ONLY_SHA256)
        if problem is None:
            told.append(_told(known[one.oid, one.size], actions, uploading=uploading))
        else:
            told.append(_failed(one, *problem))
    return {"transfer": BASIC, "objects": told, "hash_algo": SHA256}


def _must_be_fit(batch: Batch) -> None:
    if batch.operation not in {Aim.DOWNLOAD.value, Aim.UPLOAD.value}:
        raise Malformed("The operation is download or upload.")
    if batch.transfers and BASIC not in batch.transfers:
        raise Malformed("This server knows the basic transfer only.")
    if len(batch.objects) > MOST:
        raise TooLarge(f"Ask about at most {MOST} objects at once.")


def _problem(one: Named, bounds: Bounds, *, uploading: bool) -> tuple[int, str] | None:
    if not OID.fullmatch(one.oid):
        return 422, NO_NAME
    if uploading and one.size > bounds.largest:
        return 422, TOO_LARGE.format(most=bounds.largest)
    return None


def _told(answer: Answer, actions: Actions, *, uploading: bool) -> dict[str, Any]:
    named = Named(answer.claim.oid, answer.claim.size)
    if answer.lied:
        return _failed(named, 422, OTHER_SIZE)
    told: dict[str, Any] = {"oid": named.oid, "size": named.size}
    if uploading and answer.found is not None:
        # It is there: without actions, git-lfs sends nothing.
        return told
    if uploading:
        wanted = actions.of(Aim.UPLOAD, Aim.VERIFY, answer=answer)
    elif answer.found is None:
        return _failed(named, 404, MISSING)
    else:
        wanted = actions.of(Aim.DOWNLOAD, answer=answer)
    return {**told, "authenticated": True, "actions": wanted}


def _failed(one: Named, code: int, message: str) -> dict[str, Any]:
    error = {"code": code, "message": message}
    return {"oid": one.oid, "size": one.size, "error": error}
