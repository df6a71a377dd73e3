"""Parts of files: git-lfs resumes a download where it broke off (RFC 9110 section 14)."""

import asyncio
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

from watchword.surfaces.http_kit.asgi import Response, Scope, header
from watchword.surfaces.http_kit.streaming import Streamed

ONE_RANGE: Final = re.compile(rb"bytes=([0-9]{1,18})-([0-9]{1,18})?")
BLOCK: Final = 256 * 1_024
OFFERED: Final = (b"accept-ranges", b"bytes")


def answer(
    scope: Scope, path: Path, size: int, tag: bytes, headers: tuple[tuple[bytes, bytes], ...]
) -> Response | Streamed:
    """Give a file, or the one part of it that is wanted.

    Several parts, or what cannot be read, are answered with the whole, as the RFC allows; so is a
    part of something else than `tag` names.
    """
    told = (*headers, OFFERED, (b"etag", tag))
    wanted = ONE_RANGE.fullmatch(header(scope, b"range") or b"")
    same = header(scope, b"if-range") in {None, tag}
    if wanted is None or not same:
        return Response(200, told, file=path)
    first = int(wanted[1])
    last = min(int(wanted[2] or size), size - 1)
    if first > last:
        return Response(416, (*told, (b"content-range", b"bytes */%d" % size)))
    part = (
        (b"content-range", b"bytes %d-%d/%d" % (first, last, size)),
        (b"content-length", b"%d" % (last - first + 1)),
    )
    return Streamed(206, (*told, *part), _blocks(path, first, last - first + 1))


async def _blocks(path: Path, first: int, left: int) -> AsyncGenerator[bytes, None]:
    with await asyncio.to_thread(path.open, "rb") as file:
        file.seek(first)
        while left and (block := await asyncio.to_thread(file.read, min(left, BLOCK))):
            left -= len(block)
            yield block
