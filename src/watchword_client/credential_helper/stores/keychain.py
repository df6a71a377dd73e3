"""The keychain of the system: macOS, Windows, or the Secret Service of a Linux desktop.

Keychains find by name and cannot list, so one item holds all accounts of one place, written as in a
file. `keyring` is imported here alone, and only when it is used.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchword_client.credential_helper import entry
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.protocol import Malformed
from watchword_client.credential_helper.stores.locked import Locked

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "git-credential-watchword"
"""The name of its items; their accounts are addresses, such as https://HOST."""
NONE_AT_ALL: Final = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""Backends that keep nothing, or keep it as plain text without saying so."""
MISSING: Final = "there is no keychain here: use --store=memory, or --store=file for plain text"


class InKeychain(Locked):
    """Keeps entries in the keychain."""

    def __init__(self, folder: Path) -> None:
        """Take the folder for locks."""
        super().__init__(folder, "keychain")

    def read(self, place: Place) -> list[Entry]:
        """All that is kept for a place."""
        keychain = _keychain()
        try:
            text = keychain.get_password(SERVICE, place.address)
        except Exception as error:  # noqa: BLE001 - each backend has errors of its own
            raise _failed(error) from None
        try:
            kept = entry.read_all((text or "").encode())
        except Malformed as error:
            raise Unusable(f"what the keychain holds cannot be read: {error}") from error
        return [one for one in kept if one.place == place]

    def write(self, place: Place, entries: Sequence[Entry]) -> None:
        """Keep just these; the item goes with the last one."""
        keychain = _keychain()
        try:
            if entries:
                text = entry.write_all(entries).decode()
                keychain.set_password(SERVICE, place.address, text)
            elif keychain.get_password(SERVICE, place.address) is not None:
                keychain.delete_password(SERVICE, place.address)
        except Malformed:
            raise
        except Exception as error:  # noqa: BLE001 - each backend has errors of its own
            raise _failed(error) from None


def _keychain() -> "KeyringBackend":
    try:
        import keyring
    except ImportError as error:
        raise Unusable(MISSING) from error
    try:
        found = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - it may load what others wrote
        raise _failed(error) from None
    if type(found).__module__.startswith(NONE_AT_ALL):
        raise Unusable(MISSING)
    return found


def _failed(error: Exception) -> Unusable:
    """Name the kind of failure only: its text is somebody else's and may hold anything."""
    return Unusable(f"the keychain cannot be used: {type(error).__name__}")
