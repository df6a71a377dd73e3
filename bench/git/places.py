"""Where repositories are served from: Watchword, a server over bare repositories, or a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bench.accounting import Account, Nothing
from bench.ours import Watchword
from bench.peers.address import GitAddress
from bench.running import environment, found, run


class Place(Protocol):
    """One contestant of the rows of git."""

    account: Account | Nothing
    """What its processes use."""
    address: GitAddress | None
    """None where nobody is asked who they are."""

    def add(self, name: str) -> Path:
        """Make an empty repository; gives its folder. Raises Failed."""

    def url(self, name: str) -> str:
        """Where git finds it."""


class OurPlace:
    """Watchword, running."""

    def __init__(self, server: Watchword) -> None:
        self._server = server
        self.account: Account | Nothing = server.account
        self.address: GitAddress | None = server.address

    def add(self, name: str) -> Path:
        return self._server.repository(name)

    def url(self, name: str) -> str:
        return f"{self._server.address.url}/{name}.git"


class Folder:
    """Bare repositories with git's own defaults but for some settings."""

    def __init__(
        self,
        folder: Path,
        base: str | GitAddress,
        account: Account | Nothing,
        settings: dict[str, str] | None = None,
        made: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """Serve that folder at that address; `made` is told of each new repository."""
        self._folder = folder
        self._base = base if isinstance(base, str) else base.url
        self._settings = settings or {}
        self._environment = environment(folder.parent / "home")
        self._made = made
        self.account: Account | Nothing = account
        self.address = None if isinstance(base, str) else base

    def add(self, name: str) -> Path:
        git, path = found("git"), self._folder / f"{name}.git"
        run([git, "init", "-q", "--bare", "--initial-branch=main", str(path)], self._environment)
        for key, value in self._settings.items():
            run([git, "-C", str(path), "config", key, value], self._environment)
        self._made(path)
        return path

    def url(self, name: str) -> str:
        return f"{self._base}/{name}.git"
