"""OpenPGP keys made for one test."""

import os
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pysequoia
from pysequoia.packet import Packet, PacketPile

OCTAVIA = "Octavia Vigil <octavia@example.test>"


@cache
def made_by_gpg() -> str:
    """What `gpg --armor --export` says of a key of two people's names and an encryption subkey."""
    home = Path(mkdtemp(prefix="watchword-gpg-"))
    home.chmod(0o700)

    def gpg(*command: str) -> str:
        quiet = ("--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "")
        around = {"GNUPGHOME": str(home), "PATH": os.environ["PATH"]}
        done = subprocess.run(
            ["gpg", *quiet, *command], env=around, capture_output=True, text=True, check=True
        )
        return done.stdout

    try:
        gpg("--quick-generate-key", OCTAVIA, "ed25519", "sign,cert", "2y")
        lines = gpg("--list-keys", "--with-colons").splitlines()
        (fingerprint,) = [line.split(":")[9] for line in lines if line.startswith("fpr")]
        gpg("--quick-add-key", fingerprint, "cv25519", "encr", "1y")
        gpg("--quick-add-uid", fingerprint, "Octavia <other@example.test>")
        return gpg("--armor", "--export", fingerprint)
    finally:
        subprocess.run(
            ["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": str(home)}, check=False
        )


def generated(*user_ids: str) -> str:
    """A new key of that name; what a server is given of it."""
    made = pysequoia.Tsk.generate(user_ids=list(user_ids or (OCTAVIA,)))
    return str(made.extract_certificate())


def private() -> str:
    """A new key that nobody should give away."""
    return str(pysequoia.Tsk.generate(user_ids=[OCTAVIA]))


def packets(armored: str) -> list[Packet]:
    """The parts of a key."""
    return list(PacketPile.from_bytes(armored.encode()))


def joined(*parts: bytes) -> str:
    """A key put together by hand."""
    return pysequoia.armor(b"".join(parts), pysequoia.ArmorKind.PublicKey)


def spoilt(packet: Packet) -> bytes:
    """A signature with one bit turned over."""
    raw = bytearray(bytes(packet))
    raw[-5] ^= 1
    return bytes(raw)
