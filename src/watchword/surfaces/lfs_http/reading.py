"""What clients say: accepted kinds, and bodies."""

from typing import Annotated, Final, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta, Struct

from watchword.kernel.errors import Malformed
from watchword.kernel.ids import LfsLockId
from watchword.lfs import locks
from watchword.lfs.model import Claim
from watchword.lfs.ports import Wanted
from watchword.surfaces.http_kit.asgi import Receive, Scope, header
from watchword.surfaces.http_kit.body import read_body
from watchword.surfaces.lfs_http.answers import MEDIA, NotAcceptable

LARGEST_NUMBER: Final = 2**53
T = TypeVar("T")
Size = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Short = Annotated[str, Meta(max_length=1_024)]
LockNumber = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,17}$")]


class Ref(Struct):
    """The branch that somebody works on; what they may does not hang on it."""

    name: Short


class Named(Struct):
    """A file as a client names it."""

    oid: Short
    size: Size

    @property
    def claim(self) -> Claim:
        """The same as a value."""
        return Claim(self.oid, self.size)


class Batch(Struct):
    """What is asked of the batch API."""

    operation: str
    objects: list[Named]
    transfers: list[Short] | None = None
    hash_algo: Short = "sha256"
    ref: Ref | None = None


class Locking(Struct):
    """A path that is to be locked."""

    path: str
    ref: Ref | None = None


class Unlocking(Struct):
    """Whether the lock of somebody else may be ended."""

    force: bool | None = False
    ref: Ref | None = None


class Verifying(Struct):
    """Which part of the locks is wanted."""

    cursor: LockNumber | None = None
    limit: int | None = None
    ref: Ref | None = None

    @property
    def wanted(self) -> Wanted:
        """The same as a value."""
        return Wanted(most(self.limit), since=int(self.cursor or 0))


class Listing(Struct):
    """Which locks are wanted."""

    path: str | None = None
    id: LockNumber | None = None
    cursor: LockNumber | None = None
    limit: Annotated[str, Meta(pattern=r"^[0-9]{1,9}$")] | None = None
    refspec: Short | None = None

    @property
    def wanted(self) -> Wanted:
        """The same as a value."""
        return Wanted(
            most(None if self.limit is None else int(self.limit)),
            since=int(self.cursor or 0),
            path=self.path,
            lock=None if self.id is None else LfsLockId(int(self.id)),
        )


def most(limit: int | None) -> int:
    """How many are told at once: cut to what is told at most, as in all lists."""
    return locks.MOST if limit is None or limit < 1 else min(limit, locks.MOST)


def must_accept(scope: Scope) -> None:
    """Raise NotAcceptable where the client wants something else than we say."""
    wanted = header(scope, b"accept")
    if wanted is None or not wanted.strip():
        return
    kinds = {one.partition(b";")[0].strip().lower() for one in wanted.split(b",")}
    if not kinds & {MEDIA.encode(), b"*/*", b"application/*"}:
        raise NotAcceptable(f"Accept {MEDIA}.")


async def body(scope: Scope, receive: Receive, form: type[T]) -> T:
    """Read a body. Raises Malformed, TooLarge and TooSlow."""
    said = (header(scope, b"content-type") or b"").partition(b";")[0].strip().lower()
    if said != MEDIA.encode():
        raise Malformed(f"Send {MEDIA}.")
    raw = await read_body(receive)
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"The body cannot be read: {error}") from error


def query(scope: Scope) -> Listing:
    """Read which locks are wanted. Raises Malformed."""
    raw: bytes = scope.get("query_string", b"")
    try:
        pairs = dict(parse_qsl(raw.decode("ascii"), max_num_fields=20))
        return msgspec.convert({key: value for key, value in pairs.items() if value}, Listing)
    except (ValueError, msgspec.ValidationError) as error:
        raise Malformed(f"The query cannot be read: {error}") from error
