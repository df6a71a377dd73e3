"""Each store keeps the same things in the same way, and tells what is wrong in one line."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import threading
import time
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from watchword_client import processes
from watchword_client.credential_helper import private_files
from watchword_client.credential_helper.daemon import STAYS, Memory, serve
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.protocol import Malformed
from watchword_client.credential_helper.stores import memory
from watchword_client.credential_helper.stores.file import InFile
from watchword_client.credential_helper.stores.keychain import SERVICE, InKeychain
from watchword_client.credential_helper.stores.memory import InMemory
from watchword_client.secret import Secret

HERE = Place("https", "a.test:8443")
THERE = Place("https", "b.test")
ONE = Entry(HERE, "höme", Secret("p=1"), "o/r.git", 5, Secret("ghr_1"), "c1", 7, 0, "ab")
TWO = Entry(HERE, "", Secret(""))
REFUSED = Entry(HERE, "u", None, refresh_token=Secret("ghr_2"), client_id="c1")
FAR = Entry(THERE, "höme", Secret("p3"))
NOW = 1_800_000_000


def put(store, place, entries):
    """Write as the actions do."""
    with store.changing():
        store.write(place, entries)


class Keychain(KeyringBackend):
    """A keychain in a dictionary."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.items = {}

    def get_password(self, service, username):
        return self.items.get((service, username))

    def set_password(self, service, username, password):
        self.items[service, username] = password

    def delete_password(self, service, username):
        del self.items[service, username]


@pytest.fixture
def keychain():
    before, ours = keyring.get_keyring(), Keychain()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


@pytest.fixture
def short():
    """A folder whose path is as short as pytest's are not."""
    path = Path(tempfile.mkdtemp())
    yield path
    shutil.rmtree(path)


class Running:
    """The process of the memory, as a thread."""

    def __init__(self):
        self.threads = []
        self.now = NOW

    def start(self, folder):
        listener = memory.socket.socket(memory.socket.AF_UNIX)
        memory.bind(listener, folder)
        listener.listen()
        self.kept = Memory(lambda: self.now)
        self.threads.append(threading.Thread(target=self.serve, args=(listener,)))
        self.threads[-1].start()

    def serve(self, listener):
        with listener:
            serve(listener, self.kept, tick=0.05)

    def end(self):
        if self.threads:
            self.kept._kept.clear()
        self.now += STAYS
        for thread in self.threads:
            thread.join()


@pytest.fixture
def running():
    process = Running()
    yield process
    process.end()


@pytest.fixture(params=["file", "memory", "keychain"])
def store(request, tmp_path, keychain, running):
    if request.param == "file":
        return InFile(tmp_path / "kept/credentials")
    if request.param == "memory":
        return InMemory(tmp_path / "kept", running.start)
    return InKeychain(tmp_path / "kept")


def test_entries_come_back_as_they_were_in_their_order(store):
    put(store, HERE, [ONE, TWO, REFUSED])
    assert store.read(HERE) == [ONE, TWO, REFUSED]


def test_places_are_kept_apart(store):
    put(store, HERE, [ONE])
    put(store, THERE, [FAR])
    assert (store.read(HERE), store.read(THERE)) == ([ONE], [FAR])
    put(store, HERE, [])
    assert (store.read(HERE), store.read(THERE)) == ([], [FAR])


def test_an_empty_store_holds_nothing_and_can_be_emptied(store):
    assert store.read(HERE) == []
    put(store, HERE, [])
    assert store.read(HERE) == []


def test_who_changes_a_store_waits_for_who_changes_it(store):
    order = []

    def change():
        with store.changing():
            order.append("second")

    with store.changing():
        other = threading.Thread(target=change)
        other.start()
        time.sleep(0.05)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_places_are_refreshed_beside_each_other_and_one_by_one(store):
    with store.refreshing(HERE), store.refreshing(THERE), store.changing():
        pass


def test_who_waits_too_long_is_told(tmp_path):
    path = tmp_path / "lock"
    with (
        private_files.lock(path, 0),
        pytest.raises(Unusable, match="held"),
        private_files.lock(path, 0.03),
    ):
        pass


def test_a_value_that_holds_a_line_is_kept_nowhere(store):
    with pytest.raises(Malformed):
        put(store, HERE, [Entry(HERE, "u", Secret("p\nhost=b.test"))])


