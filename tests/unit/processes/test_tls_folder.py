"""The CA that a server makes for itself, its certificate, and when either is made anew."""

import ipaddress
import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.x509.verification import VerificationError

from watchword.processes import certificates, tls_folder
from watchword.processes.cannot_start import CannotStart
from watchword.processes.certificates import DAY, Issued
from watchword.settings import Settings

NOW = 1_800_000_000


class At:
    def __init__(self, now):
        self.now = now

    def seconds(self):
        return self.now

    def milliseconds(self):
        return self.now * 1000


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "tls").mkdir()
    return Settings(
        data=tmp_path,
        public_url="https://git.example.com",
        extra_hosts=("code.example.com:8443",),
        listen=("10.1.2.3", 8443),
    )


def load(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def extension(certificate, kind):
    return certificate.extensions.get_extension_for_class(kind)


def test_the_ca_may_vouch_for_this_server_and_for_nothing_else(settings):
    ca = load(tls_folder.ensure(settings, At(NOW)).ca)

    basic = extension(ca, x509.BasicConstraints)
    assert basic.critical
    assert (basic.value.ca, basic.value.path_length) == (True, 0)
    limits = extension(ca, x509.NameConstraints)
    assert limits.critical
    assert [one.value for one in limits.value.permitted_subtrees] == [
        "git.example.com",
        "code.example.com",
        "localhost",
        ipaddress.ip_network("10.1.2.3"),
        ipaddress.ip_network("127.0.0.1"),
        ipaddress.ip_network("::1"),
    ]


def verify(ca, leaf, name):
    """Verify as a client does (RFC 5280, by an implementation that is not ours)."""
    from cryptography.x509 import verification

    store = verification.Store([x509.load_pem_x509_certificate(ca)])
    at = datetime.fromtimestamp(NOW, UTC).replace(tzinfo=None)
    verifier = verification.PolicyBuilder().store(store).time(at).build_server_verifier(name)
    verifier.verify(x509.load_pem_x509_certificate(leaf), [])


def test_clients_trust_it_for_its_names_and_for_no_other_although_it_signs_one(settings):
    made = tls_folder.ensure(settings, At(NOW))
    ca = Issued(made.ca.read_bytes(), (settings.data / tls_folder.CA_KEY).read_bytes())
    for name in (
        x509.DNSName("git.example.com"),
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("10.1.2.3")),
        x509.IPAddress(ipaddress.ip_address("::1")),
    ):
        verify(ca.certificate, made.fingerprint, name)
    for host in ("bank.example", "example.com", "10.1.2.4", "::2"):
        stolen = certificates.make_leaf(ca, certificates.names_of([host]), NOW)
        try:
            name = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        with pytest.raises(VerificationError):
            verify(ca.certificate, stolen.certificate, name)


def test_a_ca_for_an_address_alone_is_limited_in_host_names_too(tmp_path):
    names = certificates.names_of(["10.1.2.3"])
    ca = certificates.make_ca(names, NOW).certificate
    assert certificates.covers(ca, names)
    assert not certificates.covers(ca, certificates.names_of(["bank.example"]))
    assert names.hosts == ("localhost",)


def test_the_certificate_is_for_all_names_and_lives_for_397_days(settings):
    made = tls_folder.ensure(settings, At(NOW))
    leaf = load(made.certificate)
    assert certificates.names_in(made.certificate.read_bytes()) == tls_folder.names_of(settings)
    life = leaf.not_valid_after_utc - leaf.not_valid_before_utc
    assert life.days == 397
    assert leaf.not_valid_before_utc.timestamp() < NOW


def test_keys_are_for_the_owner_alone(settings):
    made = tls_folder.ensure(settings, At(NOW))
    for path in (made.key, settings.data / tls_folder.CA_KEY):
        assert path.stat().st_mode & 0o777 == 0o600
    assert made.ca.stat().st_mode & 0o777 == 0o644


def test_openssl_takes_certificate_and_key_from_the_one_file(settings):
    made = tls_folder.ensure(settings, At(NOW))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)


def test_nothing_is_made_anew_before_its_time(settings):
    first = tls_folder.ensure(settings, At(NOW))
    again = tls_folder.ensure(settings, At(NOW + 330 * DAY))
    assert again == first
    assert not again.news


