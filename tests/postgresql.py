"""A PostgreSQL server of the tests' own, from Debian's server binaries."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SUPERUSER = "watchword"
START_SECONDS = 60
# Nothing here outlives the tests, so nothing needs to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}
# The shell ends the server when its standard input ends: also when the tests were killed with -9.
LIFELINE = '"$@" & server=$!; read -r _; kill -INT $server; wait $server'


class PostgresqlServer:
    """A running server that only this machine's file system reaches: it listens on no port."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of a server's socket."""
        self._folder = folder
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self._folder}"

    def create(self, template: str = "template0") -> str:
        """Create a database as a copy of another and give its name."""
        name = f"test_{next(self._numbers)}"
        self._run(f"create database {name} template {template}")
        return name

    def drop(self, database: str) -> None:
        """Drop a database, also when somebody is still connected."""
        self._run(f"drop database {database} with (force)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def binaries() -> Path | None:
    """The folder of the newest initdb and postgres on this machine, if there are any."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parents[1].name),
    )
    found = shutil.which("initdb")
    if debian:
        return debian[-1].parent
    return Path(found).resolve().parent if found else None


@contextmanager
def running_server() -> Iterator[PostgresqlServer]:
    """Start a server on an empty data folder; end it and remove the folder afterwards."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's server is not there: apt-get install postgresql")
    # Below the plain temporary folder: pytest's own lets only its owner through, and a socket's
    # path may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="ww-pg-"))
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    try:
        _make_cluster(programs, folder, identity)
        with _process(programs, folder, identity) as process:
            _wait(process, PostgresqlServer(folder), folder)
            yield PostgresqlServer(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _identity() -> dict[str, object]:
    """As whom to run it: initdb and postgres refuse root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _make_cluster(programs: Path, folder: Path, identity: dict[str, object]) -> None:
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [programs / "initdb", "-D", folder / "data", "-U", SUPERUSER, *options]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **identity
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")


@contextmanager
def _process(
    programs: Path, folder: Path, identity: dict[str, object]
) -> Iterator[subprocess.Popen[bytes]]:
    settings = {**SETTINGS, "unix_socket_directories": folder}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = [programs / "postgres", "-D", folder / "data", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", LIFELINE, "sh", *server],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            **identity,
        )
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(START_SECONDS)


def _wait(process: subprocess.Popen[bytes], server: PostgresqlServer, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no start: {(folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return
