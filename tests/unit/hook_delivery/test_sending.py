"""One message on its way: what is written, where it goes, what is kept of the answer."""

import asyncio
import dataclasses
import ipaddress
import socket
import threading
import time

import pytest

from tests.receiver import Receiver
from watchword.kernel.ids import HookId, HookMessageId, RepoId
from watchword.kernel.secret import Secret
from watchword.surfaces.hook_delivery.sending import MOST_ANSWER, Sender, envelope
from watchword.webhooks.model import Config, ContentType, Hook, Message, Place

HERE = (ipaddress.ip_network("127.0.0.0/8"),)
TEXT = '{"zen":"ü & ="}'


def message(url, kind=ContentType.JSON, **more):
    place = Place.repository(RepoId(7))
    hook = Hook(HookId(5), place, Config(url, kind, **more), ("push",), True, 0, 0)
    return Message(HookMessageId(1), hook, "1234567-guid", "push", None, RepoId(7), TEXT, False, 1)


def send(message, secret=None, sender=None):
    written = envelope(message, Secret(secret) if secret else None, "git.example.test")
    return asyncio.run((sender or Sender(HERE)).send(written))


@pytest.fixture
def receiving():
    made = []

    def make(*arguments, **more):
        made.append(Receiver(*arguments, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("kind", ContentType)
def test_a_message_arrives_signed_with_githubs_headers(receiving, kind):
    receiver = receiving()
    outcome = send(message(receiver.url, kind), "it's a secret")
    (got,) = receiver.received
    assert got.payload == {"zen": "ü & ="}
    assert got.is_signed_with("it's a secret")
    assert not got.is_signed_with("its a secret")
    assert got.headers["x-hub-signature"].startswith("sha1=")
    assert got.headers["user-agent"] == "GitHub-Hookshot/1234567"
    assert got.headers["x-github-event"] == "push"
    assert got.headers["x-github-delivery"] == "1234567-guid"
    assert got.headers["x-github-hook-id"] == "5"
    assert got.headers["x-github-hook-installation-target-id"] == "7"
    assert got.headers["x-github-hook-installation-target-type"] == "repository"
    assert got.headers["x-github-enterprise-host"] == "git.example.test"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert (outcome.status_code, outcome.status, outcome.response_body) == (200, "OK", "ok")
    assert outcome.is_success
    assert outcome.duration_ms >= 0


def test_without_a_secret_nothing_is_signed(receiving):
    receiver = receiving()
    send(message(receiver.url))
    assert not [name for name in receiver.received[0].headers if "signature" in name]


def test_the_connection_goes_to_the_address_that_was_looked_up_and_checked(receiving):
    """The host has no address that a second look-up would find; the name goes along as it is."""
    receiver = receiving()

    async def resolve(host, _port):
        assert host == "hooks.example.test"
        return ["127.0.0.1"]

    url = f"http://hooks.example.test:{receiver.port}/a?b=c"
    outcome = send(message(url), sender=Sender(HERE, resolve=resolve))
    assert outcome.is_success
    assert receiver.received[0].headers["host"] == f"hooks.example.test:{receiver.port}"
    assert receiver.received[0].path == "/a?b=c"


def test_nothing_is_sent_to_an_address_that_is_not_listed(receiving):
    receiver = receiving()
    outcome = send(message(receiver.url), sender=Sender(()))
    assert (outcome.status_code, receiver.received) == (0, [])
    assert "not one that webhooks may be sent to" in outcome.status


def test_a_redirect_is_an_answer_and_not_followed(receiving):
    second = receiving()

    def elsewhere(handler):
        handler.send_response(307)
        handler.send_header("location", second.url)
        handler.end_headers()

    outcome = send(message(receiving(elsewhere).url))
    assert (outcome.status_code, outcome.status) == (307, "Invalid HTTP Response: 307")
    assert outcome.response_headers["location"] == second.url
    assert second.received == []


def test_of_a_long_answer_the_beginning_is_kept(receiving):
    def long(handler):
        handler.send_response(500)
        handler.end_headers()
        for _ in range(64):
            handler.wfile.write(b"x" * 65_536)

    outcome = send(message(receiving(long).url))
    assert outcome.status_code == 500
    assert outcome.response_body == "x" * MOST_ANSWER


def test_packed_answers_are_not_unpacked(receiving):
    def packed(handler):
        handler.send_response(200)
        handler.send_header("content-encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(b"\x1f\x8bno gzip\0")

    outcome = send(message(receiving(packed).url))
    assert outcome.is_success
    assert "no gzip\ufffd" in outcome.response_body


def test_who_says_nothing_is_left_after_the_patience(receiving):
    given_up = threading.Event()
    # Long before the patience that a sender has unless it is told.
    receiver = receiving(lambda _handler: given_up.wait(5))
    outcome = send(message(receiver.url), sender=Sender(HERE, patience=1))
    given_up.set()
    assert (outcome.status, outcome.status_code) == ("timed out", 0)


def test_who_drips_is_left_after_the_patience_too(receiving):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b".")
            time.sleep(0.1)

    assert (
        send(message(receiving(drip).url), sender=Sender(HERE, patience=0.4)).status == "timed out"
    )


def test_where_nobody_listens_nothing_connects():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = send(message(f"http://127.0.0.1:{port}/"))
    assert (outcome.status, outcome.status_code) == ("failed to connect to host", 0)


def test_what_is_no_http_is_told(receiving):
    receiver = receiving(lambda handler: handler.wfile.write(b"\0\1\2 hello\r\n\r\n"))
    assert send(message(receiver.url)).status == "failed to read the answer"


def test_a_certificate_is_checked_unless_the_hook_says_not_to(receiving, tmp_path):
    receiver = receiving(certificate=certificate(tmp_path))
    refused = send(message(receiver.url))
    assert (refused.status, receiver.received) == ("peer certificate cannot be authenticated", [])
    assert send(message(receiver.url, insecure_ssl=True)).is_success


def test_a_config_does_not_show_its_secret():
    config = dataclasses.replace(message("http://a.test/").hook.config, sealed=b"sealed")
    assert "sealed" not in repr(config)


def certificate(folder):
    """One that nobody vouches for."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