def test_the_certificate_is_renewed_by_the_same_ca_before_it_ends(settings):
    first = tls_folder.ensure(settings, At(NOW))
    ca = first.ca.read_bytes()
    later = tls_folder.ensure(settings, At(NOW + 338 * DAY))
    assert later.fingerprint != first.fingerprint
    assert later.ca.read_bytes() == ca
    assert not later.news
    assert certificates.is_issued_by(later.fingerprint, ca)


def test_a_new_name_takes_a_new_ca_and_the_operator_is_told(settings):
    first = tls_folder.ensure(settings, At(NOW)).ca.read_bytes()
    moved = Settings(data=settings.data, public_url="https://git.example.org")
    made = tls_folder.ensure(moved, At(NOW))
    assert made.ca.read_bytes() != first
    assert "may not vouch for the server's new names" in made.news
    assert "must fetch it again" in made.news


def test_a_name_less_takes_only_a_new_certificate(settings):
    first = tls_folder.ensure(settings, At(NOW))
    ca = first.ca.read_bytes()
    fewer = Settings(
        data=settings.data, public_url="https://git.example.com", listen=("10.1.2.3", 1)
    )
    made = tls_folder.ensure(fewer, At(NOW))
    assert made.ca.read_bytes() == ca
    assert made.fingerprint != first.fingerprint


def test_a_ca_that_ends_before_its_next_certificate_would_is_replaced_in_time(settings):
    tls_folder.ensure(settings, At(NOW))
    made = tls_folder.ensure(settings, At(NOW + certificates.CA_LIFE - 396 * DAY))
    assert "it ends soon" in made.news


def test_what_a_crash_left_half_done_is_made_again(settings):
    tls_folder.ensure(settings, At(NOW))
    other = certificates.make_ca(certificates.names_of([]), NOW)
    (settings.data / tls_folder.CA_KEY).write_bytes(other.key)
    made = tls_folder.ensure(settings, At(NOW))
    ca = made.ca.read_bytes()
    assert certificates.belong(ca, (settings.data / tls_folder.CA_KEY).read_bytes())
    assert certificates.is_issued_by(made.fingerprint, ca)


def test_a_damaged_file_is_named(settings):
    tls_folder.ensure(settings, At(NOW))
    (settings.data / tls_folder.CA).write_text("-----BEGIN")
    with pytest.raises(CannotStart, match="damaged"):
        tls_folder.ensure(settings, At(NOW))


def test_a_certificate_of_the_operators_is_used_as_it_is(settings, tmp_path):
    ca = certificates.make_ca(certificates.names_of(["x.example"]), NOW)
    leaf = certificates.make_leaf(ca, certificates.names_of(["x.example"]), NOW)
    cert, key = tmp_path / "c.pem", tmp_path / "k.pem"
    cert.write_bytes(leaf.certificate)
    key.write_bytes(leaf.key)
    given = Settings(data=tmp_path, tls_cert=cert, tls_key=key)
    made = tls_folder.ensure(given, At(NOW))
    assert (made.certificate, made.key, made.ca) == (cert, key, None)
    assert not (tmp_path / "tls/ca.pem").exists()

    key.write_bytes(certificates.make_leaf(ca, certificates.names_of([]), NOW).key)
    with pytest.raises(CannotStart, match="does not belong"):
        tls_folder.ensure(given, At(NOW))
    key.write_text("nothing")
    with pytest.raises(CannotStart, match="cannot be used"):
        tls_folder.ensure(given, At(NOW))


def test_a_key_in_the_old_form_is_refused_with_the_command_that_converts_it(tmp_path):
    from cryptography.hazmat.primitives import serialization

    ca = certificates.make_ca(certificates.names_of([]), NOW)
    key = serialization.load_pem_private_key(ca.key, None)
    old = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    (tmp_path / "c.pem").write_bytes(ca.certificate)
    (tmp_path / "k.pem").write_bytes(old)
    given = Settings(data=tmp_path, tls_cert=tmp_path / "c.pem", tls_key=tmp_path / "k.pem")
    with pytest.raises(CannotStart, match="openssl pkcs8 -topk8 -nocrypt"):
        tls_folder.ensure(given, At(NOW))


def test_behind_a_proxy_there_is_none(tmp_path):
    import ipaddress

    given = Settings(
        data=tmp_path,
        no_tls=True,
        public_url="https://x.example",
        behind_proxy=(ipaddress.ip_network("127.0.0.1"),),
    )
    assert tls_folder.ensure(given, At(NOW)) is None
