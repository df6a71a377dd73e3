"""Which certificates are trusted for a server, and by which proxy it is reached: as git decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchword_client.host import Host


@dataclass(frozen=True, slots=True)
class Trust:
    """How a server is reached."""

    ca: Path | None = None
    """A file of certificates that are trusted instead of the system's."""
    source: str = "the system's certificates"
    """Who named it, for the person."""
    proxy: str | None = None
    """As git's `http.proxy`; the environment's proxies hold where it is None."""


class Configuration(Protocol):
    """Git's configuration."""

    def url_value(self, key: str, url: str, kind: str = "") -> str | None:
        """What counts for an address; None where unset."""
        ...


def find(
    host: Host, git: Configuration, variables: Mapping[str, str], given: Path | None = None
) -> Trust:
    """Look where git looks: option, GIT_SSL_CAINFO, `http.<url>.sslCAInfo`; then SSL_CERT_FILE.

    The environment wins over the configuration, as it does for git.
    """
    proxy = git.url_value("http.proxy", host.url) or None
    if given is not None:
        return Trust(given, "--ca", proxy)
    named = variables.get("GIT_SSL_CAINFO")
    if named:
        return Trust(Path(named), "GIT_SSL_CAINFO", proxy)
    named = git.url_value("http.sslCAInfo", host.url, "path")
    if named:
        return Trust(Path(named), "git's http.sslCAInfo", proxy)
    named = variables.get("SSL_CERT_FILE")
    if named:
        return Trust(Path(named), "SSL_CERT_FILE", proxy)
    return Trust(proxy=proxy)


def of_git(host: Host, git: Configuration, variables: Mapping[str, str]) -> Trust:
    """What git itself trusts: SSL_CERT_FILE is not its own setting, and is left to TLS."""
    found = find(host, git, {k: v for k, v in variables.items() if k != "SSL_CERT_FILE"})
    return found if found.ca is not None else Trust(proxy=found.proxy)
