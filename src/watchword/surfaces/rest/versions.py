"""Versions of the API: a client picks one by a date, and gets the older one unless it does."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from watchword.kernel.errors import Malformed

FIRST: Final = b"2022-11-28"
LATEST: Final = b"2026-03-10"
KNOWN: Final = (FIRST, LATEST)


def selected(header: bytes | None) -> bytes:
    """The version that a request wants. Raises Malformed for one that there is not."""
    if header is None or header in KNOWN:
        return header or FIRST
    names = ", ".join(one.decode() for one in KNOWN)
    wanted = header[:32].decode("latin-1")
    raise Malformed(f"There is no API version '{wanted}'. This server knows {names}.")


def told_in(version: bytes, answer: object) -> object:
    """Leave out of an answer what that version of the API tells no more.

    A shape names such fields in `gone`; they disappeared with the latest version. Fields that hold
    other shapes of that kind stand in `inside`.
    """
    if version != LATEST:
        return answer
    if isinstance(answer, Sequence) and not isinstance(answer, str | bytes):
        return [told_in(version, one) for one in answer]
    gone: tuple[str, ...] = getattr(type(answer), "gone", ())
    inside: tuple[str, ...] = getattr(type(answer), "inside", ())
    if not gone and not inside:
        return answer
    changed: dict[str, Any] = dict.fromkeys(gone, msgspec.UNSET)
    changed |= {name: told_in(version, getattr(answer, name)) for name in inside}
    return msgspec.structs.replace(answer, **changed)  # type: ignore[type-var]
