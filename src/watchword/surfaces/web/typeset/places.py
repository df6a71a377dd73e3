"""Where the links and images of a Markdown file lead."""

from urllib.parse import SplitResult, quote, unquote, urlsplit

from msgspec import Struct

from watchword.surfaces.web.typeset.questions import Base

ANCHOR = "user-content-"
"""Before every id that comes from a file, so that none is taken for one of the page's own."""
DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico")
"""Endings of images that are served as such; an SVG is served as text, so it is linked."""


class Leads(Struct, frozen=True):
    """Where an address leads; `remote` when it leaves this server."""

    to: str
    remote: bool = False


def link(address: str, base: Base) -> Leads | None:
    """Where a link leads; None for one that leads nowhere."""
    parts = _split(address)
    if parts is None:
        return None
    if parts.scheme or parts.netloc:
        return Leads(_absolute(address, parts), remote=True)
    if not parts.path:
        return Leads(f"#{ANCHOR}{quote(unquote(parts.fragment))}") if parts.fragment else None
    fragment = f"#{quote(unquote(parts.fragment))}" if parts.fragment else ""
    return Leads(base.blob + _path(parts.path, base.folder) + fragment)


def image(address: str, base: Base) -> Leads | None:
    """Where an image comes from; one that is not served as an image leads to the file's page."""
    parts = _split(address)
    if parts is None or parts.scheme or parts.netloc or not parts.path:
        return link(address, base)
    path = _path(parts.path, base.folder)
    drawn = path.lower().endswith(DRAWN)
    return Leads((base.raw if drawn else base.blob) + path, remote=not drawn)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address.strip())
    except ValueError:
        return None


def _absolute(address: str, parts: SplitResult) -> str:
    """The address with its scheme: `//host` would take that of this server."""
    return address.strip() if parts.scheme else f"https:{address.strip()}"


def _path(path: str, folder: str) -> str:
    """A path of the repository: from its top with a leading slash, else from the file's folder.

    What goes up beyond the top stays there.
    """
    names = [] if path.startswith("/") else folder.split("/")
    for name in unquote(path).split("/"):
        if name == "..":
            names = names[:-1]
        elif name not in {"", "."}:
            names.append(quote(name))
    return "/".join(filter(None, names))
