"""Attacks 11 and 12 on the real server: what is revoked is dead for the next request, everywhere.

Connections to each of two workers stay open and ask in a loop, the API and git in turn. A token is
revoked (its owner is suspended, taken off a repository) meanwhile. No request that began after the
answer to that may be accepted.
"""

import contextlib
import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.git_client import basic
from tests.person_at_forms import Person
from tests.running_server import PATIENCE, RunningServer

ON_EACH = 2
"""Connections to each worker."""
WORKERS = 2
CONNECTIONS = ON_EACH * WORKERS
BEFORE, AFTER = 0.4, 0.6
"""Seconds of looping before and after the revocation, at least."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that lets everybody ask as often as they can: a quick machine asks often."""
    data = tmp_path_factory.mktemp("server") / "data"
    made = RunningServer(data, more_environment={"WATCHWORD_RATE_LIMITING": "false"})
    try:
        yield made.start()
    finally:
        made.kill()


ONESELF = "/api/v3/user"
THINGS = "/api/v3/repos/alice/things"
REFS = "/alice/things.git/info/refs?service=git-upload-pack"
PUSH = "/alice/things.git/info/refs?service=git-receive-pack"


def worker_of(server, connection) -> int:
    """The process that has the other end of a connection."""
    ours = connection.sock.getsockname()[1]
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, *_, inode = line.split()[:10]
        if (int(here[-4:], 16), int(there[-4:], 16)) == (server.port, ours):
            break
    else:
        raise AssertionError("the server has no such connection")
    wanted = f"socket:[{inode}]"
    for pid, module in server.children().items():
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(entry.readlink()) == wanted:
                    assert module == "web"
                    return pid
    raise AssertionError("nobody has it")


def connections_to_each(server) -> list:
    """Open connections until so many lead to each worker; the kernel spreads them by chance."""
    found: dict[int, list] = {}
    for _ in range(100):
        connection = server.connect()
        connection.request("GET", "/status")
        connection.getresponse().read()
        mine = found.setdefault(worker_of(server, connection), [])
        if len(mine) == ON_EACH:
            connection.close()
        else:
            mine.append(connection)
        if [len(some) for some in found.values()] == [ON_EACH] * WORKERS:
            return [one for some in found.values() for one in some]
    raise AssertionError(f"one worker gets no connections: {found}")


@dataclass
class Loop:
    """Asks again and again on connections that stay open; notes when each request began."""

    server: object
    paths: tuple[str, ...]
    token: str
    answers: list[tuple[float, str, int]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, connection) -> None:
        headers = basic("anybody", self.token) | {"User-Agent": "loop"}
        headers["Git-Protocol"] = "version=2"
        with contextlib.closing(connection):
            for path in itertools.cycle(self.paths):
                if self.over.is_set():
                    return
                began = time.monotonic()
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                self.answers.append((began, path, answer.status))

    def wait_for_answers(self, since: float) -> None:
        """Wait until there are as many answers as connections, for each path, since then."""
        until = time.monotonic() + PATIENCE
        while any(len(self.told(path, since)) < CONNECTIONS for path in self.paths):
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)

    def told(self, path, since=0.0, before=float("inf")) -> list[int]:
        """What was answered to requests for that path that began then."""
        return [
            status
            for began, asked, status in list(self.answers)
            if asked == path and since <= began < before
        ]

    def around(self, act) -> float:
        """Loop on all connections, act in the middle; gives the moment at which that was done."""
        connections = connections_to_each(self.server)
        threads = [threading.Thread(target=self.run, args=[one]) for one in connections]
        for thread in threads:
            thread.start()
        try:
            self.wait_for_answers(since=0)
            time.sleep(BEFORE)
            act()
            done = time.monotonic()
            self.wait_for_answers(since=done)
            time.sleep(AFTER)
        finally:
            self.over.set()
            for thread in threads:
                thread.join()
        return done


@dataclass
class Story:
    """How somebody's access ends, and what is told then."""

    server: RunningServer
    alice: Person

    def revoked(self, login, secret):
        self.server.command("admin", "token", "revoke", str(self.number(login, secret)))

    def deleted_on_the_web(self, login, secret):
        path = f"/settings/tokens/{self.number(login, secret)}/delete"
        assert "was deleted" in self.alice.press(path, "Delete this token").text

    def suspended(self, login, _secret):
        self.server.command("admin", "user", "suspend", login)

    def taken_off(self, login, _secret):
        path = f"/alice/things/settings/access/{login}/remove"
        assert f"“{login}” was removed." in self.alice.press(path, "Remove collaborator").text

    def number(self, login, secret):
        listed = self.server.command("admin", "token", "list", "--user", login, "--json").stdout
        ends = {one["token_last_eight"]: one["id"] for one in json.loads(listed)}
        return ends[secret[-8:]]


@pytest.fixture(scope="module")
def story(server):
    password = server.add_user("alice")
    server.repository("alice/things")
    alice = Person(server, "alice", password)
    for login in ("bob", "carol"):
        guest = Person(server, login, server.add_user(login))
        fields = {"collaborator": login, "role": "write"}
        alice.press("/alice/things/settings/access", "Add collaborator", **fields)
        guest.press("/alice/things/invitations", "Accept invitation")
        guest.close()
    yield Story(server, alice)
    alice.close()


ALL = (ONESELF, THINGS, REFS, PUSH)
# After many bad credentials from one address the answer is 429: refused as well.
DEAD = {401, 429}


@pytest.mark.parametrize(
    ("login", "paths", "ends", "refused"),
    [
        pytest.param("alice", ALL, Story.revoked, DEAD, id="revoked"),
        pytest.param("alice", ALL, Story.deleted_on_the_web, DEAD, id="deleted on the web"),
        pytest.param("bob", ALL, Story.suspended, {403}, id="suspended"),
        pytest.param("carol", ALL[1:], Story.taken_off, {404}, id="taken off"),
    ],
)
def test_no_request_that_begins_after_the_answer_is_accepted(
    server, story, login, paths, ends, refused
):
    secret = server.token(login)
    loop = Loop(server, paths, secret)
    done = loop.around(lambda: ends(story, login, secret))
    for path in paths:
        before, after = loop.told(path, before=done), loop.told(path, since=done)
        assert before.count(200) >= CONNECTIONS, path
        assert len(after) >= CONNECTIONS, path
        assert set(after) <= refused, path
