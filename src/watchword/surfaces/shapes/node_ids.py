"""Node ids: one global name for anything that the API speaks of.

The form is GitHub's present one: letters for the kind, an underscore, and the MessagePack array
`[0, number]` in base 64 for URLs, the number in four bytes (eight where four do not hold it).
"""

import base64
import binascii
from typing import Final

USER: Final = "U"
REPOSITORY: Final = "R"
ORGANIZATION: Final = "O"
TEAM: Final = "T"
ORG_INVITATION: Final = "OMI"
STATUS: Final = "SC"
DEPLOYMENT: Final = "DE"
RELEASE: Final = "RE"
RELEASE_ASSET: Final = "RA"
DEPLOYMENT_STATUS: Final = "DES"
COMMIT: Final = "C"
COMMIT_COMMENT: Final = "CC"
TREE: Final = "T"
BLOB: Final = "B"
TAG: Final = "TA"
REF: Final = "REF"
REPOSITORY_INVITATION: Final = "RI"

ARRAY_OF_TWO: Final = b"\x92\x00"
ARRAY_OF_THREE: Final = b"\x93\x00"
TEXT_OF_BYTE: Final = b"\xd9"
TEXT_OF_TWO_BYTES: Final = b"\xda"
FOUR_BYTES: Final = b"\xce"
EIGHT_BYTES: Final = b"\xcf"


def node_id(kind: str, number: int) -> str:
    """The node id of the thing of that kind with that number."""
    small = number < 2**32
    packed = (FOUR_BYTES if small else EIGHT_BYTES) + number.to_bytes(4 if small else 8)
    return f"{kind}_{base64.urlsafe_b64encode(ARRAY_OF_TWO + packed).rstrip(b'=').decode()}"


def named_id(kind: str, repository: int, name: str) -> str:
    """The node id of a thing inside a repository that has no number: an object or a ref.

    The array is `[0, repository, name]` then, as on GitHub.
    """
    text = name.encode("utf-8", "replace")
    small = repository < 2**32
    packed = b"".join(
        (
            ARRAY_OF_THREE,
            FOUR_BYTES if small else EIGHT_BYTES,
            repository.to_bytes(4 if small else 8),
            TEXT_OF_BYTE if len(text) < 2**8 else TEXT_OF_TWO_BYTES,
            len(text).to_bytes(1 if len(text) < 2**8 else 2),
            text,
        )
    )
    return f"{kind}_{base64.urlsafe_b64encode(packed).rstrip(b'=').decode()}"


def number_of(kind: str, text: str) -> int | None:
    """The number that a node id of that kind stands for; None for any other text."""
    encoded = text.removeprefix(f"{kind}_")
    try:
        packed = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except (ValueError, binascii.Error):
        return None
    number = int.from_bytes(packed[3:])
    # Written anew and compared: there is one spelling of each, and nothing else is read.
    if number >= 2**63 or node_id(kind, number) != text:
        return None
    return number
