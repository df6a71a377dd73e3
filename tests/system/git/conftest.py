"""One server for the tests of a file, with a person who has a token."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.git_client import GitClient, RawGit
from tests.running_server import RunningServer

numbers = count(1)


@dataclass
class Place:
    """A repository on the server, and addresses of it with and without a token."""

    server: RunningServer
    full_name: str
    url: str
    token: str
    folder: Path
    """Where it is on the disk."""

    @property
    def with_token(self) -> str:
        return self.server.with_token(self.url, self.token)

    @property
    def raw(self) -> RawGit:
        return RawGit(self.server, f"/{self.full_name}.git", self.token)


@pytest.fixture(scope="module")
def owner(server: RunningServer) -> str:
    """The login of a person."""
    server.add_user("olivia")
    return "olivia"


@pytest.fixture(scope="module")
def token(server: RunningServer, owner: str) -> str:
    """A token of that person that may all that git does."""
    return server.token(owner, "repo,workflow")


@pytest.fixture
def place(server: RunningServer, owner: str, token: str) -> Place:
    """A new private repository of that person."""
    return made_place(server, owner, token)


def made_place(server: RunningServer, owner: str, token: str) -> Place:
    """Make a private repository of that person."""
    full_name = f"{owner}/place-{next(numbers)}"
    before = folders(server)
    url = server.repository(full_name)
    (folder,) = folders(server) - before
    return Place(server, full_name, url, token, folder)


def folders(server: RunningServer) -> set[Path]:
    """The folders of all repositories."""
    return set((server.data / "repositories").glob("[0-9a-f][0-9a-f]/??/*.git"))


@pytest.fixture
def git(server: RunningServer, tmp_path: Path) -> GitClient:
    """Git at that person's machine."""
    return GitClient(server, tmp_path / "home")
