"""Looks at a page as a browser would: what in it could act."""

from collections.abc import Iterator
from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster", "srcset", "ping"})
LOADS = frozenset({"script", "img", "link", "use", "source", "iframe", "object", "embed", "video"})


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    handle_startendtag = handle_starttag


def acting(html: str) -> list[str]:
    """What in the page could act, load from elsewhere, or send something elsewhere."""
    return [fault for tag, attributes in _Elements(html).found for fault in _of(tag, attributes)]


def _of(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag in {"iframe", "object", "embed", "base", "applet", "frame", "style"}:
        yield f"<{tag}>"
    if tag == "script" and not attributes.get("src", "").startswith("/static/"):
        yield "<script> of its own"
    if tag == "meta" and "http-equiv" in attributes:
        yield "<meta http-equiv>"
    for name, value in attributes.items():
        if name.startswith("on") or name in {"style", "srcdoc"}:
            yield f"<{tag} {name}>"
        if name in ADDRESSES and not _leads_well(tag, value):
            yield f"<{tag} {name}={value}>"


def _leads_well(tag: str, address: str) -> bool:
    """Whether an address is one of this server, or only a link to elsewhere."""
    if tag not in LOADS | {"form"} and address.startswith(("https://", "http://", "mailto:")):
        return True
    here = not address.startswith(("//", "/\\"))
    return (here and address.startswith(("/", "#", "?"))) or not address
