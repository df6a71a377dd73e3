"""Which large files a repository has: asked for, proven by their bytes, kept."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import lfs as table
from watchword.kernel.errors import Conflict, NotPermitted
from watchword.lfs.events import LargeFileUploaded, LfsDisabled, LfsEnabled
from watchword.lfs.model import Claim, LargeFile
from watchword.lfs.ports import Work
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live

DISABLED = "Git LFS is disabled for this repository."
FULL = "This repository has no room left for large files."


class NoRoom(Conflict):
    """There is no room for that many bytes."""


class Answer(Struct, frozen=True):
    """What is known of a file that somebody asked about."""

    claim: Claim
    found: LargeFile | None
    """None: this repository has none of that name, whatever others have."""

    @property
    def lied(self) -> bool:
        """Whether the file that is there has another size."""
        return self.found is not None and not self.found.is_as(self.claim)


def to_download(work: Work, grant: Grant[Repository], claims: Sequence[Claim]) -> Sequence[Answer]:
    """Tell which of these the repository has. Raises NotPermitted where it takes none at all."""
    grant.must_cover(table.DOWNLOAD)
    return _answers(work, grant.target, claims)


def to_upload(
    work: Work, grant: Grant[Repository], claims: Sequence[Claim], room: int | None
) -> Sequence[Answer]:
    """Tell which of these the repository lacks.

    `room` is how many bytes all its files may have. Raises NoRoom, and NotPermitted for an
    archived repository.
    """
    grant.must_cover(table.UPLOAD)
    must_be_live(grant.target)
    answers = _answers(work, grant.target, claims)
    new = {one.claim.oid: one.claim.size for one in answers if one.found is None}
    _must_have_room(work, grant.target, sum(new.values()), room)
    return answers


def keep(work: Work, grant: Grant[Repository], proven: Claim, key: str, room: int | None) -> str:
    """Let the repository have a file whose bytes came and were what they were said to be.

    They are kept under `key`; gives the key under which they are to be found from now on. Raises
    NoRoom and NotPermitted.
    """
    grant.must_cover(table.UPLOAD)
    repository = grant.target
    must_be_live(repository)
    _must_be_on(work, repository)
    known = work.large_files.find(repository.id, proven.oid)
    if known is not None:
        return known.key
    _must_have_room(work, repository, proven.size, room)
    kept = work.large_files.add(repository.id, proven, key, grant.actor.user, work.now)
    work.record(LargeFileUploaded(repository.id, proven.oid, proven.size))
    return kept


def switch(work: Work, grant: Grant[Repository], *, on: bool) -> None:
    """Let a repository take large files, or no longer; what it has stays."""
    grant.must_cover(table.SWITCH)
    repository = grant.target.id
    if work.large_files.switched_off(repository) is on:
        work.large_files.switch(repository, on=on)
        work.record(LfsEnabled(repository) if on else LfsDisabled(repository))


def _answers(work: Work, repository: Repository, claims: Sequence[Claim]) -> Sequence[Answer]:
    _must_be_on(work, repository)
    found = work.large_files.among(repository.id, {one.oid for one in claims})
    return [Answer(one, found.get(one.oid)) for one in claims]


def _must_be_on(work: Work, repository: Repository) -> None:
    if work.large_files.switched_off(repository.id):
        raise NotPermitted(DISABLED)


def _must_have_room(work: Work, repository: Repository, more: int, room: int | None) -> None:
    if room is not None and more and work.large_files.total(repository.id) + more > room:
        raise NoRoom(FULL)
