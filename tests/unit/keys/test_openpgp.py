"""Armored public keys: what is told of them, and that a lie in them is not told on."""

import base64
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysequoia.packet import SignatureType, Tag

from tests import openpgp as keys
from watchword.kernel.errors import Invalid
from watchword.keys import openpgp

YEAR = 365 * 86_400


def refused(text):
    with pytest.raises(Invalid) as refusal:
        openpgp.read(text)
    (error,) = refusal.value.errors
    assert (error.resource, error.field) == ("GpgKey", "armored_public_key")
    return error.message


def test_a_key_of_gpg_is_told_as_gpg_made_it():
    armored = keys.made_by_gpg()
    found = openpgp.read(armored)
    packets = keys.packets(armored)
    made = int(packets[0].key_created.timestamp())
    assert found.primary.fingerprint == packets[0].fingerprint.upper()
    assert found.primary.key_id == found.primary.fingerprint[-16:]
    assert base64.b64decode(found.primary.public_key) == bytes(packets[0])
    assert (found.primary.can_sign, found.primary.can_certify) == (True, True)
    assert (found.primary.can_encrypt_comms, found.primary.revoked) == (False, False)
    assert found.primary.expires_at == pytest.approx(made + 2 * YEAR, abs=86_400)
    assert set(found.emails) == {"octavia@example.test", "other@example.test"}
    (subkey,) = found.subkeys
    assert (subkey.can_sign, subkey.can_encrypt_comms, subkey.can_encrypt_storage) == (
        False,
        True,
        True,
    )
    assert subkey.expires_at == pytest.approx(made + YEAR, abs=86_400)


def test_signing_subkeys_are_told():
    found = openpgp.read(keys.generated("A <A@Example.Test>"))
    assert [one.can_sign for one in found.subkeys] == [True, False]
    assert found.emails == ("a@example.test",)


def test_what_was_written_anew_says_the_same():
    found = openpgp.read(f"Hello,\n\n{keys.made_by_gpg()}\n-- \nOctavia\n")
    assert found.armored.startswith(openpgp.BEGIN)
    assert "Hello" not in found.armored
    assert openpgp.read(found.armored) == found


def test_a_private_key_is_called_what_it_is():
    assert "private key" in refused(keys.private())


def test_a_private_key_under_another_heading_is_refused_as_well():
    secret = [bytes(one) for one in keys.packets(keys.private())]
    assert "private key" in refused(keys.joined(*secret))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519 AAAA",
        openpgp.BEGIN,
        f"{openpgp.BEGIN}\n\nnonsense\n-----END PGP PUBLIC KEY BLOCK-----\n",
        f"{openpgp.BEGIN}\n\n{'A' * 70_000}\n-----END PGP PUBLIC KEY BLOCK-----\n",
        keys.joined(b""),
    ],
)
def test_what_is_no_key_is_refused(text):
    assert "armored public key" in refused(text)


def test_two_keys_are_no_key():
    both = [bytes(one) for _ in range(2) for one in keys.packets(keys.generated())]
    refused(keys.joined(*both))


def test_a_key_without_any_signature_of_its_own_is_refused():
    first = keys.packets(keys.generated())[0]
    assert "signatures" in refused(keys.joined(bytes(first)))


def test_an_address_that_the_key_did_not_sign_is_not_told():
    packets = keys.packets(keys.made_by_gpg())
    second = max(n for n, one in enumerate(packets) if one.tag == Tag.UserID)
    parts = [bytes(one) for one in packets]
    parts[second + 1] = keys.spoilt(packets[second + 1])
    lost = packets[second].user_id_email
    assert lost not in openpgp.read(keys.joined(*parts)).emails


def test_an_address_that_was_put_in_without_a_signature_is_not_told():
    packets = keys.packets(keys.made_by_gpg())
    foreign = keys.packets(keys.generated("Bob <bob@example.test>"))
    name = next(one for one in foreign if one.tag == Tag.UserID)
    parts = [bytes(one) for one in packets]
    parts.insert(3, bytes(name))
    assert "bob@example.test" not in openpgp.read(keys.joined(*parts)).emails


def test_a_subkey_whose_binding_is_spoilt_is_not_told():
    packets = keys.packets(keys.made_by_gpg())
    assert packets[-1].signature_type == SignatureType.SubkeyBinding
    parts = [bytes(one) for one in packets[:-1]]
    assert openpgp.read(keys.joined(*parts, keys.spoilt(packets[-1]))).subkeys == ()


def test_a_subkey_of_another_key_is_not_told():
    mine, theirs = keys.packets(keys.made_by_gpg()), keys.packets(keys.generated())
    taken = [bytes(one) for one in theirs[4:]]
    assert [one.tag for one in theirs[4:6]] == [Tag.PublicSubkey, Tag.Signature]
    found = openpgp.read(keys.joined(*(bytes(one) for one in mine), *taken))
    assert len(found.subkeys) == 1


@settings(max_examples=150)
@given(st.data())
def test_no_damage_is_an_error(data):
    raw = bytearray(b"".join(bytes(one) for one in keys.packets(keys.made_by_gpg())))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))
    for parts in (bytes(raw), bytes(raw[:cut])):
        with contextlib.suppress(Invalid):
            openpgp.read(keys.joined(parts))
