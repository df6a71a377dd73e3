"""Annotated tags as they are kept, with what they are called and their signature."""

from msgspec import Struct

from watchword.contents import parsing
from watchword.contents.model import AnnotatedTag
from watchword.contents.names import plain
from watchword.contents.parsing import SIGNATURE
from watchword.contents.ports import Store, Type
from watchword.contents.reading import LARGEST_COMMIT
from watchword.contents.signatures import Signed
from watchword.kernel.errors import NotFound


class TagObject(Struct, frozen=True):
    """A tag object."""

    id: str
    name: str
    tag: AnnotatedTag
    type: Type
    """Of what it leads to."""
    signed: Signed | None


def read(store: Store, name: str) -> TagObject:
    """The tag of that id. Raises NotFound when it is something else, or not there."""
    kind, data = store.read(name, LARGEST_COMMIT)
    if kind is not Type.TAG:
        raise NotFound
    found = parsing.tag(data)
    head = data.partition(b"\n\n")[0]
    called = (line for line in head.split(b"\n") if line.startswith(b"tag "))
    own_name = plain(next(called, b"").removeprefix(b"tag "))
    return TagObject(name, own_name, found, store.size(found.target)[0], _signed(data))


def _signed(data: bytes) -> Signed | None:
    """The signature below the message; what stands before it is what was signed."""
    text = data.decode("utf-8", "replace")
    found = SIGNATURE.search(text)
    return Signed(text[found.start() :], text[: found.start()]) if found else None
