"""The way from an empty folder, or a full one, to a running server."""

import contextlib
import json
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from msgspec import Struct

from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.processes import data_folder, listening, logs, schema
from watchword.processes.cannot_start import CannotStart
from watchword.processes.supervisor import JOBS, SSH, WEB, Slot, Supervisor
from watchword.settings import Settings, host_keys, take_out_of_sight
from watchword.storage.diagnosis import reach
from watchword.storage.migrations import HEAD, NotMigrated, migrate, revision

if TYPE_CHECKING:
    from watchword.processes.tls_folder import Tls

log = structlog.get_logger("watchword.start")

DESCRIPTORS = 65_536
"""Open files that each process asks for: two for each connection, and those of git."""
RUNNING = "run/server.json"
"""What a running server says of itself, for the command line."""


class Started(Struct, frozen=True):
    """What there is to tell once the server answers."""

    settings: Settings
    tls: "Tls | None"


class Listeners(Struct, frozen=True):
    """What was bound, while there was the right to."""

    web: list[socket.socket]
    """One for each web process."""
    ssh: socket.socket | None = None


class Surroundings(Struct, frozen=True):
    """Clock and entropy of this machine."""

    clock: Clock
    entropy: Entropy


def prepare(settings: Settings, around: Surroundings) -> None:
    """Make or complete the data folder, and bring the database to this release.

    Safe to do again after a crash. Raises CannotStart, SettingsError, Unreachable.
    """
    data_folder.prepare(settings.data, around.entropy, own_keys=settings.token_keys is None)
    settings.key_ring()
    for name, key in host_keys.missing(settings.data).items():
        data_folder.write(settings.data / name, key, 0o600)
    reach(settings.database_url)
    before = revision(settings.database_url)
    if schema.is_newer(before):
        msg = (
            f"The database is of a newer release (it has {before}, this one needs {HEAD}). "
            f"{schema.advice(before)}"
        )
        raise CannotStart(msg)
    if before != HEAD:
        _migrate(settings, before)


def _migrate(settings: Settings, before: str | None) -> None:
    log.info("database.migrating", before=before, now=HEAD)
    try:
        migrate(settings.database_url, settings.data / "backup")
    except NotMigrated as error:
        msg = (
            f"The database could not be migrated to {HEAD}, and is as it was: {error}. Put that "
            "right and start again. SQLite wants up to four times the size of the database free on "
            "the disk, for the copy in backup and for what changes."
        )
        raise CannotStart(msg) from error
    log.info("database.migrated", before=before, now=HEAD)


def sockets(settings: Settings, only: str | None) -> Listeners:
    """Listen, once for each web process and once for SSH. Raises CannotStart."""
    web: list[socket.socket] = []
    if only in {None, WEB}:
        web = listening.listen(listening.resolve(*settings.listen), settings.workers)
    if settings.ssh_at is None or only not in {None, SSH}:
        return Listeners(web)
    place = listening.resolve(*settings.ssh_at)
    return Listeners(web, listening.listen(place, 1, "--ssh-listen")[0])


def serve(
    settings: Settings,
    listeners: Listeners,
    around: Surroundings,
    *,
    only: str | None = None,
    announce: Callable[[Started], None],
) -> None:
    """Run the server until it is told to stop.

    `announce` is called when requests are answered. Raises CannotStart, SettingsError, Unreachable.
    """
    logs.configure("supervisor")
    raise_limits()
    take_out_of_sight()
    data = settings.data
    data_folder.is_new(data)
    data_folder.make(data)
    with data_folder.locked(data, shared=only is not None):
        prepare(settings, around)
        tls = _tls(settings, around.clock) if listeners.web else None

        def renewed() -> "Tls | None":
            return _tls(settings, around.clock) if listeners.web else None

        def ready() -> None:
            if listeners.web:
                _tell(data, settings)
            announce(Started(settings, tls))

        try:
            Supervisor(settings, _slots(listeners, only), renewed, ready).run()
        finally:
            # Who serves jobs alone leaves to the one who listens what that one said.
            if listeners.web:
                (data / RUNNING).unlink(missing_ok=True)


def _tls(settings: Settings, clock: Clock) -> "Tls | None":
    """Look after the certificates, where it is us who speaks TLS. Raises CannotStart."""
    if settings.no_tls:
        return None
    # What reads certificates is imported by who has some: it is sixty modules.
    from watchword.processes import tls_folder  # noqa: PLC0415

    return tls_folder.ensure(settings, clock)


def _slots(listeners: Listeners, only: str | None) -> list[Slot]:
    """What is to run, in the order of starting: those who answer requests first."""
    slots = [Slot(f"web-{number}", WEB, one) for number, one in enumerate(listeners.web)]
    slots += [Slot("ssh", SSH, listeners.ssh)] if listeners.ssh else []
    return slots + ([Slot("jobs", JOBS)] if only in {None, JOBS} else [])


def running(settings: Settings) -> Settings | None:
    """What the server on this folder runs with now, flags included; None when none does."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        if data_folder.is_served(settings.data):
            return settings.as_told(json.loads((settings.data / RUNNING).read_text())["flags"])
    return None


def raise_limits() -> None:
    """Keep our files to ourselves, and have as many open as the machine allows."""
    os.umask(0o077)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _tell(data: Path, settings: Settings) -> None:
    told = {
        "pid": os.getpid(),
        "public_url": settings.public_url,
        "listen": settings.listen,
        "flags": settings.told(),
    }
    data_folder.write(data / RUNNING, json.dumps(told).encode(), 0o600)
