"""Lines of `.pub` files: which are taken, and that two spellings of a key are one."""

import base64
import contextlib
import secrets
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import ssh
from watchword.kernel.errors import Invalid
from watchword.keys import ssh_format


def refused(line):
    with pytest.raises(Invalid) as refusal:
        ssh_format.read(line)
    (error,) = refusal.value.errors
    assert (error.resource, error.field, error.code) == ("PublicKey", "key", "custom")
    assert error.message.startswith("key is invalid.")
    return error.message


def device_line(application=b"ssh:"):
    return ssh.written("sk-ssh-ed25519@openssh.com", secrets.token_bytes(32), application)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(ssh.ed25519_line, id="ed25519"),
        pytest.param(lambda: ssh.ecdsa_line("256"), id="p256"),
        pytest.param(lambda: ssh.ecdsa_line("384"), id="p384"),
        pytest.param(lambda: ssh.ecdsa_line("521"), id="p521"),
        pytest.param(lambda: ssh.rsa_line(2048), id="rsa"),
        pytest.param(device_line, id="on a security key"),
    ],
)
def test_keys_of_today_are_taken_and_lose_their_comment(make):
    line = make()
    key = ssh_format.read(f"  {line} octavia@laptop  of 2027\n")
    assert key.text == line
    assert key.comment == "octavia@laptop  of 2027"
    assert key.kind == line.split()[0]


def test_the_fingerprint_is_that_of_ssh_keygen(tmp_path):
    file = tmp_path / "key.pub"
    file.write_text(ssh.ecdsa_line("256") + " me\n")
    told = subprocess.run(
        ["ssh-keygen", "-l", "-f", file], capture_output=True, text=True, check=True
    ).stdout
    assert ssh_format.read(file.read_text()).fingerprint == told.split()[1]


def test_a_key_has_one_spelling_only():
    kind, encoded = ssh.rsa_line(2048).split()
    blob = base64.b64decode(encoded)
    # The exponent with a byte of nothing before it is the same number (RFC 4251, 5: must not be).
    longer = blob.replace(b"\x00\x00\x00\x03\x01\x00\x01", b"\x00\x00\x00\x04\x00\x01\x00\x01")
    assert longer != blob
    other = f"{kind} {base64.b64encode(longer).decode()}"
    try:
        read = ssh_format.read(other)
    except Invalid:
        return
    assert read.fingerprint == ssh_format.read(f"{kind} {encoded}").fingerprint


def test_weak_keys_are_refused_with_the_reason():
    assert "2048 bits" in refused(ssh.rsa_line(1024))
    assert "DSA" in refused(ssh.written("ssh-dss", *[b"\x01"] * 4))


def test_a_private_key_is_called_what_it_is():
    assert "private key" in refused("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n")


@pytest.mark.parametrize(
    "line",
    [
        "",
        " \n",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 é",
        "ssh-rsa AAAAB3NzaC1yc2E=",
        'from="10.0.0.0/8" ssh-ed25519 AAAA',
        "ssh-ed25519-cert-v01@openssh.com AAAA",
        "x" * 20_000,
        "ssh-ed25519 " + "A" * 20_000,
    ],
)
def test_what_is_no_key_is_refused(line):
    assert "'ssh-ed25519'" in refused(line)


def test_one_line_is_one_key():
    refused(f"{ssh.ed25519_line()}\n{ssh.ed25519_line()}")


def test_a_key_that_says_it_is_of_another_kind_is_refused():
    _, encoded = ssh.ed25519_line().split()
    refused(f"ssh-rsa {encoded}")


def test_what_hangs_on_a_key_is_refused():
    kind, encoded = ssh.ed25519_line().split()
    refused(f"{kind} {base64.b64encode(base64.b64decode(encoded) + b'more').decode()}")
    refused(f"{kind} {base64.b64encode(base64.b64decode(encoded)[:-1]).decode()}")


@given(st.text(max_size=80), st.binary(max_size=80))
def test_no_line_is_an_error(text, blob):
    for line in (text, *(f"{k} {base64.b64encode(blob).decode()}" for k in ssh_format.KINDS)):
        with contextlib.suppress(Invalid):
            ssh_format.read(line)
