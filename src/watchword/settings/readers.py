"""How single values are read, from whichever source: each reader says what it wanted."""

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from watchword.kernel.secret import Secret

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Reader: TypeAlias = Callable[[Any], Any]
"""Takes a value as TOML, the environment or a flag gives it; raises ValueError("must be …")."""

LAST_PORT = 65535
UNITS = {"": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40}
SWITCH = {"true": True, "1": True, "yes": True, "on": True}
SWITCH |= {"false": False, "0": False, "no": False, "off": False}
USUAL_PORTS = {"https": ":443", "http": ":80"}


class SettingsError(Exception):
    """A setting is wrong; the text tells the operator which one, and what it may be."""


def whole(least: int, most: int) -> Reader:
    """Read a whole number within bounds."""

    def read(value: Any) -> int:
        number = "" if isinstance(value, bool) else str(value)
        if not re.fullmatch(r"[0-9]{1,18}", number) or not least <= int(number) <= most:
            msg = f"must be a whole number from {least} to {most}"
            raise ValueError(msg)
        return int(number)

    return read


def size(value: Any) -> int:
    """Read a number of bytes: `2147483648` or `"2 GiB"`."""
    match = re.fullmatch(r"([0-9]{1,15}) ?(KiB|MiB|GiB|TiB|)", str(value))
    if not match:
        msg = 'must be a number of bytes, or one with KiB, MiB, GiB or TiB, as in "2 GiB"'
        raise ValueError(msg)
    return int(match[1]) << UNITS[match[2]]


def switch(value: Any) -> bool:
    """Read a yes or a no."""
    try:
        return SWITCH[str(value).lower()]
    except KeyError:
        msg = "must be true or false"
        raise ValueError(msg) from None


def words(value: Any) -> tuple[str, ...]:
    """Read a list of words; in the environment they stand between commas."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        msg = "must be a list of texts"
        raise ValueError(msg)
    return tuple(part.strip().lower() for part in parts if part.strip())


def networks(value: Any) -> tuple[Network, ...]:
    """Read networks such as 10.0.0.0/8; an address alone is a network of one."""
    try:
        return tuple(ipaddress.ip_network(part) for part in words(value))
    except ValueError:
        msg = "must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"
        raise ValueError(msg) from None


OFF = ("", 0)
"""In the place of an address: nothing listens."""


def address_or_off(value: Any) -> tuple[str, int]:
    """Read where to listen, or that nothing does: `off`."""
    if value is False or str(value).lower() == "off":
        return OFF
    try:
        return address(value)
    except ValueError as error:
        msg = f"{error}, or off"
        raise ValueError(msg) from None


def address(value: Any) -> tuple[str, int]:
    """Read where to listen: 0.0.0.0:443, [::]:443, localhost:8443; port 0 takes any free one."""
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+):([0-9]{1,5})", str(value))
    if not match or int(match[2]) > LAST_PORT:
        msg = "must be HOST:PORT, such as 0.0.0.0:443 or [::]:443"
        raise ValueError(msg)
    return match[1].strip("[]"), int(match[2])


def url(value: Any) -> str:
    """Read the address that people use: scheme, host and port, nothing behind them."""
    plain = str(value).rstrip("/").lower()
    parts = urlsplit(plain)
    try:
        proper = plain == f"{parts.scheme}://{parts.netloc}" and (parts.port or 0) >= 0
    except ValueError:
        proper = False
    if not proper or not parts.hostname or not re.fullmatch(r"[a-z0-9.:/\[\]-]+", plain):
        msg = "must be like https://git.example.com, with nothing behind the host and the port"
        raise ValueError(msg)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        msg = "must begin with https:// (http:// only for this machine itself)"
        raise ValueError(msg)
    return plain.removesuffix(USUAL_PORTS[parts.scheme])


def database(value: Any) -> str:
    """Read the address of a database."""
    if not re.match(r"sqlite:////|postgresql://", str(value)):
        msg = "must begin with postgresql:// (or with sqlite:/// and an absolute path)"
        raise ValueError(msg)
    return str(value)


def prefix(value: Any) -> str:
    """Read what stands before the site's tokens."""
    if not re.fullmatch(r"[A-Za-z0-9]{0,12}", str(value)):
        msg = "must be up to 12 letters and digits"
        raise ValueError(msg)
    return str(value)


def one_of(*possible: str) -> Reader:
    """Read one of a few words."""

    def read(value: Any) -> str:
        if value not in possible:
            msg = f"must be one of {', '.join(possible)}"
            raise ValueError(msg)
        return str(value)

    return read


def host(value: Any) -> str:
    """Read the name or the address of another machine."""
    if not re.fullmatch(r"[A-Za-z0-9.:_-]{0,253}", str(value)):
        msg = "must be a host name or an address, without a port"
        raise ValueError(msg)
    return str(value)


def mailbox(value: Any) -> str:
    """Read an e-mail address."""
    if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.\[\]:-]+", str(value), re.ASCII):
        msg = "must be an email address, such as git@example.com"
        raise ValueError(msg)
    return str(value)


def file(value: Any) -> Path:
    """Read the path of a file."""
    if not isinstance(value, str | Path) or not str(value):
        msg = "must be the path of a file"
        raise ValueError(msg)
    return Path(value)


def secret(value: Any) -> Secret:
    """Read a text that must not be seen."""
    return Secret(str(value))


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
