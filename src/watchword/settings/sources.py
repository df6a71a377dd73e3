"""Where settings come from: DIR/watchword.toml, the environment, the command line."""

import contextlib
import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from watchword.settings.model import ENVIRONMENT_ONLY, HIDDEN, LOOPBACK, READERS, Settings
from watchword.settings.readers import SettingsError

FILE = "watchword.toml"
PREFIX = "WATCHWORD_"
DATA = "WATCHWORD_DATA"

# Kubernetes sets these in each container of a namespace that has a service called "watchword".
KUBERNETES = re.compile(r"WATCHWORD_(SERVICE_(HOST|PORT\w*)|PORT(_[0-9]+_(TCP|UDP)\w*)?)")


def environment() -> Mapping[str, str]:
    """Give the environment of this process."""
    return os.environ  # noqa: TID251 - the one place that reads it


def take_out_of_sight() -> None:
    """Forget our settings in the environment, once they are read.

    They may hold secrets, and what a process was started with is what `/proc/PID/environ`, crash
    reports and its children show. A kernel that does not let us write there leaves them in sight of
    our own account alone, as before.
    """
    ours = [name for name in environment() if name.startswith(PREFIX)]
    for name in ours:
        del os.environ[name]  # noqa: TID251 - as above
    if ours:
        with contextlib.suppress(OSError, ValueError, IndexError):
            _blank()


def _blank() -> None:
    """Overwrite them where the kernel looks: between `env_start` and `env_end` (proc(5), stat)."""
    after_name = Path("/proc/self/stat").read_text("latin-1").rpartition(")")[2].split()
    start, end = int(after_name[47]), int(after_name[48])
    with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
        memory.seek(start)
        given = memory.read(end - start)
        memory.seek(start)
        prefix = PREFIX.encode()
        kept = (b"\0" * len(one) if one.startswith(prefix) else one for one in given.split(b"\0"))
        memory.write(b"\0".join(kept))


def load(
    data: Path, flags: Mapping[str, Any], environ: Mapping[str, str], *, may_bind_443: bool
) -> Settings:
    """Put the settings together.

    `flags` are keyed by field name, None meaning not given. `may_bind_443` says whether this
    process could listen on 127.0.0.1:443, which is the default then. Raises SettingsError.
    """
    data = data.absolute()
    given = {name: value for name, value in flags.items() if value is not None}
    chosen: dict[str, Any] = {"listen": (LOOPBACK, 443 if may_bind_443 else 8443)}
    chosen |= _read(_of_file(data / FILE), Source("", f"{data / FILE}: ", data))
    chosen |= _read(_of_environment(environ), Source(PREFIX, "", Path.cwd()))
    chosen |= _read(given, Source("--", "", Path.cwd()))
    return Settings(data=data, **chosen)


def _of_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {error}."
        raise SettingsError(msg) from None


def _of_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if value and name.startswith(PREFIX) and name != DATA and not KUBERNETES.fullmatch(name)
    }


class Source(Struct, frozen=True):
    """One place that settings come from: how names begin there, and where paths begin."""

    prefix: str
    place: str
    base: Path

    def written(self, name: str) -> str:
        """Write a setting's name as this source does."""
        spelt = {PREFIX: name.upper(), "--": name.replace("_", "-")}
        return self.prefix + spelt.get(self.prefix, name)


def _read(given: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Read the values of one source, or tell which one is wrong."""
    read: dict[str, Any] = {}
    for name, value in given.items():
        here = source.place + source.written(name)
        if name not in READERS:
            near = difflib.get_close_matches(name.lower(), READERS, n=1, cutoff=0.0)[0]
            msg = f"{here} is no setting. The nearest is {source.written(near)}."
            raise SettingsError(msg)
        if name in ENVIRONMENT_ONLY and source.prefix != PREFIX:
            msg = f"{here} may stand in the environment only."
            raise SettingsError(msg)
        try:
            made = READERS[name](value)
        except ValueError as error:
            shown = "" if name in HIDDEN else f", not {value!r}"
            msg = f"{here} {error}{shown}."
            raise SettingsError(msg) from None
        read[name] = source.base / made if isinstance(made, Path) else made
    return read
