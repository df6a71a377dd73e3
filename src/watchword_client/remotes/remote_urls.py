"""Addresses of remotes: reading every form that git takes, and writing them as HTTPS or SSH.

Pure. What is read here is what `git fetch-pack --diag-url` reads (git-clone(1), "GIT URLS"), except
where guessing would be needed: home folders of other people, and names that only a file of ssh
knows, are left to the person.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, unquote

HTTPS_PORT = 443
SSH_PORT = 22
SSH_USER = "git"
"""Who connects over SSH, whoever they are: their key says that."""

_SCHEME = re.compile(r"([a-z][a-z0-9+-]*)://([^/?#]*)(/[^?#]*)?", re.DOTALL)
_BRACKETS = re.compile(r"(?:([^@\[\]]*)@)?\[(?:([^@\[\]]*)@)?([^@\[\]]+)\](?::(\d*))?")
_NAME_AND_PORT = re.compile(r"([^:\[\]]+)(?::(\d*))?")
_HOST = re.compile(r"(?!-)[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_KEPT_IN_PATHS = "/~:@!$&'()*+,;="


class Form(StrEnum):
    """How an address is written."""

    HTTPS = "https"
    HTTP = "http"
    SSH = "ssh"
    GIT = "git"


class Wish(StrEnum):
    """What an address shall become."""

    HTTPS = "https"
    SSH = "ssh"


SCHEMES = {
    "https": Form.HTTPS,
    "http": Form.HTTP,
    "ssh": Form.SSH,
    "git+ssh": Form.SSH,
    "ssh+git": Form.SSH,
    "git": Form.GIT,
}


@dataclass(frozen=True, slots=True)
class Address:
    """What an address of a remote says."""

    form: Form
    host: str
    """In lower case; an IPv6 address without its brackets."""
    port: int | None
    """None: the usual one."""
    user: str
    """A name that may be shown; empty where a token stands in its place."""
    password: bool
    """Whether a password, or a token, stands in it. It is not kept here."""
    path: str
    """Without a slash at its start, percent signs decoded: OWNER/REPO.git."""

    @property
    def authority(self) -> str:
        """HOST, or HOST:PORT, as it stands in an address of HTTPS."""
        return authority(self.host, self.port)


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its name, and where it answers."""

    name: str
    https_port: int | None = None
    ssh_port: int | None = None

    @property
    def authority(self) -> str:
        """HOST, or HOST:PORT, for HTTPS."""
        return authority(self.name, self.https_port)


def parse(url: str) -> Address | None:
    """Read an address; None for a path of this machine and for what is not understood."""
    if _CONTROL.search(url):
        return None
    found = _SCHEME.fullmatch(url)
    if found:
        form = SCHEMES.get(found[1])
        if form is None or found[3] is None:
            return None
        return _address(form, found[2], unquote(found[3]))
    if "://" in url:
        return None
    return _short(url)


def parse_server(text: str) -> Server | None:
    """Read HOST, HOST:PORT or an address of HTTPS as people type it; None if it is none."""
    bare = text.removeprefix("https://").rstrip("/")
    found = _address(Form.HTTPS, f"[{bare}]" if bare.count(":") > 1 and "[" not in bare else bare)
    if found is None or found.user:
        return None
    return Server(found.host, found.port)


def rewritten(url: str, wish: Wish, host: Server) -> str | None:
    """Write an address as was wished; None where it is left as it is.

    That is so where it leads elsewhere, is written so already, or is not understood.
    """
    found = parse(url)
    if found is None or not leads_to(found, host):
        return None
    if found.form.value == wish.value:
        return None
    return written(found.path, wish, host)


def written(path: str, wish: Wish, host: Server) -> str:
    """The address of a repository at a host."""
    if wish is Wish.HTTPS:
        return f"https://{host.authority}/{in_url(path)}"
    if host.ssh_port in {None, SSH_PORT}:
        return f"{SSH_USER}@{bracketed(host.name)}:{path}"
    return f"ssh://{SSH_USER}@{authority(host.name, host.ssh_port)}/{in_url(path)}"


def in_url(path: str) -> str:
    """A path as it is written behind a scheme: with percent signs."""
    return quote(path, safe=_KEPT_IN_PATHS)


