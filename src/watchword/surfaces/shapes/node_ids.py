"""Node ids: one global name for anything that the API speaks of.

The form is GitHub's present one: letters for the kind, an underscore, and the MessagePack array
`[0, number]` in base 64 for URLs, the number in four bytes (eight where four do not hold it).
"""

import base64
from typing import Final

USER: Final = "U"
REPOSITORY: Final = "R"

ARRAY_OF_TWO: Final = b"\x92\x00"
FOUR_BYTES: Final = b"\xce"
EIGHT_BYTES: Final = b"\xcf"


def node_id(kind: str, number: int) -> str:
    """The node id of the thing of that kind with that number."""
    small = number < 2**32
    packed = (FOUR_BYTES if small else EIGHT_BYTES) + number.to_bytes(4 if small else 8)
    return f"{kind}_{base64.urlsafe_b64encode(ARRAY_OF_TWO + packed).rstrip(b'=').decode()}"
