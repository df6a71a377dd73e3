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

    @property
    def with_token(self) -> str:
        return self.server.with_token(self.url, self.token)

    @property
    def raw(self) -> RawGit:
        return RawGit(self.server, f"/{self.full_name}.git", self.token)

    @property
    def folder(self) -> Path:
        """The only folder of a server's repositories that was changed last."""
        found = (self.server.data / "repositories").glob("??/??/*.git")
        return max(found, key=lambda path: path.stat().st_ctime_ns)


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
    full_name = f"{owner}/place-{next(numbers)}"
    return Place(server, full_name, server.repository(full_name), token)


@pytest.fixture
def git(server: RunningServer, tmp_path: Path) -> GitClient:
    """Git at that person's machine."""
    return GitClient(server, tmp_path / "home")
