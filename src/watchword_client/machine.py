"""The machine that the companion runs on: the one home of environment, time and chance."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path


def variables() -> Mapping[str, str]:
    """The environment."""
    return os.environ


def now() -> int:
    """Whole seconds since 1970-01-01 UTC."""
    return int(time.time())


def steady() -> float:
    """Seconds that never go back, to measure how long something took."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def random_text(size: int) -> str:
    """That many bytes of chance, in base64url without padding (RFC 4648 section 5)."""
    import secrets  # it takes 15 ms, and git waits for the credential helper

    return secrets.token_urlsafe(size)


def platform() -> str:
    """One of "linux", "darwin" and "win32", or what Python calls another system."""
    return sys.platform


def home(given: Mapping[str, str], system: str) -> Path:
    """The person's home: as git finds it, by HOME, also on Windows where that is set."""
    found = given.get("HOME") or (given.get("USERPROFILE") if system == "win32" else None)
    return Path(found) if found else Path.home()


def state_folder(given: Mapping[str, str], system: str) -> Path:
    """Where the companion keeps what it must remember and what is no secret."""
    named = given.get("XDG_STATE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named) / "watchword"
    if system == "win32":
        base = given.get("LOCALAPPDATA")
        return (Path(base) if base else home(given, system) / "AppData/Local") / "watchword"
    if system == "darwin":
        return home(given, system) / "Library/Application Support/watchword"
    return home(given, system) / ".local/state/watchword"


def data_folder(given: Mapping[str, str], system: str) -> Path:
    """Where the companion keeps what is the person's own, such as credentials in a file."""
    if system in {"win32", "darwin"}:
        return state_folder(given, system)
    named = given.get("XDG_DATA_HOME", "")
    shared = Path(named) if Path(named).is_absolute() else home(given, system) / ".local/share"
    return shared / "watchword"


def runtime_folder(given: Mapping[str, str], system: str) -> Path:
    """Where sockets lie: gone with the session where the system has such a folder."""
    named = given.get("XDG_RUNTIME_DIR", "")
    return Path(named) / "watchword" if Path(named).is_absolute() else state_folder(given, system)
