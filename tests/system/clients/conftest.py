"""Fixtures of tests with clients that others wrote, which sign in through a real browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.named_server import NamedServer, Proxy, running_proxy
from tests.person_at_browser import PASSWORD, Person, at_browser
from tests.real_clients import Machine

AtMachine = Callable[..., Machine]
SignsUp = Callable[[str], Person]


@pytest.fixture(scope="module")
def server(named_server: NamedServer) -> NamedServer:
    """The server has a name of its own here, as people's servers do."""
    return named_server


@pytest.fixture
def recorder(server: NamedServer) -> Iterator[Proxy]:
    """A way to the server that keeps what was asked."""
    with running_proxy(server, recording=True) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of a file."""
    with chromium() as one:
        yield one


@pytest.fixture
def signs_up(server: NamedServer, browser: Browser, proxy: Proxy) -> Iterator[SignsUp]:
    """Make accounts: `signs_up("octavia")` gives the person at a browser of their own."""
    with ExitStack() as open_ones:

        def sign_up(login: str) -> Person:
            server.add_user(login, PASSWORD)
            return open_ones.enter_context(at_browser(browser, proxy, login))

        yield sign_up


@pytest.fixture
def at_machine(server: NamedServer, proxy: Proxy, tmp_path: Path) -> Iterator[AtMachine]:
    """Make machines with a new home: `at_machine(NAME="variable", …)`."""
    made: list[Machine] = []

    def make(by: Proxy = proxy, path: tuple[str, ...] = (), **variables: str) -> Machine:
        made.append(Machine(tmp_path / f"home{len(made)}", server, by, variables, list(path)))
        return made[-1]

    yield make
    for one in made:
        one.end()
