"""Finding the repository that a path means, and what its pages show above their content."""

import re
from collections.abc import Awaitable, Callable

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import allows, require
from watchword.access.operation import Operation
from watchword.access.table import git, repositories
from watchword.authn.resolve import Caller
from watchword.contents.names import quoted
from watchword.contents.ports import Readable, Shelf, readable
from watchword.kernel.errors import NotFound
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Finder, Params, Steps
from watchword.surfaces.web.errors import Moved, MovedInside
from watchword.surfaces.web.repository.marks import Marks
from watchword.surfaces.web.repository.marks import read as read_marks
from watchword.surfaces.web.route import Answer, Asked, Page, page_in_steps
from watchword.work import former_branches
from watchword.work.unit import Work

PATH = "/{owner}/{repo}"
NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
"""What logins and names of repositories are made of; nothing else is looked for (attack 48)."""
DOT_GIT = ".git"
REST = "/{*rest}"


class Head(Struct, frozen=True):
    """A repository as its pages show it, and what who looks may do with it."""

    repository: Repository
    readable: Readable
    may_push: bool
    may_run: bool
    """May change its settings."""
    clone_url: str
    ssh_url: str = ""
    """Empty: SSH is not served."""
    marks: Marks | None = None
    """On pages that show what stands beside the name."""

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"/{self.repository.full_name}"

    def to(self, page: str, ref: str = "", path: bytes = b"") -> str:
        """The address of a page of it; `ref` is a part of an address already."""
        return "/".join(filter(None, (self.path, page, ref, quoted(path))))


def by_name(work: Work, caller: Caller, params: Params) -> Repository | None:
    """Find by present or former name."""
    owner, name = params["owner"], params["repo"].removesuffix(DOT_GIT)
    if not (NAME.fullmatch(owner) and NAME.fullmatch(name)):
        return None
    return work.repositories.find(owner, name, caller.actor.user)


def at_present_name(operation: Operation) -> Finder[Repository]:
    """Find by name; a former one leads to the present one, for whom the row lets in.

    The gate is asked before anything of the new place is told: to everybody else a former name is
    as missing as any other (attack 52).
    """

    def find(work: Work, caller: Caller, params: Params) -> Repository | None:
        found = by_name(work, caller, params)
        asked = f"{params['owner']}/{params['repo']}"
        if found is None or found.full_name.lower() == asked.lower():
            return found
        raise Moved(require(caller.actor, operation, found).target.full_name)

    return find


def head(repository: Repository, asked: Asked) -> Head:
    """Tell what the pages of a repository show above their content."""
    actor = asked.caller.actor
    return Head(
        repository,
        readable(require(actor, repositories.READ, repository)),
        may_push=allows(actor, git.EDIT, repository) and not repository.is_archived,
        may_run=allows(actor, repositories.UPDATE, repository),
        clone_url=f"{asked.services.public_url}/{repository.full_name}{DOT_GIT}",
        ssh_url=asked.services.ssh_url(repository.full_name),
    )


def marked_head(work: Work, repository: Repository, asked: Asked) -> Head:
    """The same, with what stands beside the name."""
    marks = read_marks(work, asked.caller.actor, repository)
    return replace(head(repository, asked), marks=marks)


def shown(path: str, handle: Callable[[Asked, Head], Awaitable[Answer]]) -> Page:
    """Make a page that shows what lies in a repository to everybody who may read it."""

    async def answer(steps: Steps[Repository], asked: Asked) -> Answer:
        found = await steps.read(lambda work, grant: marked_head(work, grant.target, asked))
        try:
            return await handle(asked, found)
        except NotFound:
            if path.endswith(REST):
                begin, shelf = found.path + path.removesuffix(REST), asked.services.rooms.shelf
                await must_not_have_moved(steps, shelf, begin, asked.params["rest"])
            raise

    target = at_present_name(repositories.READ)
    return page_in_steps("GET", PATH + path, repositories.READ, target, answer)


async def must_not_have_moved(
    steps: Steps[Repository], shelf: Shelf, begin: str, address: str
) -> None:
    """Raise MovedInside where an address, `REF/PATH`, begins with a name that a branch had before.

    `begin` is what stands before it, without the slash between the two.
    """
    led = await former_branches.led_on(steps, shelf, address)
    if led is not None:
        behind = led.rest.encode("utf-8", "surrogateescape")
        raise MovedInside("/".join(filter(None, (begin, quoted(led.new.encode()), quoted(behind)))))


def rest(asked: Asked) -> bytes:
    """What stands behind the name of the page in its address: `REF/PATH` as bytes."""
    return asked.params["rest"].encode("utf-8", "surrogateescape")
