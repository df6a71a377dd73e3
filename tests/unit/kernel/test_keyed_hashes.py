"""The hash under which secrets are kept."""

import hmac

import pytest

from watchword.kernel.secret import KeyRing, Secret


@pytest.mark.parametrize("length", [32, 64, 65, 200])
def test_it_is_hmac_of_purpose_and_secret(length):
    key = bytes(range(length))
    digest = KeyRing({"a": key}, "a").digest("token", Secret("ghp_x"))
    assert digest == hmac.digest(key, b"token\0ghp_x", "sha256")


def test_purposes_and_keys_are_kept_apart():
    ring, secret = KeyRing({"a": b"a" * 32, "b": b"b" * 32}, "b"), Secret("x")
    hashes = [*ring.digests("token", secret), *ring.digests("session", secret)]
    assert len(set(hashes)) == 4
    assert ring.digest("token", secret) == hashes[0] == ring.digest("token", secret)
