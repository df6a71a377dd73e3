"""The keys under which secrets are hashed, as the operator keeps them: lines of ID:BASE64."""

import base64
import binascii
import re

from watchword.kernel.entropy import Entropy
from watchword.kernel.secret import KeyRing, Secret
from watchword.settings.readers import SettingsError

KEYS = "secrets/token-keys"
"""Where they are in the data folder; a backup must never hold this file and the database."""

KEY_BYTES = 32


def new_keys(entropy: Entropy) -> Secret:
    """Make the text of a key file with one new key."""
    key = base64.b64encode(entropy(KEY_BYTES)).decode()
    return Secret(
        "# Secrets are hashed with the first key; those below it stay valid for what they hashed.\n"
        f"1:{key}\n"
    )


def parse_keys(text: Secret, where: str) -> KeyRing:
    """Read keys, one a line or between commas; the first one hashes from now on.

    `where` names the source in errors, which never show a key. Raises SettingsError.
    """
    lines = [line.partition("#")[0].strip() for line in text.text.replace(",", "\n").splitlines()]
    keys: dict[str, bytes] = {}
    for line in filter(None, lines):
        name, _, encoded = line.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not re.fullmatch(r"[a-z0-9-]{1,32}", name) or name in keys or len(key) < KEY_BYTES:
            msg = (
                f"{where}: each key must be ID:BASE64, with an id of its own and at least "
                f"{KEY_BYTES} bytes in base64."
            )
            raise SettingsError(msg)
        keys[name] = key
    if not keys:
        msg = f"{where} holds no key."
        raise SettingsError(msg)
    return KeyRing(keys, next(iter(keys)))
