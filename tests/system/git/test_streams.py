"""Large streams with the real server: bounded memory, clients that leave, clients that stop."""

import contextlib
import random
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from tests.git_client import GitClient, basic, pack_of
from tests.running_server import SOURCES, wait_until_gone
from tests.system.git.conftest import made_place
from watchword.git_transport.pktline import packet

OBJECTS = 100_000
MEBIBYTE = 2**20
ROOM = 64 * MEBIBYTE
"""How much the server's own processes may grow, whatever the size of a repository."""
ROOM_OF_A_PUSH = 16 * MEBIBYTE
ROOM_OF_WHO_STOPPED = 40 * MEBIBYTE
"""How much all may grow together, git's processes among them."""

AT_ONCE = 20
"""Seconds: a busy machine may take some, and a third of what a silent client is waited for."""


def private_memory(pid: int) -> int:
    """Bytes that a process has for itself."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    lines = (line.split() for line in text.splitlines())
    return sum(int(line[1]) for line in lines if line[0].startswith("Private_")) * 1024


def servers_memory(server) -> int:
    """Bytes of the supervisor and its children; git's processes are not among them."""
    return sum(private_memory(pid) for pid in (server.pid, *server.children()))


def memory_written(place) -> int:
    """Bytes that the server, its children and git's processes have written to and share with none.

    Packs that git maps are the kernel's to take away, and are not among them.
    """
    total = 0
    for pid in (place.server.pid, *place.server.children(), *git_in(place.folder)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            (line,) = (one for one in text.splitlines() if one.startswith("Private_Dirty:"))
            total += int(line.split()[1]) * 1024
    return total


def highest(server, act, look=servers_memory) -> int:
    """The most memory that the server's processes had while something was done."""
    process = act()
    most = 0
    while process.poll() is None:
        most = max(most, look(server))
        time.sleep(0.05)
    assert process.returncode == 0
    return most


def generated(folder: Path, objects: int) -> None:
    """A repository of that many objects: files that do not resemble each other."""
    subprocess.run(["git", "init", "-q", "-b", "main", "--bare", str(folder)], check=True)
    importing = subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE, text=True
    )
    assert importing.stdin is not None
    write = importing.stdin.write
    per_commit = 1000
    # A commit, its trees and its files: some 1,102 objects each.
    for number in range(objects // per_commit + 1):
        write("commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 1\nx\n")
        for file in range(per_commit):
            text = f"{number} {file} " * (1 + file % 60)
            path = f"{number:03}/{file % 100:02}/{file:03}"
            write(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n")
    importing.stdin.close()
    assert importing.wait() == 0


def git_in(folder: Path) -> list[int]:
    """Processes of git that work in that folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A repository of 100,000 objects."""
    folder = tmp_path_factory.mktemp("large") / "large.git"
    generated(folder, OBJECTS)
    counted = subprocess.run(
        ["git", "count-objects", "-v"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert int(counted.stdout.split("in-pack: ")[1].split()[0]) >= OBJECTS
    return folder


def test_a_repository_of_100_000_objects_leaves_the_servers_memory_bounded(place, git, large):
    def start(*words):
        environment = place.server.git_environment(git.home)
        return subprocess.Popen(["git", *words], cwd=large, env=environment)

    warm = git.folder("warm")
    git.run("push", place.with_token, "main:warm", at=warm)
    before = servers_memory(place.server)
    pushing = highest(place.server, lambda: start("push", "-q", place.with_token, "main"))
    assert pushing - before < ROOM
    copy = git.home / "copy"
    cloning = highest(
        place.server, lambda: start("clone", "-q", "--bare", place.with_token, str(copy))
    )
    assert cloning - before < ROOM
    assert git.head(copy, "main") == git.head(large, "main")
    git.run("fsck", at=copy)


def test_a_push_of_50_mib_takes_next_to_no_memory(place, git):
    work = git.folder("many")
    chance = random.Random(5)
    for number in range(50):
        (work / f"{number}").write_bytes(chance.randbytes(MEBIBYTE))
    # There is nothing in chance that could be made smaller.
    for words in (
        ("config", "core.compression", "0"),
        ("add", "-A"),
        ("commit", "-q", "-m", "Fifty"),
    ):
        git.run(*words, at=work)
    git.run("push", "-q", place.with_token, "main~:refs/heads/first", at=work)

    def push():
        environment = place.server.git_environment(git.home)
        words = ["git", "push", "-q", place.with_token, "main"]
        return subprocess.Popen(words, cwd=work, env=environment)

    before = memory_written(place)
    assert highest(place, push, memory_written) - before < ROOM_OF_A_PUSH


def test_this_repository_itself_is_pushed_and_cloned(place, git):
    source = SOURCES.parent
    commit = git.head(source)
    git.run("push", "-q", place.with_token, f"{commit}:refs/heads/main", at=source)
    git.run("clone", "-q", place.with_token, "copy")
    assert git.head(git.home / "copy") == commit


def begin_clone(place, tip: str, version: int = 2) -> ssl.SSLSocket:
    """Ask for everything, over a socket of our own that takes little at a time."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024)
    plain.connect(("127.0.0.1", place.server.port))
    secured = place.server.trust().wrap_socket(plain, server_hostname="localhost")
    if version == 2:
        want = packet(f"want {tip}\n".encode())
        body = packet(b"command=fetch") + b"0001" + want + packet(b"done\n") + b"0000"
    else:
        body = packet(f"want {tip} side-band-64k\n".encode()) + b"0000" + packet(b"done\n")
    host = place.server.url.removeprefix("https://")
    lines = [
        f"POST /{place.full_name}.git/git-upload-pack HTTP/1.1",
        f"Host: {host}",
        f"Git-Protocol: version={version}",
        "Content-Type: application/x-git-upload-pack-request",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in basic("any", place.token).items()),
    ]
    secured.sendall("\r\n".join([*lines, "", ""]).encode() + body)
    return secured


@pytest.fixture(scope="module")
def noisy(server, owner, token, tmp_path_factory):
    """A repository whose clone is too large for any buffer on the way; it is only read."""
    git = GitClient(server, tmp_path_factory.mktemp("noisy") / "home")
    return filled_with_noise(made_place(server, owner, token), git, 48)


def filled_with_noise(place, git, mebibytes: int):
    """Push so many files of a MiB: git takes one of less than 64 MiB into memory as a whole."""
    work = git.folder("work")
    chance = random.Random(2)
    for number in range(mebibytes):
        (work / f"{number}").write_bytes(chance.randbytes(MEBIBYTE))
    git.run("config", "core.compression", "0", at=work)
    git.run("add", "-A", at=work)
    git.run("commit", "-q", "-m", "Noise", at=work)
    git.run("push", "-q", place.with_token, "main", at=work)
    place.tip = git.head(work)
    return place


def test_a_client_that_leaves_in_mid_clone_leaves_no_git_process(noisy):
    folder = noisy.folder
    # Of the first protocol, as answers of the second are written to the end whoever reads them.
    clone = begin_clone(noisy, noisy.tip, version=1)
    assert clone.recv(1000).startswith(b"HTTP/1.1 200")
    time.sleep(0.5)
    running = git_in(folder)
    assert running, "git waits for the client"
    before = time.monotonic()
    clone.close()
    for pid in running:
        wait_until_gone(pid)
    assert time.monotonic() - before < AT_ONCE


def test_a_client_that_stops_reading_costs_no_memory(noisy):
    before, all_before = servers_memory(noisy.server), memory_written(noisy)
    with begin_clone(noisy, noisy.tip) as one:
        assert one.recv(1000).startswith(b"HTTP/1.1 200")
        # Git does not wait for it: the answer lies in a file, and no process is held.
        for pid in git_in(noisy.folder):
            wait_until_gone(pid)
        assert memory_written(noisy) - all_before < ROOM_OF_WHO_STOPPED
    # No more than one account has slots: the next would wait until one of these is given up.
    stopped = [begin_clone(noisy, noisy.tip) for _ in range(2)]
    for one in stopped:
        assert one.recv(1000).startswith(b"HTTP/1.1 200")
    time.sleep(3)
    assert servers_memory(noisy.server) - before < ROOM
    for one in stopped:
        one.close()


def test_a_push_that_is_broken_off_leaves_no_git_process_and_no_ref(place, git):
    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    (work / "noise").write_bytes(random.Random(3).randbytes(MEBIBYTE))
    git.run("add", "-A", at=work)
    git.run("commit", "-q", "-m", "Noise", at=work)
    folder, tip = place.folder, git.head(work)
    connection = place.server.connect()
    connection.putrequest("POST", f"/{place.full_name}.git/git-receive-pack")
    connection.putheader("Content-Type", "application/x-git-receive-pack-request")
    connection.putheader("Transfer-Encoding", "chunked")
    for name, value in basic("any", place.token).items():
        connection.putheader(name, value)
    connection.endheaders()
    head = packet(f"{'0' * 40} {tip} refs/heads/half\0report-status".encode()) + b"0000"
    half = head + pack_of(work, "main")[: MEBIBYTE // 2]
    connection.send(b"%x\r\n" % len(half) + half + b"\r\n")
    deadline = time.monotonic() + 10
    while not (running := git_in(folder)):
        assert time.monotonic() < deadline, "git was not started"
        time.sleep(0.02)
    before = time.monotonic()
    connection.close()
    for pid in running:
        wait_until_gone(pid)
    assert time.monotonic() - before < AT_ONCE
    assert git.refs(place.with_token).keys() == {"HEAD", "refs/heads/main"}
    while [*folder.glob("objects/*incoming-*")]:
        assert time.monotonic() < deadline + 10, "the quarantine is still there"
        time.sleep(0.02)
