"""PostgreSQL from Debian's package, for one database that Watchword runs on."""

import contextlib
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.accounting import Account
from bench.running import Running, environment, found, run

SUPERUSER = "watchword"
PORT = 5432
"""A part of the socket's name only: nothing listens on it."""


@dataclass(frozen=True)
class Postgresql:
    """A server that runs."""

    url: str
    account: Account


def programs() -> Path | None:
    """The folder of the newest server on this machine, if there is one."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(installed, key=lambda path: float(path.parents[1].name), default=None)
    return newest.parent if newest else None


@contextlib.contextmanager
def running(binaries: Path, core: int | None) -> Iterator[Postgresql]:
    """Start a server on an empty data folder, with Debian's own settings; end it afterwards."""
    # Not below the bench's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="watchword-bench-pg-"))
    server = Running("postgresql", folder, core)
    try:
        env = environment(folder / "home")
        rights = _rights(folder)
        data = ["-D", str(folder / "data")]
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", SUPERUSER]
        run([*rights, str(binaries / "initdb"), *data, *options], env, cwd=folder)
        where = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
        argv = [*rights, str(binaries / "postgres"), *data, "-p", str(PORT), *where]
        server.start(argv, env, folder / f".s.PGSQL.{PORT}")
        yield Postgresql(f"postgresql://{SUPERUSER}@/postgres?host={folder}", server.account)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _rights(folder: Path) -> list[str]:
    """What starts a command as somebody else than root: initdb and postgres refuse root."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    user, group = f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}"
    return [found("setpriv"), user, group, "--clear-groups", "--pdeathsig", "TERM"]
