"""The keyring of a Linux desktop, with a bus of its own, and git's helper for it."""

import contextlib
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.real_clients import Machine, soon

SOURCE = Path("/usr/share/doc/git/contrib/credential/libsecret/git-credential-libsecret.c")
"""Debian ships it as source only."""
PACKAGES = ("libsecret-1", "glib-2.0")
IS_THERE = (
    "dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/",
    "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets",
)  # fmt: skip


def build_helper(folder: Path) -> Path:
    """Compile git-credential-libsecret into a folder."""
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *PACKAGES],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    built = folder / "git-credential-libsecret"
    words = ["gcc", "-O1", "-o", str(built), str(SOURCE), *shlex.split(flags)]
    subprocess.run(words, check=True, capture_output=True)
    return built


@contextlib.contextmanager
def unlocked(machine: Machine) -> Iterator[None]:
    """Run a bus and an unlocked keyring at a person's machine, for the length of the block."""
    runtime = machine.home / "runtime"
    runtime.mkdir(mode=0o700)
    machine.variables["XDG_RUNTIME_DIR"] = str(runtime)
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        env=machine.environment({}),
    )
    assert bus.stdout is not None
    with _ended(bus):
        machine.variables["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        keyring = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=machine.environment({}),
        )
        assert keyring.stdin is not None
        with _ended(keyring):
            keyring.stdin.write(b"correct horse battery")
            keyring.stdin.close()
            soon(
                lambda: "true" in machine.run(*IS_THERE).stdout,
                lambda: "the keyring is not on the bus",
            )
            yield


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
