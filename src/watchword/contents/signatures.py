"""The signature of a commit, and what was signed (gitformat-signature(5))."""

from msgspec import Struct

from watchword.contents.model import Commit
from watchword.contents.ports import Store
from watchword.contents.reading import LARGEST_COMMIT

HEADER = b"gpgsig "
CONTINUED = b" "


class Signed(Struct, frozen=True):
    """A signature that nobody checked, and the bytes that it is about."""

    signature: str
    payload: str


def signed(store: Store, commit: Commit) -> Signed | None:
    """The signature of a commit; None where it has none."""
    if not commit.is_signed:
        return None
    return split(store.read(commit.id, LARGEST_COMMIT)[1])


def split(data: bytes) -> Signed:
    """Take the signature out of a commit: what is left is what was signed."""
    head, blank, text = data.partition(b"\n\n")
    kept: list[bytes] = []
    signature: list[bytes] = []
    inside = False
    for line in head.split(b"\n"):
        inside = line.startswith(HEADER) or (inside and line.startswith(CONTINUED))
        if inside:
            signature.append(line.removeprefix(HEADER).removeprefix(CONTINUED))
        else:
            kept.append(line)
    payload = b"\n".join(kept) + blank + text
    return Signed(
        b"\n".join(signature).decode("utf-8", "replace"), payload.decode("utf-8", "replace")
    )
