"""Host keys: made once, never replaced, told as clients see them."""

import subprocess

import pytest

from watchword.settings import host_keys


@pytest.fixture
def data(tmp_path):
    (tmp_path / "secrets").mkdir()
    keep(tmp_path)
    return tmp_path


def keep(data):
    for name, key in host_keys.missing(data).items():
        (data / name).write_bytes(key)
        (data / name).chmod(0o600)


def test_they_are_made_once(data):
    before = host_keys.public(data)
    assert host_keys.missing(data) == {}
    keep(data)
    assert host_keys.public(data) == before
    assert [line.split(" ")[0] for line in before.values()] == [
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
    ]


def test_one_that_was_lost_is_made_anew_and_the_other_one_stays(data):
    before = host_keys.public(data)
    host_keys.paths(data)[0].unlink()
    keep(data)
    after = host_keys.public(data)
    assert after["ECDSA"] == before["ECDSA"]
    assert after["ED25519"] != before["ED25519"]


def test_fingerprints_are_those_of_ssh_keygen(data):
    for path, line in zip(host_keys.paths(data), host_keys.public(data).values(), strict=True):
        said = subprocess.run(
            ["ssh-keygen", "-l", "-f", path], capture_output=True, text=True, check=True
        )
        assert said.stdout.split(" ")[1] == f"SHA256:{host_keys.fingerprint(line)}"


def test_without_keys_none_are_told(tmp_path):
    assert host_keys.public(tmp_path) == {}
