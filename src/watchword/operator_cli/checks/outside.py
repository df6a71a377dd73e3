"""What is outside: the certificate, the server at its public address, the mail server."""

import contextlib
import http.client
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib

from watchword.app import SPOOL, relay_of
from watchword.operator_cli.checks.finding import Finding, bad, doubtful, good
from watchword.processes import certificates, tls_folder
from watchword.processes.certificates import DAY
from watchword.settings import Settings

PATIENCE = 10
"""Seconds for an answer."""
REQUEST_ID = "X-GitHub-Request-Id"


def certificate(settings: Settings, now: int) -> Iterator[Finding]:
    """Whether the certificate lives, for how long, and for which names."""
    if settings.no_tls:
        yield good("TLS is the proxy's")
        return
    path = settings.tls_cert or settings.data / tls_folder.SERVER
    try:
        content = path.read_bytes()
        ends = certificates.ends_at(content)
        names = certificates.names_in(content)
    except FileNotFoundError:
        yield doubtful("there is no certificate yet", "The server makes one as it starts.")
        return
    except (OSError, ValueError) as error:
        yield bad(f"{path} cannot be read: {error}", "Put it back, or remove it to have a new one.")
        return
    days = (ends - now) // DAY
    if certificates.begins_at(content) > now or days < 0:
        yield bad(f"the certificate {path} is not valid now", "Set the clock, or renew it.")
    elif days < 14:
        yield doubtful(f"the certificate {path} ends in {days} days", "Renew it.")
    else:
        yield good(f"certificate {path}, {days} days left")
    host = urlsplit(settings.public_url).hostname or ""
    if (
        host not in names.hosts
        and host not in map(str, names.addresses)
        and not _star(host, names.hosts)
    ):
        yield bad(
            f"the certificate {path} is not for {host}",
            "Get one for that name, or set public_url to a name that it is for.",
        )


def answer(url: str, data: Path, *, served: bool) -> Iterator[Finding]:
    """Whether the public address answers, and with the header that clients look for.

    `served` says whether a server runs on this folder now.
    """
    if not served:
        yield doubtful("no server runs on this folder", f"Start it: watchword serve --data {data}")
        return
    ca = data / tls_folder.CA
    try:
        status, request_id = _asked(url, ca)
    except ssl.SSLCertVerificationError as error:
        yield bad(
            f"{url}: its certificate is not trusted here: {error.verify_message}",
            f"If a proxy speaks TLS there, look at its certificate; else trust {ca}.",
        )
    except (OSError, http.client.HTTPException) as error:
        yield bad(
            f"{url} does not answer: {error}",
            "Look at DNS, firewall and proxy, or set public_url to the address that people use.",
        )
    else:
        if request_id:
            yield good(f"{url} answers ({status}) with {REQUEST_ID}")
        else:
            yield bad(
                f"{url} answers ({status}) without {REQUEST_ID}",
                "Something else answers there, or the proxy takes the header away: pass it on, or "
                "Git Credential Manager takes this host for another product, for good.",
            )


def mail(settings: Settings) -> Iterator[Finding]:
    """Where mails go, and whether the mail server takes any."""
    relay = relay_of(settings)
    if relay is None:
        yield good(f"mail goes to {settings.data / SPOOL}: no smtp_host is set")
        return
    named = f"mail goes through {relay.host}:{relay.port} ({relay.encryption.value})"
    try:
        relay.probe()
    except (OSError, ValueError, aiosmtplib.SMTPException) as error:
        yield bad(
            f"{named}, which does not answer as it should: {error}",
            "Look at smtp_host, smtp_port, smtp_tls, smtp_user and WATCHWORD_SMTP_PASSWORD; mails "
            "wait for some five hours.",
        )
    else:
        yield good(f"{named}, from {settings.mail_from}")


def _asked(url: str, ca: Path) -> tuple[int, str | None]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        trust = ssl.create_default_context()
        with contextlib.suppress(FileNotFoundError):
            trust.load_verify_locations(ca)
        connection = http.client.HTTPSConnection(host, parts.port, timeout=PATIENCE, context=trust)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/status")
        got = connection.getresponse()
        return got.status, got.getheader(REQUEST_ID)


def _star(host: str, names: tuple[str, ...]) -> bool:
    """Whether a name such as *.example.com stands for that host."""
    return f"*.{host.partition('.')[2]}" in names
