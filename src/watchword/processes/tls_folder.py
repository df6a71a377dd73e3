"""DIR/tls: the CA and the server's certificate as files, made and renewed when it is time."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from watchword.kernel.clock import Clock
from watchword.processes import certificates
from watchword.processes.cannot_start import CannotStart
from watchword.processes.certificates import Issued, Names
from watchword.processes.data_folder import write
from watchword.settings import AUTHORITY, Settings

CA = AUTHORITY
CA_KEY = "tls/ca-key.pem"
SERVER = "tls/server.pem"
"""Certificate and private key in one file, so that they cannot come apart in a crash."""

PKCS8 = b"-----BEGIN PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class Tls:
    """What the web children speak TLS with; `ca` is None where the certificate is not ours."""

    certificate: Path
    key: Path
    ca: Path | None
    fingerprint: bytes
    """Changes when the certificate does."""
    news: str = field(default="", compare=False)
    """What the operator must know of this time."""


def names_of(settings: Settings) -> Names:
    """What the server is called: in its public URL, its other hosts, and where it listens."""
    listed = [settings.public_url, *(f"https://{host}" for host in settings.extra_hosts)]
    hosts = [urlsplit(url).hostname or "" for url in listed]
    return certificates.names_of([*filter(None, hosts), *_listening_at(settings.listen[0])])


def ensure(settings: Settings, clock: Clock) -> Tls | None:
    """Make what is missing, renew what ends soon; None where a proxy speaks TLS.

    Raises CannotStart for a certificate of the operator's that does not work.
    """
    if settings.no_tls:
        return None
    if settings.tls_cert and settings.tls_key:
        return _of_operator(settings.tls_cert, settings.tls_key)
    try:
        return _of_our_own(settings.data, names_of(settings), clock.seconds())
    except ValueError as error:
        folder = settings.data / "tls"
        msg = (
            f"A file in {folder} is damaged ({error}): put it back, or empty {folder} for a new CA."
        )
        raise CannotStart(msg) from error


def _of_our_own(data: Path, names: Names, now: int) -> Tls:
    ca, news = _ca(data, names, now)
    path = data / SERVER
    if not _is_good(path, ca, names, now):
        leaf = certificates.make_leaf(ca, names, now)
        write(path, leaf.certificate + leaf.key, 0o600)
    return Tls(path, path, data / CA, path.read_bytes(), news)


def _ca(data: Path, names: Names, now: int) -> tuple[Issued, str]:
    news = ""
    if (data / CA).exists() and (data / CA_KEY).exists():
        kept = Issued((data / CA).read_bytes(), (data / CA_KEY).read_bytes())
        enough = certificates.ends_at(kept.certificate) - now > certificates.LEAF_LIFE
        if (
            enough
            and certificates.belong(kept.certificate, kept.key)
            and certificates.covers(kept.certificate, names)
        ):
            return kept, ""
        why = "it may not vouch for the server's new names" if enough else "it ends soon"
        news = (
            f"A new CA was made, because of the old one: {why}. Everybody who trusted the old "
            f"{data / CA} must fetch it again."
        )
    made = certificates.make_ca(names, now)
    # Certificate last: a key without it is made anew, and one that does not belong to it as well.
    write(data / CA_KEY, made.key, 0o600)
    write(data / CA, made.certificate, 0o644)
    return made, news


def _is_good(path: Path, ca: Issued, names: Names, now: int) -> bool:
    if not path.exists():
        return False
    kept = path.read_bytes()
    return (
        certificates.is_issued_by(kept, ca.certificate)
        and certificates.belong(kept, kept)
        and certificates.names_in(kept) == names
        and certificates.ends_at(kept) - now > certificates.RENEW_BEFORE
    )


def _of_operator(certificate: Path, key: Path) -> Tls:
    try:
        chain, private = certificate.read_bytes(), key.read_bytes()
        fit = certificates.belong(chain, private)
    except (OSError, ValueError, TypeError) as error:
        msg = f"The certificate {certificate} with the key {key} cannot be used: {error}."
        raise CannotStart(msg) from None
    if not fit:
        msg = f"The key {key} does not belong to the certificate {certificate}."
        raise CannotStart(msg)
    if PKCS8 not in private:
        msg = (
            f"The key {key} is not in PKCS#8 form. Convert it: "
            f"openssl pkcs8 -topk8 -nocrypt -in {key} -out NEW.pem"
        )
        raise CannotStart(msg)
    return Tls(certificate, key, None, chain + private)


def _listening_at(host: str) -> list[str]:
    """Name where it listens, unless that means every address of the machine."""
    try:
        return [] if ipaddress.ip_address(host).is_unspecified else [host]
    except ValueError:
        return [host]
