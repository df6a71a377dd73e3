"""Which remote is meant, and which address git asks for it."""

from dataclasses import dataclass, field

from watchword_client.git import Git
from watchword_client.remotes.remote_urls import Address, parse, without_password
from watchword_client.speaking import Exit, Trouble, plain

DEFAULT = "origin"


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote, or an address in the place of one."""

    name: str
    """"" where an address was named."""
    url: str = field(repr=False)
    """What git asks, after the rules of insteadOf; a secret may stand in it."""
    address: Address
    pushes_to: str = ""
    """Where a push goes, without a secret, if that is another address."""

    @property
    def shown(self) -> str:
        """The address without a secret."""
        return plain(without_password(self.url))


def find(git: Git, typed: str | None) -> Remote:
    """The remote or address that was typed; else what the branch follows, `origin`, the only one.

    Raises Trouble where there is none, or where no server is behind it.
    """
    names = git.run("remote").text.split()
    name = typed or _default(git, names)
    if typed is None and name is None:
        todo = "Go to a clone, or name an address: `watchword why https://HOST/OWNER/REPO.git`."
        raise Trouble("There is no remote here.", todo, Exit.USAGE)
    assert name is not None
    url = git.run("ls-remote", "--get-url", "--", name).text
    address = parse(url)
    if address is None:
        known = f" Remotes: {', '.join(names)}." if names else ""
        shown = plain(without_password(url))
        raise Trouble(f"{shown!r} leads to no server.", f"Name another.{known}", Exit.USAGE)
    if name not in names:
        return Remote("", url, address)
    pushed = git.run("remote", "get-url", "--push", name).text
    elsewhere = "" if pushed == url else plain(without_password(pushed))
    return Remote(name, url, address, elsewhere)


def _default(git: Git, names: list[str]) -> str | None:
    branch = git.run("symbolic-ref", "--quiet", "--short", "HEAD").text
    followed = git.run("config", f"branch.{branch}.remote").text if branch else ""
    if followed in names:
        return followed
    if DEFAULT in names:
        return DEFAULT
    return names[0] if len(names) == 1 else None