# The file


def test_the_file_is_its_owners_from_the_start(tmp_path):
    before = os.umask(0)
    try:
        store = InFile(tmp_path / "new/credentials")
        put(store, HERE, [ONE])
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "new").iterdir()}
    assert modes == {"credentials": 0o600, "credentials.lock": 0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_file_that_holds_something_else_is_left_alone(tmp_path):
    path = tmp_path / "credentials"
    path.write_text("https://u:p@a.test\n")
    path.chmod(0o600)
    with pytest.raises(Unusable, match="cannot be read"):
        put(InFile(path), HERE, [ONE])
    assert path.read_text() == "https://u:p@a.test\n"


# Memory


def test_memory_forgets_when_the_time_is_up(short, running):
    store = InMemory(short / "kept", running.start)
    ends, stays = Entry(HERE, "e", Secret("1"), kept_until=NOW + 5), TWO
    put(store, HERE, [ends, stays])
    assert store.read(HERE) == [ends, stays]
    running.now += 5
    assert store.read(HERE) == [stays]


def test_memory_leaves_when_it_has_held_nothing_for_a_while(short, running):
    store = InMemory(short / "kept", running.start)
    put(store, HERE, [ONE])
    running.now += 10 * STAYS
    put(store, HERE, [])
    assert not running.kept.may_leave()
    running.now += STAYS
    running.threads[0].join()
    assert store.read(HERE) == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"action=get\n\n",
        b"action=get\nprotocol=https\nhost=\n\n",
        b"action=dump\nprotocol=https\nhost=a.test\n\n",
        b"action=get\nprotocol=https\nhost=a\rb\n\n",
    ],
)
def test_memory_answers_no_question_that_is_none(said):
    with pytest.raises(Malformed):
        Memory(lambda: NOW).answer(said)


def test_memory_needs_sockets(monkeypatch, tmp_path):
    monkeypatch.delattr(memory.socket, "AF_UNIX")
    with pytest.raises(Unusable, match="keychain"):
        InMemory(tmp_path, lambda _: None)


def test_memory_that_does_not_start_is_told(short, monkeypatch):
    monkeypatch.setattr(memory, "PATIENCE", 0.01)
    with pytest.raises(Unusable, match="does not start"):
        put(InMemory(short / "kept", lambda _: None), HERE, [ONE])


def test_a_process_in_the_background_holds_no_pipe_and_no_terminal():
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    pid = processes.start_in_background(words, dict(os.environ))
    try:
        held = {}
        for one in Path(f"/proc/{pid}/fd").iterdir():
            # A Python that starts opens and closes files of its own.
            with contextlib.suppress(FileNotFoundError):
                held[one.name] = str(one.readlink())
        assert {held[number] for number in "012"} == {"/dev/null"}
        ours = ("pipe:", "socket:", "/dev/pts", "/dev/tty")
        assert not [one for one in held.values() if one.startswith(ours)]
        assert os.getsid(pid) == pid
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


# The keychain


def test_all_accounts_of_a_place_are_one_item(keychain, tmp_path):
    store = InKeychain(tmp_path / "kept")
    put(store, HERE, [ONE, TWO])
    assert list(keychain.items) == [(SERVICE, "https://a.test:8443")]
    put(store, HERE, [])
    assert keychain.items == {}


def test_where_no_keychain_is_that_is_said(keychain, tmp_path):
    keyring.set_keyring(NoKeyring())
    with pytest.raises(Unusable, match="no keychain"):
        put(InKeychain(tmp_path / "kept"), HERE, [ONE])


def test_a_keychain_that_fails_tells_no_secret(keychain, tmp_path, monkeypatch):
    def locked(*words):
        raise KeyringLocked(f"cannot store {words}")

    monkeypatch.setattr(keychain, "set_password", locked)
    with pytest.raises(Unusable, match="KeyringLocked") as told:
        put(InKeychain(tmp_path / "kept"), HERE, [ONE])
    assert "p=1" not in str(told.value)
    assert told.value.__suppress_context__


def test_an_item_that_somebody_else_wrote_is_told(keychain, tmp_path):
    keychain.items[SERVICE, HERE.address] = "no entry\n"
    with pytest.raises(Unusable, match="cannot be read"):
        InKeychain(tmp_path).read(HERE)
