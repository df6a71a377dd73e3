"""Children that die, a supervisor that dies, certificates that are renewed, and the way to stop.

The application that is served here is a small one, so that a stream lasts as long as a test wants.
"""

import contextlib
import os
import signal
import socket
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.running_server import PATIENCE, wait_until_gone

WORKERS = 2


def wait_for(condition, what):
    until = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.05)
    return found


def of_kind(server, kind):
    return {pid for pid, each in server.children().items() if each == kind}


def held_by(pid):
    """What the descriptors of a process are, as the kernel names it."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found.append(str(entry.readlink()))
    return found


def answers(server):
    with contextlib.suppress(OSError):
        return server.request("GET", "/status").status
    return None


def test_it_runs_web_children_and_one_for_jobs(server):
    assert Counter(server.children().values()) == {"web": WORKERS, "jobs": 1}


def test_the_supervisor_that_forks_is_one_thread_and_holds_no_database(server):
    assert len([*Path(f"/proc/{server.pid}/task").iterdir()]) == 1
    assert not [held for held in held_by(server.pid) if "watchword.db" in held]


def test_a_child_holds_nothing_that_is_the_supervisors(server):
    lock = str(server.data / "watchword.lock")
    assert lock in held_by(server.pid)
    listeners = {held for held in held_by(server.pid) if held.startswith("socket:")}
    for pid, kind in server.children().items():
        assert lock not in held_by(pid)
        shared = listeners.intersection(held_by(pid))
        assert len(shared) == (kind == "web"), f"{kind} listens where it should"


@pytest.mark.parametrize("kind", ["web", "jobs"])
def test_a_child_that_dies_is_replaced(server, kind):
    before = of_kind(server, kind)
    os.kill(min(before), signal.SIGKILL)
    wait_for(
        lambda: len(now := of_kind(server, kind)) == len(before) and now != before, "a new child"
    )
    assert server.request("GET", "/status")


def test_connections_made_while_the_only_child_is_down_are_answered(start_server):
    server = start_server("--workers", "1")
    for _ in range(3):
        pid = wait_for(lambda: of_kind(server, "web"), "a child").pop()
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(pid)
        # The listener is the supervisor's: this one waits in its queue for the next child.
        assert server.request("GET", "/status").headers["x-github-request-id"]


def test_children_end_when_the_supervisor_is_killed(fresh_server):
    children = fresh_server.children()
    assert len(children) == 3
    fresh_server.process.kill()
    fresh_server.process.wait(PATIENCE)
    for pid in children:
        wait_until_gone(pid)
    fresh_server.start()
    assert fresh_server.request("GET", "/status")


def test_a_stop_ends_all_and_leaves_the_port(fresh_server):
    children, port = fresh_server.children(), fresh_server.port
    assert fresh_server.stop() == 0
    for pid in children:
        assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_an_idle_connection_does_not_hold_up_a_stop(fresh_server):
    with contextlib.closing(fresh_server.connect()) as connection:
        connection.request("GET", "/status")
        connection.getresponse().read()
        begun = time.monotonic()
        assert fresh_server.stop() == 0
        assert time.monotonic() - begun < 25, "the drain takes 30 s; nobody was served meanwhile"


def test_a_hang_up_replaces_web_children_one_after_the_other_and_loses_nothing(server):
    before = of_kind(server, "web")
    answered = Counter()
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            answered[answers(server)] += 1

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for one in asking:
        one.start()
    os.kill(server.pid, signal.SIGHUP)
    wait_for(lambda: not of_kind(server, "web") & before, "new web children")
    stop.set()
    for one in asking:
        one.join()
    assert None not in answered, "a connection was refused or reset"
    assert len(of_kind(server, "web")) == WORKERS


def test_the_certificate_is_renewed_in_time_without_losing_a_connection(fresh_server):
    from watchword.kernel.clock import SystemClock
    from watchword.processes import certificates
    from watchword.processes.certificates import DAY, Issued

    server = fresh_server
    tls = server.data / "tls"

    def shown():
        with (
            socket.create_connection(("127.0.0.1", server.port)) as plain,
            server.trust().wrap_socket(plain, server_hostname="localhost") as wrapped,
        ):
            return wrapped.getpeercert(binary_form=True)

    ca = Issued((tls / "ca.pem").read_bytes(), (tls / "ca-key.pem").read_bytes())
    names = certificates.names_in((tls / "server.pem").read_bytes())
    old = certificates.make_leaf(ca, names, SystemClock().seconds() - 350 * DAY)
    (tls / "server.pem").write_bytes(old.certificate + old.key)
    before = shown()

    answered = Counter()
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            answered[answers(server)] += 1

    asking = threading.Thread(target=ask)
    asking.start()
    os.kill(server.pid, signal.SIGHUP)
    wait_for(lambda: {shown() for _ in range(6)}.isdisjoint({before}), "the new certificate")
    stop.set()
    asking.join()
    assert None not in answered
    assert (tls / "ca.pem").read_bytes() == ca.certificate
    kept = (tls / "server.pem").read_bytes()
    assert certificates.ends_at(kept) - SystemClock().seconds() > 390 * DAY
