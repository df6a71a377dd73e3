"""The server is killed in the middle of pushes: what was acknowledged is there, and whole."""

import contextlib
import json
import os
import signal
import threading
import time

import pytest

from tests.git_client import GitClient
from tests.running_server import PATIENCE
from tests.system.git.test_streams import git_in
from watchword.audit.model import StoredEvent
from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import system_entropy
from watchword.kernel.events import Origin
from watchword.kernel.secret import KeyRing
from watchword.storage.database import open_database
from watchword.storage.unit_of_work import Surroundings

PUSHES = 50


@pytest.fixture
def crashing(fresh_server, tmp_path):
    """A server of its own, with a repository and a token."""
    fresh_server.add_user("olivia")
    url = fresh_server.repository("olivia/kept")
    token = fresh_server.token("olivia", "repo")
    return (
        fresh_server,
        fresh_server.with_token(url, token),
        GitClient(fresh_server, tmp_path / "h"),
    )


def kill_all(server) -> None:
    """Kill the server and each git process at once: the machine goes down."""
    (folder,) = (server.data / "repositories").glob("??/??/*.git")
    running = git_in(folder)
    server.kill()
    for pid in {*running, *git_in(folder)}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Pushers:
    """Four people who push one branch after the other until all are there or the server is gone."""

    def __init__(self, git, work, url, commits) -> None:
        self.git, self.work, self.url = git, work, url
        self.acknowledged: dict[str, str] = {}
        self._turn = iter([(f"refs/heads/b{n}", commit) for n, commit in enumerate(commits)])
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._push) for _ in range(4)]
        for one in self._threads:
            one.start()

    def _push(self):
        while True:
            with self._lock:
                name, commit = next(self._turn, (None, None))
            if name is None:
                return
            words = ("push", "-q", self.url, f"{commit}:{name}")
            if self.git.run(*words, at=self.work, check=False).returncode == 0:
                self.acknowledged[name] = commit

    def join(self):
        for one in self._threads:
            one.join()


@pytest.mark.parametrize("kill", [lambda server: server.kill(), kill_all], ids=["server", "all"])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(crashing, kill):
    server, url, git = crashing
    work = git.folder("work")
    git.run("push", "-q", url, "main", at=work)
    commits = [git.commit(work, f"file{n}", f"{n}\n" * 500) for n in range(PUSHES)]
    pushers = Pushers(git, work, url, commits)
    while len(pushers.acknowledged) < 8:
        time.sleep(0.02)
    kill(server)
    pushers.join()
    assert 8 <= len(pushers.acknowledged) < PUSHES

    server.start()
    shown = git.refs(url)
    del shown["HEAD"]
    assert pushers.acknowledged.items() <= shown.items()
    (folder,) = (server.data / "repositories").glob("??/??/*.git")
    git.run("fsck", "--full", "--strict", at=folder)
    # Every branch can be pushed again, and each ref that moved was told of, whoever found out.
    names = [f"refs/heads/b{number}" for number in range(PUSHES)]
    git.run("push", "-q", "--force", url, *(f"{commits[1]}:{name}" for name in names), at=work)
    assert git.refs(url)[names[-1]] == commits[1]
    assert told_of(f"sqlite:///{server.data}/watchword.db") >= set(shown)


def test_on_postgresql_it_is_the_same(empty_postgresql_url, start_server, tmp_path):
    """Push, clone, revoke, kill, settle: once through, with the other database."""
    server = start_server(WATCHWORD_DATABASE_URL=empty_postgresql_url)
    try:
        server.add_user("olivia")
        url = server.repository("olivia/kept")
        dead, live = server.token("olivia", "repo", note="dead"), server.token("olivia", "repo")
        git = GitClient(server, tmp_path / "h")
        work, address = git.folder("work"), server.with_token(url, live)
        git.run("push", "-q", server.with_token(url, dead), "main", at=work)
        listed = json.loads(server.command("admin", "token", "list", "--json").stdout)
        (number,) = [one["id"] for one in listed if one["note"] == "dead"]
        server.command("admin", "token", "revoke", str(number))
        refused = git.run("ls-remote", server.with_token(url, dead), check=False)
        assert "Authentication failed" in refused.stderr
        git.run("clone", "-q", address, "copy")
        assert git.head(git.home / "copy") == git.head(work)

        commits = [git.commit(work, f"file{n}", f"{n}\n") for n in range(PUSHES // 2)]
        pushers = Pushers(git, work, address, commits)
        while len(pushers.acknowledged) < 4:
            time.sleep(0.02)
        kill_all(server)
        pushers.join()
        server.start()
        shown = git.refs(address)
        del shown["HEAD"]
        assert pushers.acknowledged.items() <= shown.items()
        (folder,) = (server.data / "repositories").glob("??/??/*.git")
        git.run("fsck", "--full", "--strict", at=folder)
        # Whatever was left open is settled by the next push, or by the job that looks for such.
        git.run("push", "-q", "--force", address, f"{commits[0]}:refs/heads/last", at=work)
        until = time.monotonic() + PATIENCE
        while left_open(empty_postgresql_url):
            assert time.monotonic() < until, "a push stays open"
            time.sleep(0.2)
        assert told_of(empty_postgresql_url) >= {*shown, "refs/heads/last"}
    finally:
        server.kill()


def told_of(url) -> set[str]:
    """The refs of all pushes in the log, and that nothing is open any more."""

    def unit(work):
        assert work.pushes.left_open() == []
        facts: list[StoredEvent] = work.events.latest(1000, name="git.push")
        return {one.ref for fact in facts for one in work.pushes.commands(fact.body["push"])}

    return asked(url, unit)


def left_open(url):
    """The pushes of which it is not known what became of them."""
    return asked(url, lambda work: work.pushes.left_open())


def asked(url, unit):
    around = Surroundings(SystemClock(), system_entropy, KeyRing({"k": b"k" * 32}, "k"), {})
    database = open_database(url, around)
    try:
        return database.read_now(unit, Origin())
    finally:
        database.close()
