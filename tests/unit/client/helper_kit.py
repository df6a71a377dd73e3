"""The credential helper without a process: a store in a dictionary, and its three actions."""

import contextlib
import threading
from dataclasses import dataclass, field

from watchword_client.credential_helper import actions, protocol
from watchword_client.credential_helper.actions import Rules

NOW = 1_800_000_000
HOUR = 3_600


class Kept:
    """A store that forgets when it ends; its locks are those of threads."""

    def __init__(self):
        self.entries = {}
        self._changing = threading.RLock()
        self._refreshing = threading.RLock()

    def read(self, place):
        return list(self.entries.get(place, []))

    def write(self, place, entries):
        self.entries[place] = list(entries)

    def changing(self):
        return self._changing

    def refreshing(self, place):
        return self._refreshing


def no_renewal(entry):
    msg = f"nobody asked to renew {entry}"
    raise AssertionError(msg)


@dataclass
class Helper:
    """The three actions at one moment."""

    store: Kept = field(default_factory=Kept)
    rules: Rules = field(default_factory=Rules)
    now: int = NOW
    renew: object = no_renewal

    def get(self, host="a.test", **more):
        lines = actions.get(self.store, self.rules, asked(host, more), self.now, self.renew)
        protocol.write(lines)
        return dict(lines)

    def keep(self, username="u", password="p", host="a.test", **more):
        request = asked(host, more) | {"username": username, "password": password}
        actions.keep(self.store, self.rules, request, self.now)

    def erase(self, host="a.test", **more):
        actions.erase(self.store, self.rules, asked(host, more))


def asked(host, more):
    texts = {key: str(value) for key, value in more.items()}
    return {"protocol": "https", "host": host, **texts}


@contextlib.contextmanager
def nothing_held():
    """No lock at all."""
    yield
