"""The data folder: whose it is, and who can read the keys in it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from watchword.operator_cli.checks.finding import Finding, bad, doubtful, good
from watchword.processes import data_folder
from watchword.processes.cannot_start import CannotStart
from watchword.settings import KEYS, Settings, SettingsError
from watchword.settings.sources import FILE

PRIVATE = ("secrets/*", "tls/*-key.pem", "tls/server.pem", "watchword.db*", "run/*", "backup/*")


def layout(data: Path) -> Finding:
    """Whether it was prepared, by this release or an older one."""
    try:
        new = data_folder.is_new(data)
    except CannotStart as error:
        return bad(str(error), "Nothing was changed.")
    if new:
        return bad(f"{data} is not prepared", f"watchword init --data {data} --admin NAME")
    return good(f"data folder {data}")


def owner(data: Path) -> Iterator[Finding]:
    """Whose it is, and who else may write into it."""
    found = data.stat()
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield bad(f"others may write into {data}", f"chmod go-w {data}")
    if found.st_uid == 0:
        yield doubtful(
            "the server runs with root's rights, and so does git",
            f"Make a user for it and give it the folder: chown -R USER {data}. Started by root, "
            "the server listens first, on port 443 too, and becomes that user then.",
        )


def keys(settings: Settings) -> Iterator[Finding]:
    """The keys under which tokens are hashed."""
    try:
        yield good(f"token keys, {settings.key_ring().current} is the current one")
    except SettingsError as error:
        yield bad(str(error), f"Put {settings.data / KEYS} back from its backup.")


def privacy(data: Path) -> Iterator[Finding]:
    """Who can read keys, database and settings."""
    paths = [path for pattern in (*PRIVATE, FILE) for path in sorted(data.glob(pattern))]
    found = [finding for path in paths for finding in _private(path)]
    yield from found or [good("keys, database and settings are closed to others")]


def _private(path: Path) -> Iterator[Finding]:
    found = path.lstat()
    if found.st_uid != os.geteuid():
        yield bad(f"{path} belongs to somebody else", f"chown --reference={path.parent} {path}")
    if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
        if path.name == FILE:
            yield doubtful(f"others can read {path}", f"If a password is in it: chmod 600 {path}")
        else:
            yield bad(
                f"others can read {path} (mode {stat.S_IMODE(found.st_mode):04o})",
                f"chmod 600 {path}",
            )
