"""Attacks 11 and 12 on the real server: what is revoked is dead for the next request, everywhere.

Four connections stay open and ask in a loop, on two workers. A token is revoked (its owner is
suspended, taken off a repository) meanwhile. No request that began after the answer to that may be
accepted.
"""

import contextlib
import threading
import time
from dataclasses import dataclass, field

import pytest

from tests.running_server import PATIENCE, RunningServer

CONNECTIONS = 4
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


@dataclass
class Loop:
    """Asks again and again on connections that stay open; notes when each request began."""

    server: object
    path: str
    token: str
    answers: list[tuple[float, int]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with contextlib.closing(self.server.connect()) as connection:
            while not self.over.is_set():
                began = time.monotonic()
                headers = {"Authorization": f"token {self.token}", "User-Agent": "loop"}
                connection.request("GET", self.path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                self.answers.append((began, answer.status))

    def wait_for_answers(self, since: float) -> None:
        """Wait until there are as many answers as connections to what began since then."""
        until = time.monotonic() + PATIENCE
        while sum(began >= since for began, _ in list(self.answers)) < CONNECTIONS:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)

    def around(self, act) -> float:
        """Loop on all connections, act in the middle; gives the moment at which that was done."""
        threads = [threading.Thread(target=self.run) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        self.wait_for_answers(since=0)
        time.sleep(BEFORE)
        act()
        done = time.monotonic()
        self.wait_for_answers(since=done)
        time.sleep(AFTER)
        self.over.set()
        for thread in threads:
            thread.join()
        return done


def cases(server):
    server.add_user("alice")
    server.add_user("bob")
    server.repository("alice/things")

    def revoke(user, secret):
        import json

        listed = server.command("admin", "token", "list", "--user", user, "--json").stdout
        (number,) = [
            token["id"]
            for token in json.loads(listed)
            if secret.endswith(token["token_last_eight"])
        ]
        server.command("admin", "token", "revoke", str(number))

    return {
        "revoked": ("alice", "/api/v3/user", revoke, {401, 429}),
        "revoked, private repository": ("alice", "/api/v3/repos/alice/things", revoke, {401, 429}),
        "suspended": (
            "bob",
            "/api/v3/user",
            lambda user, _secret: server.command("admin", "user", "suspend", user),
            {403},
        ),
    }


@pytest.fixture(scope="module")
def known(server):
    return cases(server)


@pytest.mark.parametrize("case", ["revoked", "revoked, private repository", "suspended"])
def test_no_request_that_begins_after_the_answer_is_accepted(server, known, case):
    user, path, act, refused = known[case]
    secret = server.token(user)
    loop = Loop(server, path, secret)
    done = loop.around(lambda: act(user, secret))
    before = [status for began, status in loop.answers if began < done]
    after = [status for began, status in loop.answers if began >= done]
    assert before.count(200) >= CONNECTIONS
    assert len(after) >= CONNECTIONS
    # After many bad credentials from one address the answer is 429: refused as well.
    assert set(after) <= refused
