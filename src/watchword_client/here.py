"""Which host is meant where nobody named one."""

import re
from collections.abc import Sequence

from watchword_client import token_format
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.speaking import Exit, Trouble

REMOTE = re.compile(r"remote\.(.+)\.url")
ADDRESS = re.compile(r"(?P<scheme>https|ssh)://(?:[^@/]*@)?(?P<host>[^/]+)(?:/.*)?")
SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>[^/:@\[\]]+):(?!//|:).*")
"""`HOST:PATH`; two colons begin the address of a remote helper (gitremote-helpers(7))."""


def the_host(typed: str | None, git: Git, known: Sequence[Host]) -> Host:
    """The host that was typed, that of the clone's remote, or the only one known.

    Raises Trouble where it is none of these.
    """
    if typed is not None:
        if token_format.INSIDE.match(typed):
            raise Trouble(
                "That is a token, and others can read command lines: take it for leaked.",
                "Revoke it, and give the next one to `watchword login HOST --with-token`.",
                Exit.USAGE,
            )
        try:
            return Host.parse(typed)
        except ValueError as error:
            raise Trouble(f"{error}.", "Name a host as git.example.com.", Exit.USAGE) from error
    found = of_clone(git) or (known[0] if len(known) == 1 else None)
    if found is None:
        several = ", ".join(one.name for one in known)
        raise Trouble(
            f"Which host? {several or 'None'} {'are' if several else 'is'} known here.",
            "Name it at the end of the command, such as git.example.com.",
            Exit.USAGE,
        )
    return found


def of_clone(git: Git) -> Host | None:
    """The host of `origin`, or of the only remote, of the clone around the current folder."""
    remotes: dict[str, str] = {}
    for entry in git.entries(r"^remote\..*\.url$"):
        name = REMOTE.fullmatch(entry.key)
        if name is not None:
            remotes.setdefault(name[1], entry.value)
    only = next(iter(remotes.values())) if len(remotes) == 1 else ""
    return host_of(remotes.get("origin", only))


def host_of(remote: str) -> Host | None:
    """The host behind a remote's address; of an SSH one, where its HTTPS most likely is."""
    found = ADDRESS.fullmatch(remote) or (SCP.fullmatch(remote) if "://" not in remote else None)
    if found is None:
        return None
    over_ssh = found.groupdict().get("scheme") != "https"
    name = re.sub(r":\d+$", "", found["host"]) if over_ssh else found["host"]
    try:
        return Host.parse(name)
    except ValueError:
        return None
