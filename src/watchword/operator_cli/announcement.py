"""What `serve` prints when the server answers: everything one needs next, ready to paste."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from watchword.kernel.secret import Secret
from watchword.operator_cli.people import FIRST_ADMIN
from watchword.processes.start import Started
from watchword.settings import Settings
from watchword.surfaces.shapes.addresses import Addresses


def announcement(started: Started, first_password: Secret | None) -> str:
    """Write it. The password is there only when the account was made just now."""
    url = started.settings.public_url
    parts = [f"Watchword answers at {url}"]
    if first_password:
        parts.append(
            "Sign in there. The password is shown once, must be changed at the first sign-in, and "
            "is void after 7 days:\n"
            f"  login     {FIRST_ADMIN}\n"
            f"  password  {first_password.text}"
        )
    if started.tls and started.tls.news:
        parts.append(started.tls.news)
    if started.tls and started.tls.ca:
        parts.append("\n".join(_trust(url, started.tls.ca)))
    parts.append(
        f"A token from {url}/settings/tokens is the password of\n  git clone {url}/USER/REPO.git"
    )
    parts.append(_ssh(started.settings))
    if _port(url):
        parts.append(
            f"This is port {_port(url)}. git, Git Credential Manager and the API work here; gh "
            "works on 443 only,\nwhich takes root's rights (or CAP_NET_BIND_SERVICE) and no other "
            "server on it."
        )
    return "\n\n".join(parts) + "\n"


def _trust(url: str, ca: Path) -> Iterator[str]:
    path = shlex.quote(str(ca))
    yield f"Its certificate comes from a CA of its own, {ca}"
    yield "  for git, as yourself:"
    # Without a slash at the end: Git Credential Manager would not find it (its key is the scope).
    yield f"    git config --global http.{url}.sslCAInfo {path}"
    yield "  for this whole machine (Debian, Ubuntu; then Fedora, RHEL):"
    yield (
        f"    sudo cp {path} /usr/local/share/ca-certificates/watchword.crt"
        " && sudo update-ca-certificates"
    )
    yield (
        f"    sudo cp {path} /etc/pki/ca-trust/source/anchors/watchword.crt && sudo update-ca-trust"
    )
    yield "  for a browser: import that file in its settings, under Certificates, Authorities"


def _ssh(settings: Settings) -> str:
    """Where keys open git, or that they do not."""
    if settings.ssh_at is None:
        return "SSH is not served: --ssh-listen HOST:PORT says where it is."
    at = Addresses(settings.public_url, settings.ssh_port)
    return (
        f"Over SSH, with a key from {at.site}/settings/keys:\n  git clone {at.ssh_url('USER/REPO')}"
    )


def _port(url: str) -> str:
    """The port, where it is not the usual one."""
    _, _, port = url.rpartition(":")
    return port if port.isdecimal() else ""
