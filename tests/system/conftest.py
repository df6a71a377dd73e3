"""Fixtures of tests that run the real server, in processes of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.named_server import NamedServer, Proxy, make_server, running_proxy
from tests.running_server import RunningServer

StartServer = Callable[..., RunningServer]


@pytest.fixture
def start_server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StartServer]:
    """Start servers on fresh data folders: `start_server("--flag", …, NAME="variable", …)`."""
    started: list[RunningServer] = []
    fresh = getattr(request.module, "FRESH", False)

    def start(*flags: str, **variables: str) -> RunningServer:
        folder = tmp_path / f"data{len(started)}"
        made = RunningServer(folder, more_environment=variables, fresh=fresh)
        made.flags = [*made.flags, *flags]
        started.append(made)
        return made.start()

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def fresh_server(start_server: StartServer) -> RunningServer:
    """A server that just this test uses, and may stop, break and start again."""
    return start_server()


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[RunningServer]:
    """A server that the tests of a file share: give what you make in it names of your own.

    It has one worker, which starts sooner, unless the file says `WORKERS = 2`; it is a fork of what
    has imported the server, which starts sooner too, unless the file says `FRESH = True`.
    """
    workers = getattr(request.module, "WORKERS", 1)
    fresh = getattr(request.module, "FRESH", False)
    made = RunningServer(tmp_path_factory.mktemp("server") / "data", fresh=fresh)
    made.flags = [*made.flags, "--workers", str(workers)]
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture(scope="module")
def named_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NamedServer]:
    """A server that the tests of a file share, at https://git.example.test."""
    made = make_server(tmp_path_factory.mktemp("server"))
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture(scope="module")
def proxy(named_server: NamedServer) -> Iterator[Proxy]:
    """The way to the server of that name, which sees nothing of what is said."""
    with running_proxy(named_server) as one:
        yield one
