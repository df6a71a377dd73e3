"""The first commit of a repository: a README, a licence, what git is to leave alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.table.git import EDIT
from watchword.contents.signature import signature
from watchword.git_process.parts import Parts
from watchword.git_process.ref_writer import RefWriter
from watchword.git_process.runner import body_file
from watchword.git_process.running import answer_of
from watchword.kernel.clock import Clock
from watchword.kernel.errors import NotFound
from watchword.ref_updates.model import BRANCHES, ZERO, Command
from watchword.repositories.model import Repository
from watchword.work.create_repository import Beginning
from watchword.work.ref_changes import Change
from watchword.work.unit import Work

README = "README.md"
LICENCE = "LICENSE"
IGNORED = ".gitignore"
MESSAGE = b"Initial commit\n"
MOST_ANSWER = 1024


class FirstCommitter:
    """Puts the first files into empty repositories."""

    def __init__(self, parts: Parts, clock: Clock, host: str) -> None:
        """Commit at that clock's time; `host` is the name behind the @ of who shows no address."""
        self._parts = parts
        self._clock = clock
        self._host = host
        self._writer = RefWriter(parts)

    async def __call__(self, actor: Actor, repository: Repository, begun: Beginning) -> None:
        """Commit them to the default branch, which is there before this returns."""
        who = await self._parts.database.read(self._identity(actor), actor.origin)
        key, entries = repository.key, b""
        for name, text in self._files(repository, begun, who).items():
            blob = await self._git(key, ["hash-object", "-w", "--stdin"], text.encode(), {})
            entries += f"100644 blob {blob}\t{name}\0".encode()
        tree = await self._git(key, ["mktree", "-z"], entries, {})
        commit = await self._git(key, ["commit-tree", tree], MESSAGE, who)

        def authorise(work: Work) -> Grant[Repository]:
            return require(actor, EDIT, work.repositories.by_id(repository.id, actor.user))

        command = Command(f"{BRANCHES}{repository.default_branch}", ZERO, commit)
        await self._writer.update_refs(Change(repository, [command], authorise, actor.origin))

    def _files(
        self, repository: Repository, begun: Beginning, who: Mapping[str, str]
    ) -> dict[str, str]:
        """The files by name."""
        found: dict[str, str] = {}
        if begun.gitignore is not None:
            found[IGNORED] = begun.gitignore
        if begun.licence is not None:
            year = datetime.fromtimestamp(self._clock.seconds(), UTC).year
            found[LICENCE] = begun.licence.filled(
                year=str(year),
                fullname=who["GIT_AUTHOR_NAME"],
                login=repository.owner_login,
                email=who["GIT_AUTHOR_EMAIL"],
                project=repository.name,
                description=repository.description or "",
            )
        if begun.readme:
            found[README] = f"# {repository.name}\n"
            if repository.description:
                found[README] += f"\n{repository.description}\n"
        return found

    def _identity(self, actor: Actor) -> Callable[[Work], dict[str, str]]:
        """Who commits, as git takes it from the environment."""

        def unit(work: Work) -> dict[str, str]:
            user = work.users.by_id(actor.user) if actor.user is not None else None
            if user is None:
                raise NotFound
            who = signature(user, self._host, self._clock.seconds())
            values = {"NAME": who.name, "EMAIL": who.email, "DATE": f"@{who.at} +0000"}
            roles = ("AUTHOR", "COMMITTER")
            return {f"GIT_{role}_{key}": value for role in roles for key, value in values.items()}

        return unit

    async def _git(self, key: str, command: list[str], given: bytes, who: dict[str, str]) -> str:
        child = self._parts.runner.start(
            command, self._parts.layout.checked(key), stdin=body_file(given), extra=who
        )
        return (await answer_of(child, MOST_ANSWER)).decode().strip()
