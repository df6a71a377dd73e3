"""Files made, changed and deleted by a commit on a branch."""

import asyncio
import base64
import binascii
from typing import ClassVar, Final

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import file_commits, items, reading, signatures
from watchword.contents.editing import Path
from watchword.contents.file_commits import FileChange, NoBranch, Planned
from watchword.contents.items import Found
from watchword.contents.model import Commit, Place, RefKind
from watchword.contents.names import parts
from watchword.contents.ports import Store
from watchword.contents.signatures import Signed
from watchword.kernel.errors import Invalid
from watchword.ref_updates.names import is_branch_name, short
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.moving import Writing, begun
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.signing import Signer
from watchword.surfaces.shapes.commits import git_commit
from watchword.surfaces.shapes.contents import FileCommit, content

WORKFLOWS: Final = ".github/workflows/"
LARGEST: Final = 32 * 2**20
"""Bytes of a request with a file in it."""
BAD_PATH: Final = "path contains a malformed path component"
BAD_CONTENT: Final = "content is not valid Base64"


class Removal(Struct, kw_only=True):
    """Which file is to go."""

    path: InPath = ""
    message: str
    sha: str
    branch: str | None = None
    author: Signer | None = None
    committer: Signer | None = None


class NewFile(Struct, kw_only=True):
    """What a file is to hold. `sha` is that of the file which is replaced."""

    largest: ClassVar[int] = LARGEST

    path: InPath = ""
    message: str
    content: str
    sha: str | None = None
    branch: str | None = None
    author: Signer | None = None
    committer: Signer | None = None


class FileChanges(Rooms):
    """Handlers."""

    async def put(self, steps: Steps[Repository], wanted: NewFile) -> Told[FileCommit]:
        """Create or update a file."""
        data = await asyncio.to_thread(decoded, wanted.content)
        planned, told = await self._made(steps, wanted, data)
        return Told(told, 200 if planned.replaces else 201)

    async def put_workflow(self, steps: Steps[Repository], wanted: NewFile) -> Told[FileCommit]:
        """Create or update a workflow file."""
        wanted.path = WORKFLOWS + wanted.path
        return await self.put(steps, wanted)

    async def delete(self, steps: Steps[Repository], wanted: Removal) -> FileCommit:
        """Delete a file."""
        return (await self._made(steps, wanted, None))[1]

    async def _made(
        self, steps: Steps[Repository], wanted: NewFile | Removal, data: bytes | None
    ) -> tuple[Planned, FileCommit]:
        """Write the commit, keep it, move the branch to it, and tell of it."""
        path = path_of(wanted.path)
        make = await begun(steps, self.at, self.library)
        change = self._change(make, wanted, path, data)

        def plan(store: Store) -> Planned:
            planned = file_commits.plan(store, change)
            make.must_bring_no_workflow(planned.draft, planned.commit, planned.parent)
            return planned

        try:
            planned = await make.here.read(plan)
        except NoBranch:
            raise NotThere(f"Branch {change.branch[:255]} not found") from None
        await make.keep(planned.draft.objects)
        await make.move(planned.command)
        return planned, await self._told(make, planned, None if data is None else path)

    def _change(
        self, make: Writing, wanted: NewFile | Removal, path: Path, data: bytes | None
    ) -> FileChange:
        branch = short(wanted.branch or make.to.repository.default_branch)
        if not is_branch_name(branch):
            raise NotThere(f"Branch {branch[:255]} not found")
        person = make.signature(self.at)
        committer = wanted.committer.signature(make.now) if wanted.committer else person
        author = wanted.author.signature(make.now) if wanted.author else committer
        return FileChange(path, data, wanted.sha, branch, wanted.message, author, committer)

    async def _told(self, make: Writing, planned: Planned, path: Path | None) -> FileCommit:
        def look(store: Store) -> tuple[Commit, Signed | None, Found | None]:
            commit = reading.commit(store, planned.commit)
            signed = signatures.signed(store, commit)
            if path is None:
                return commit, signed, None
            branch = short(planned.command.ref).encode("utf-8", "surrogateescape")
            place = Place(RefKind.BRANCH, branch, planned.commit, path)
            return commit, signed, items.look(store, place, 0)

        commit, signed, found = await make.here.read(look)
        places = make.here.places
        told = content(found.item, found, places, with_data=False) if found else None
        return FileCommit(content=told, commit=git_commit(commit, signed, places))


def path_of(path: str) -> Path:
    """The names along the path of a file that is to be written. Raises Invalid."""
    found = parts(path.encode("utf-8", "surrogateescape"))
    if not found or path.endswith("/"):
        raise Invalid(text=BAD_PATH)
    return found


def decoded(text: str) -> bytes:
    """The bytes that base 64 stands for; line ends in it are passed over. Raises Invalid."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(text=BAD_CONTENT) from None


def routes(services: Services) -> list[Endpoint]:
    """The rows. The one for workflows shows that they take a scope of their own."""
    at, made = services.at, FileChanges(services.at, services.library)
    docs = "repos/contents#create-or-update-file-contents"
    delete = "repos/contents#delete-a-file"
    whole, workflow = "/contents/{*path}", "/contents/.github/workflows/{*path}"
    return [
        *rows(at, "PUT", whole, table.WRITE_FILE, made.put, NewFile, docs),
        *rows(at, "PUT", workflow, table.WRITE_WORKFLOW, made.put_workflow, NewFile, docs),
        *rows(at, "DELETE", whole, table.DELETE_FILE, made.delete, Removal, delete),
    ]
