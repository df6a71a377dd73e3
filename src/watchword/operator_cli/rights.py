"""Whose rights a command runs with: those of the data folder's owner, never root's on its files."""

import contextlib
import os
import pwd
import sys
from collections.abc import Iterator
from pathlib import Path

import click


def become_owner(data: Path) -> None:
    """Go on as the owner of the data folder, for good: root drops to it, others are refused.

    To be called before anything in the folder is touched: root must not follow what its owner put
    there.
    """
    owner, group = _owner(data)
    if owner == os.geteuid():
        return
    if os.geteuid() != 0:
        raise click.ClickException(
            f"{data} belongs to {_name(owner)}, and this command runs as its owner: "
            f"sudo -u {_name(owner)} watchword …"
        )
    _join_groups(owner, group)
    os.setresgid(group, group, group)
    os.setresuid(owner, owner, owner)
    _must_read_python(owner)


class Borrowed:
    """Root that looks at the folder with its owner's eyes, until it gives root up for good.

    `serve` needs root only to listen on a port below 1024.
    """

    def __init__(self, data: Path) -> None:
        """Begin to act as the owner. Anybody but root must be the owner."""
        self._to: tuple[int, int] | None = None
        if os.geteuid() != 0 or not data.exists() or _owner(data)[0] == 0:
            if data.exists():
                become_owner(data)
            return
        self._to = owner, group = _owner(data)
        _join_groups(owner, group)
        os.setegid(group)
        os.seteuid(owner)
        _must_read_python(owner)

    @contextlib.contextmanager
    def as_before(self) -> Iterator[None]:
        """Act as root again, for the length of the block."""
        if self._to is None:
            yield
            return
        os.seteuid(0)
        try:
            yield
        finally:
            os.seteuid(self._to[0])

    def give_up(self) -> None:
        """Be the owner for good."""
        if self._to is not None:
            owner, group = self._to
            os.seteuid(0)
            os.setresgid(group, group, group)
            os.setresuid(owner, owner, owner)


def _owner(data: Path) -> tuple[int, int]:
    try:
        found = data.stat()
    except FileNotFoundError:
        raise click.ClickException(
            f"There is no data folder {data}: make one with "
            f"watchword init --data {data} --admin NAME"
        ) from None
    return found.st_uid, found.st_gid


def _must_read_python(owner: int) -> None:
    """Refuse to go on where the owner cannot read the programs that root reads."""
    for file in (sys.executable, os.__file__, __file__):
        if not os.access(file, os.R_OK, effective_ids=True):
            raise click.ClickException(
                f"{_name(owner)}, to whom the data folder belongs, cannot read {file}: install "
                "Python and Watchword where everybody may read them."
            )


def _join_groups(owner: int, group: int) -> None:
    with contextlib.suppress(KeyError):
        os.initgroups(pwd.getpwuid(owner).pw_name, group)
        return
    os.setgroups([group])


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"
