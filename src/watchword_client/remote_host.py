"""Which server is meant, where nobody named it."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import click

from watchword_client import machine, ssh_port
from watchword_client.git import Git
from watchword_client.remotes import clones
from watchword_client.remotes.clones import Clone
from watchword_client.remotes.remote_plan import REMOTE
from watchword_client.remotes.remote_urls import (
    Address,
    Form,
    Server,
    Wish,
    at_port,
    parse,
    parse_server,
)

ENTRIES = r"^credential\.https?://.*\.(helper|provider)$"
_ENTRY = re.compile(r"credential\.(https://.*)\.(helper|provider)", re.DOTALL)


def chosen(
    git: Git, clone: Clone | None, typed: str | None, wish: Wish, port: int | None
) -> Server:
    """The server: the one that was typed, that of the clone's `origin`, or the only one known.

    Raises UsageError where it is none of them.
    """
    known = _known(git)
    if typed is not None:
        server = parse_server(typed)
        if server is None:
            raise click.UsageError(f"{typed!r} is no host.")
    elif clone is not None:
        server = _of_origin(git, clone, known)
    elif len(known) == 1:
        server = known[0]
    else:
        raise click.UsageError("Which server? Name it by --host HOST.")
    if wish is Wish.SSH and port is None:
        return ssh_port.ask(git, machine.variables(), server)
    return at_port(server, wish, port)


def _known(git: Git) -> list[Server]:
    """Servers that the person's configuration has credentials for."""
    found = (_ENTRY.fullmatch(one.key) for one in git.entries(ENTRIES))
    names = dict.fromkeys(urlsplit(one[1]).netloc.rpartition("@")[2] for one in found if one)
    return [one for one in map(parse_server, names) if one is not None]


def _of_origin(git: Git, clone: Clone, known: list[Server]) -> Server:
    """The host of `origin`, or of the only remote, with the port that HTTPS has there."""
    settings = clones.settings(git, clone.store / "config")
    remotes: dict[str, Address] = {}
    for one in settings:
        found = REMOTE.fullmatch(one.key)
        address = parse(one.value) if found else None
        if found and address:
            remotes.setdefault(found[1], address)
    address = remotes.get("origin") or (next(iter(remotes.values())) if len(remotes) == 1 else None)
    if address is None:
        raise click.UsageError("No remote named origin leads to a server. Name one by --host HOST.")
    return https_of(git, address, known)


def https_of(git: Git, address: Address, known: list[Server] | None = None) -> Server:
    """The server behind an address, with the port that HTTPS has there, as far as git knows it."""
    if address.form is Form.HTTPS:
        return Server(address.host, address.port)
    known = _known(git) if known is None else known
    ssh_port = address.port if address.form is Form.SSH else None
    same = [one for one in known if one.name == address.host]
    return replace(same[0] if len(same) == 1 else Server(address.host), ssh_port=ssh_port)
