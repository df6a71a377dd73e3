"""Certificates of a CA of our own that can vouch for this server's names and nothing else."""

import datetime as dt
import ipaddress
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

DAY = 86_400
CA_LIFE = 3_652 * DAY
LEAF_LIFE = 397 * DAY
"""Browsers take no more than 398 days."""
RENEW_BEFORE = 60 * DAY
BACKDATED = 3_600
"""Seconds by which the clock of a client may be behind ours."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Names(Struct, frozen=True):
    """What the server is called: at least one host name and one address."""

    hosts: tuple[str, ...]
    addresses: tuple[Address, ...]


class Issued(Struct, frozen=True):
    """A certificate and its private key, as PEM (PKCS#8)."""

    certificate: bytes
    key: bytes


LOCAL = ("localhost", "127.0.0.1", "::1")


def names_of(hosts: Sequence[str]) -> Names:
    """Sort names from addresses; this machine's own are always among them.

    A name constraint limits only the kinds of name that it mentions (RFC 5280 4.2.1.10), so a CA
    with no host name, or no address, could vouch for all of that kind.
    """
    named: list[str] = []
    addresses: list[Address] = []
    for host in dict.fromkeys((*hosts, *LOCAL)):
        try:
            addresses.append(ipaddress.ip_address(host))
        except ValueError:
            named.append(host)
    return Names(tuple(named), tuple(addresses))


def make_ca(names: Names, now: int) -> Issued:
    """Make a CA for these names: path length 0, critical name constraints (RFC 5280).

    `now` is in seconds since 1970; the CA lives for ten years.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    public = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # Unlike any other, or browsers mix up the CAs of two installations on one machine.
    subject = _name(f"Watchword CA of {names.hosts[0][:32]} {public.digest.hex()[:8]}")
    permitted: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    permitted += [x509.IPAddress(ipaddress.ip_network(address)) for address in names.addresses]
    made = (
        _builder(subject, subject, key.public_key(), now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(public, critical=False)
        .sign(key, hashes.SHA256())
    )
    return _issued(made, key)


def make_leaf(ca: Issued, names: Names, now: int) -> Issued:
    """Make the server's certificate, for all of its names, signed by the CA."""
    issuer = x509.load_pem_x509_certificate(ca.certificate)
    signer = serialization.load_pem_private_key(ca.key, None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    alternatives += [x509.IPAddress(address) for address in names.addresses]
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
        issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    )
    made = (
        _builder(_name(names.hosts[0][:64]), issuer.subject, key.public_key(), now, LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(signer, hashes.SHA256())
    )
    return _issued(made, key)


def covers(ca: bytes, names: Names) -> bool:
    """Whether that CA may vouch for all of these names."""
    certificate = x509.load_pem_x509_certificate(ca)
    try:
        limits = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return False
    allowed = [one.value for one in limits.permitted_subtrees or []]
    hosts = {one for one in allowed if isinstance(one, str)}
    networks = [one for one in allowed if not isinstance(one, str)]
    return hosts.issuperset(names.hosts) and all(
        any(address in network for network in networks) for address in names.addresses
    )


def is_issued_by(leaf: bytes, ca: bytes) -> bool:
    """Whether the CA signed that certificate."""
    issuer = x509.load_pem_x509_certificate(ca)
    try:
        x509.load_pem_x509_certificate(leaf).verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def belong(certificate: bytes, key: bytes) -> bool:
    """Whether a certificate was made for that private key. Raises ValueError for what is none."""
    public = x509.load_pem_x509_certificate(certificate).public_key()
    private = serialization.load_pem_private_key(key, None)
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return public.public_bytes(*form) == private.public_key().public_bytes(*form)


def ends_at(certificate: bytes) -> int:
    """When it ends, in seconds since 1970."""
    return int(x509.load_pem_x509_certificate(certificate).not_valid_after_utc.timestamp())


def begins_at(certificate: bytes) -> int:
    """When it begins, in seconds since 1970."""
    return int(x509.load_pem_x509_certificate(certificate).not_valid_before_utc.timestamp())


def names_in(certificate: bytes) -> Names:
    """Which names a certificate is for."""
    found = x509.load_pem_x509_certificate(certificate).extensions
    try:
        listed = found.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names((), ())
    addresses = [
        one
        for one in listed.get_values_for_type(x509.IPAddress)
        if isinstance(one, ipaddress.IPv4Address | ipaddress.IPv6Address)
    ]
    return Names(tuple(listed.get_values_for_type(x509.DNSName)), tuple(addresses))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: int, life: int
) -> x509.CertificateBuilder:
    begin = dt.datetime.fromtimestamp(now - BACKDATED, dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(seconds=life))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _issued(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Issued:
    pkcs8 = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Issued(certificate.public_bytes(serialization.Encoding.PEM), pkcs8)