def leads_to(found: Address, host: Server) -> bool:
    """Whether an address is one of that host. Of HTTPS, host and port are the server's name."""
    if found.host != host.name:
        return False
    return found.form is not Form.HTTPS or found.port == host.https_port


def bases(host: Server, wish: Wish) -> tuple[str, tuple[str, ...]]:
    """For `url.<base>.insteadOf`: the base that is wished for, and what it stands instead of."""
    https = f"https://{host.authority}/"
    short = f"{SSH_USER}@{bracketed(host.name)}:"
    long = f"ssh://{SSH_USER}@{authority(host.name, host.ssh_port)}/"
    usual = host.ssh_port in {None, SSH_PORT}
    ssh = (short, long) if usual else (long,)
    return (https, ssh) if wish is Wish.HTTPS else (ssh[0], (https,))


def without_password(url: str) -> str:
    """The address as it may be shown: stars in the place of a password or a token."""
    before, separator, rest = url.partition("://")
    if not separator:
        return url
    user, at, host = rest.partition("/")[0].rpartition("@")
    if not at:
        return url
    name, colon, _ = user.partition(":")
    # A token may stand in the place of the name as well, and then nothing else tells so.
    shown = f"{name}:***" if colon and _is_name(name) else name if _is_name(name) else "***"
    return f"{before}://{shown}@{host}{rest[len(user) + 1 + len(host) :]}"


def authority(host: str, port: int | None) -> str:
    """HOST or HOST:PORT, IPv6 in brackets."""
    return bracketed(host) if port is None else f"{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    """A host's name; an IPv6 address gets its brackets."""
    return f"[{host}]" if ":" in host else host


def _is_name(text: str) -> bool:
    """Whether that may be shown: logins have at most 39 characters and no underscore."""
    return len(text) < 40 and "_" not in text


def _short(url: str) -> Address | None:
    """`[user@]host:path`, which is SSH unless a slash comes before the colon."""
    brackets = re.match(r"(?:[^/:\[]*@)?\[[^\]/]*\]:", url)
    end = brackets.end() - 1 if brackets else url.find(":")
    slash = url.find("/")
    if end < 1 or (slash != -1 and slash < end):
        return None
    front, path = url[:end], url[end + 1 :]
    # One letter is a drive of Windows; two colons are a helper of git's for other transports.
    if len(front) == 1 or path.startswith(":"):
        return None
    return _address(Form.SSH, front, path)


def _address(form: Form, front: str, path: str = "/x") -> Address | None:
    user, host, port = "", "", ""
    brackets = _BRACKETS.fullmatch(front)
    if brackets:
        user, host, port = brackets[1] or brackets[2] or "", brackets[3], brackets[4] or ""
        if host.count(":") == 1:
            host, _, port = host.partition(":")
    else:
        user, _, rest = front.rpartition("@")
        plain = _NAME_AND_PORT.fullmatch(rest)
        if not plain:
            return None
        host, port = plain[1], plain[2] or ""
    inside = _inside(form, path)
    if not _HOST.fullmatch(host) or inside is None or (port and not 0 < int(port) < 65_536):
        return None
    name, colon, _ = user.partition(":")
    usual = {Form.HTTPS: HTTPS_PORT, Form.SSH: SSH_PORT}.get(form)
    number = int(port) if port and int(port) != usual else None
    shown = unquote(name) if _is_name(name) else ""
    return Address(form, host.lower(), number, shown, bool(colon) or shown != unquote(name), inside)


def _inside(form: Form, path: str) -> str | None:
    """The path from the root of the server's repositories; None for a home folder of somebody."""
    inside = path.lstrip("/").rstrip("/")
    if form is Form.SSH:
        inside = inside.removeprefix("~/").lstrip("/")
        if inside.startswith("~"):
            return None
    return inside if inside and not _CONTROL.search(inside) else None


def at_port(host: Server, wish: Wish, port: int | None) -> Server:
    """The host, with that port for what is wished for; None leaves it as it is."""
    if port is None:
        return host
    if wish is Wish.HTTPS:
        return replace(host, https_port=None if port == HTTPS_PORT else port)
    return replace(host, ssh_port=None if port == SSH_PORT else port)
