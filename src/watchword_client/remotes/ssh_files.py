"""The files of ssh on this machine, read and never run: see ssh_aliases.py."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from watchword_client import machine
from watchword_client.remotes.remote_plan import RealHost
from watchword_client.remotes.ssh_aliases import real_host


def real_host_of(variables: Mapping[str, str]) -> RealHost:
    """What the person's own file says, then the system's."""
    own = machine.home(variables, machine.platform()) / ".ssh"
    files = (own / "config", Path("/etc/ssh/ssh_config"))

    @cache
    def found(alias: str) -> str | None:
        for file in files:
            name = real_host(alias, _text(file), partial(_included, file.parent))
            if name is not None:
                return name
        return None

    return found


def _included(folder: Path, pattern: str) -> Iterator[str]:
    path = Path(pattern).expanduser()
    inside = path if path.is_absolute() else folder / path
    try:
        names = sorted(inside.parent.glob(inside.name))
    except (OSError, ValueError):
        return
    yield from map(_text, names)


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
