"""All settings in one frozen value, each with how it is read, its default and its meaning."""

import dataclasses
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from watchword.kernel.secret import KeyRing, Secret
from watchword.settings import derived
from watchword.settings.key_ring import KEYS, parse_keys
from watchword.settings.readers import (
    OFF,
    Network,
    Reader,
    SettingsError,
    address,
    address_or_off,
    database,
    file,
    host,
    mailbox,
    networks,
    one_of,
    prefix,
    secret,
    size,
    switch,
    url,
    whole,
    words,
)

LOOPBACK = "127.0.0.1"
AUTHORITY = "tls/ca.pem"
"""The certificate of our own CA, below the data folder."""
SSH_PORT = 22
FLAGS = (
    "listen",
    "public_url",
    "no_tls",
    "behind_proxy",
    "tls_cert",
    "tls_key",
    "ssh_listen",
    "ssh_public_port",
)
"""What a running server is met by: given on its command line, no file need hold it."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Key:
    """What a setting means, and how its value is read."""

    read: Reader
    meaning: str


def several() -> int:
    """How many git processes one repository or one account may have at a time."""
    return max(2, cores())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided. Each field is a key of the file and WATCHWORD_ plus its name.

    Making one raises SettingsError where values contradict each other.
    """

    data: Path
    """The data folder, absolute."""
    listen: Annotated[tuple[str, int], Key(address, "where to listen, as HOST:PORT")] = (
        LOOPBACK,
        8443,
    )
    public_url: Annotated[str, Key(url, "the address that people use; links come from it")] = ""
    extra_hosts: Annotated[tuple[str, ...], Key(words, "other hosts (HOST or HOST:PORT)")] = ()
    workers: Annotated[int, Key(whole(1, 64), "web processes")] = field(
        default_factory=lambda: min(4, cores())
    )
    tls_cert: Annotated[Path | None, Key(file, "certificate chain (PEM), not of our CA")] = None
    tls_key: Annotated[Path | None, Key(file, "its private key (PEM, PKCS#8)")] = None
    no_tls: Annotated[bool, Key(switch, "speak plain HTTP, to a proxy that speaks TLS")] = False
    behind_proxy: Annotated[
        tuple[Network, ...], Key(networks, "networks of the proxies to trust")
    ] = ()
    http2: Annotated[bool, Key(switch, "offer HTTP/2 as well")] = False
    ssh_listen: Annotated[
        tuple[str, int] | None, Key(address_or_off, "where to listen for SSH; off: nowhere")
    ] = None
    ssh_public_port: Annotated[
        int | None, Key(whole(1, 65535), "port for SSH that people use, where another is forwarded")
    ] = None
    database_url: Annotated[str, Key(database, "postgresql://…, else SQLite in DIR")] = field(
        default="", repr=False
    )
    drain: Annotated[int, Key(whole(0, 3600), "seconds for open requests at a stop")] = 30
    token_prefix: Annotated[str, Key(prefix, "letters and digits before our tokens")] = ""
    oauth_idle_days: Annotated[
        int, Key(whole(1, 3650), "days after which an unused token of an application is dead")
    ] = 90
    strict_git_username: Annotated[
        bool, Key(switch, "refuse a token beside the login of another account")
    ] = False
    leak_revocation: Annotated[
        str,
        Key(one_of("off", "public", "all"), "end own tokens found in such repositories"),
    ] = "public"
    rate_limiting: Annotated[bool, Key(switch, "limit API requests, searches for themselves")] = (
        True
    )
    rate_limit: Annotated[int, Key(whole(1, 10**9), "API requests per hour, account")] = 5000
    rate_limit_anonymous: Annotated[
        int, Key(whole(1, 10**9), "API requests per hour and address, without a credential")
    ] = 1000
    search_limit: Annotated[int, Key(whole(1, 10**9), "searches per minute, account")] = 30
    search_limit_anonymous: Annotated[
        int, Key(whole(1, 10**9), "searches per minute and address, without a credential")
    ] = 10
    git_slots: Annotated[int, Key(whole(1, 1024), "git processes at a time")] = field(
        default_factory=lambda: max(4, 2 * cores())
    )
    git_slots_per_repository: Annotated[
        int, Key(whole(1, 1024), "git processes at a time for one repository")
    ] = field(default_factory=several)
    git_slots_per_account: Annotated[
        int, Key(whole(1, 1024), "git processes at a time for one account")
    ] = field(default_factory=several)
    git_waiting: Annotated[
        int, Key(whole(0, 100_000), "git requests that may wait, 3/4 of them for one account")
    ] = 512
    git_wait: Annotated[int, Key(whole(0, 3600), "seconds that a git request may wait")] = 600
    upkeep_percent: Annotated[
        int, Key(whole(0, 100), "percent of the time that upkeep of repositories may take; 0: none")
    ] = 25
    git_cache_bytes: Annotated[int, Key(size, "bytes of kept answers to fetches")] = 4 << 30
    max_asset_bytes: Annotated[int, Key(size, "bytes that one file of a release may have")] = (
        2 << 30
    )
    max_lfs_bytes: Annotated[int, Key(size, "bytes that one file of Git LFS may have")] = 5 << 30
    max_lfs_bytes_per_repository: Annotated[
        int, Key(size, "bytes of all Git LFS files of one repository; 0 for no bound")
    ] = 0
    max_push_bytes: Annotated[int, Key(size, "bytes that one push may carry")] = 2 << 30
    smtp_host: Annotated[str, Key(host, "mail server; without one mails go to DIR/spool")] = ""
    smtp_port: Annotated[int, Key(whole(1, 65535), "its port")] = 587
    smtp_tls: Annotated[
        str, Key(one_of("starttls", "implicit", "none"), "how the way to it is encrypted")
    ] = "starttls"
    smtp_user: Annotated[str, Key(str, "name to sign in there with, if it wants one")] = ""
    smtp_password: Annotated[Secret | None, Key(secret, "password for it (environment only)")] = (
        field(default=None, repr=False)
    )
    mail_from: Annotated[str, Key(mailbox, "address that mails come from")] = ""
    hook_networks: Annotated[
        tuple[Network, ...], Key(networks, "networks not public that webhooks may be sent to")
    ] = ()
    token_keys: Annotated[
        Secret | None, Key(secret, "token keys from a secret store (environment only)")
    ] = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse what contradicts itself; fill in what follows from the rest."""
        if complaint := _contradiction(self):
            raise SettingsError(complaint)
        found = {
            "public_url": self.public_url or derived.address_of_site(*self.listen),
            "database_url": self.database_url or f"sqlite:///{self.data / 'watchword.db'}",
        }
        found["mail_from"] = self.mail_from or derived.sender(found["public_url"])
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def key_ring(self) -> KeyRing:
        """Read the keys under which secrets are hashed, from the environment or the data folder.

        Raises SettingsError where they are missing or malformed.
        """
        if self.token_keys:
            return parse_keys(self.token_keys, "WATCHWORD_TOKEN_KEYS")
        path = self.data / KEYS
        try:
            return parse_keys(Secret(path.read_text("ascii")), str(path))
        except (OSError, UnicodeError) as error:
            msg = f"The token keys cannot be read: {error}."
            raise SettingsError(msg) from None

    def own_authority(self) -> str:
        """Read the certificate of our own CA (PEM); empty where another CA vouches for us."""
        if self.no_tls or self.tls_cert:
            return ""
        try:
            return (self.data / AUTHORITY).read_text("ascii")
        except FileNotFoundError:
            return ""

    @property
    def ssh_at(self) -> tuple[str, int] | None:
        """Where SSH is listened for; None: nowhere."""
        return None if self.ssh_listen == OFF else self.ssh_listen

    @property
    def ssh_port(self) -> int:
        """The port that addresses of repositories over SSH name."""
        return self.ssh_public_port or (self.ssh_at[1] if self.ssh_at else SSH_PORT)

    @property
    def ssh_served(self) -> bool:
        """Whether SSH is listened for, here or where a port is forwarded to."""
        return self.ssh_at is not None or self.ssh_public_port is not None

    def listening_on(self, port: int) -> "Settings":
        """Put in the port that was found where any free one was asked for (port 0)."""
        public = re.sub(r":0$", f":{port}", self.public_url)
        return dataclasses.replace(self, listen=(self.listen[0], port), public_url=public)

    def listening_for_ssh_on(self, port: int | None) -> "Settings":
        """Put in the port for SSH that was found; None: SSH is not served after all."""
        where = (self.ssh_at or self.listen)[0]
        return dataclasses.replace(self, ssh_listen=OFF if port is None else (where, port))

    def packed(self) -> str:
        """Write all of it as JSON, secrets included: for the pipe to a child and nothing else."""
        values = {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}
        return json.dumps({name: value for name, value in values.items() if value is not None})

    def told(self) -> dict[str, Any]:
        """Write what the command line of `serve` decided, without secrets."""
        return {name: _plain(getattr(self, name)) for name in FLAGS}

    def as_told(self, told: Mapping[str, Any]) -> "Settings":
        """Put in what `told` wrote. Raises KeyError, ValueError where something else did."""
        values = {name: told[name] for name in FLAGS}
        read: dict[str, Any] = {n: v if v is None else READERS[n](v) for n, v in values.items()}
        return dataclasses.replace(self, **read)

    @classmethod
    def unpacked(cls, packed: str) -> "Settings":
        """Read what `packed` wrote."""
        given = json.loads(packed)
        data = Path(given.pop("data"))
        return cls(data=data, **{name: READERS[name](value) for name, value in given.items()})


KEYS_OF_SETTINGS: dict[str, Key] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Settings, include_extras=True).items()
    if hasattr(hint, "__metadata__")
}
READERS: dict[str, Reader] = {name: key.read for name, key in KEYS_OF_SETTINGS.items()}
HIDDEN = {f.name for f in dataclasses.fields(Settings) if not f.repr}
ENVIRONMENT_ONLY = {name for name, key in KEYS_OF_SETTINGS.items() if key.read is secret}
"""Secrets: files are copied, and command lines are seen by everybody on the machine."""


def _contradiction(settings: Settings) -> str:
    if (settings.tls_cert is None) != (settings.tls_key is None):
        return "tls_cert and tls_key go together: give both or none."
    if settings.no_tls and settings.tls_cert:
        return "no_tls contradicts tls_cert: choose one."
    if settings.no_tls and not (settings.behind_proxy and settings.public_url):
        return (
            "no_tls sends tokens in clear, so it needs a proxy that speaks TLS: give behind_proxy "
            "(the proxy's address or network) and public_url (the address that people use)."
        )
    if not settings.no_tls and settings.public_url.startswith("http://"):
        return "public_url must begin with https:// unless no_tls is given."
    return _contradiction_of_mail(settings)


def _contradiction_of_mail(settings: Settings) -> str:
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        return "smtp_user and smtp_password go together: give both or none."
    if settings.smtp_user and not settings.smtp_host:
        return "smtp_user signs in to a mail server: give smtp_host as well."
    if settings.smtp_password and settings.smtp_tls == "none":
        return "smtp_tls = none would send smtp_password in clear: choose starttls or implicit."
    return ""


def _plain(value: Any) -> Any:
    """Give a value back in the form that its reader takes."""
    if isinstance(value, Secret):
        return value.text
    if value == OFF:
        return "off"
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], int):
        return f"[{value[0]}]:{value[1]}" if ":" in value[0] else f"{value[0]}:{value[1]}"
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return str(value) if isinstance(value, Path) else value
