"""Where repositories are served from: Watchword, a server over bare repositories, or a folder."""

from pathlib import Path
from typing import Protocol

from bench.accounting import Account, Nothing
from bench.ours import Watchword
from bench.running import environment, found, run


class Place(Protocol):
    """One contestant of the rows of git."""

    account: Account | Nothing
    """What its processes use."""

    def add(self, name: str) -> Path:
        """Make an empty repository; gives its folder. Raises Failed."""

    def url(self, name: str) -> str:
        """Where git finds it."""


class OurPlace:
    """Watchword, running."""

    def __init__(self, server: Watchword) -> None:
        self._server = server
        self.account: Account | Nothing = server.account

    def add(self, name: str) -> Path:
        return self._server.repository(name)

    def url(self, name: str) -> str:
        return f"{self._server.address.url}/{name}.git"


class Folder:
    """Bare repositories with git's own defaults but for some settings."""

    def __init__(
        self, folder: Path, base: str, account: Account | Nothing, settings: dict[str, str]
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._base = base
        self._settings = settings
        self._environment = environment(folder.parent / "home")
        self.account: Account | Nothing = account

    def add(self, name: str) -> Path:
        git, path = found("git"), self._folder / f"{name}.git"
        run([git, "init", "-q", "--bare", "--initial-branch=main", str(path)], self._environment)
        for key, value in self._settings.items():
            run([git, "-C", str(path), "config", key, value], self._environment)
        return path

    def url(self, name: str) -> str:
        return f"{self._base}/{name}.git"
