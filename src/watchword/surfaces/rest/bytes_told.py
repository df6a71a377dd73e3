"""Answers that are no JSON: redirects, and files and streams that no browser takes for pages."""

from urllib.parse import quote

from watchword.surfaces.http_kit.asgi import Headers, Response
from watchword.surfaces.http_kit.streaming import Streamed
from watchword.surfaces.rest.answers import Elsewhere, Stored, Stream

SANDBOX = (b"content-security-policy", b"default-src 'none'; sandbox")
"""Whatever people stored runs nothing, also where a browser is led to it (attack 61)."""


def of_bytes(
    answer: Elsewhere | Stored | Stream, told: tuple[tuple[bytes, bytes], ...]
) -> Response | Streamed:
    """Make the response, with those headers."""
    if isinstance(answer, Elsewhere):
        location = quote(answer.location, safe="/%:?&=~+,;@[]!$'()*#")
        return Response(answer.status, (*told, (b"location", location.encode("ascii"))))
    headers = (*told, *_about(answer))
    if isinstance(answer, Stored):
        return Response(200, headers, file=answer.path)
    return Streamed(200, headers, answer.blocks)


def _about(answer: Stored | Stream) -> Headers:
    named = f"attachment; filename*=UTF-8''{quote(answer.filename, safe='')}"
    about = [
        (b"content-type", answer.content_type.encode("latin-1")),
        (b"content-disposition", named.encode("ascii")),
        SANDBOX,
    ]
    if isinstance(answer, Stream) and answer.size is not None:
        about.append((b"content-length", b"%d" % answer.size))
    return about
