"""Addresses that lead on from a request: to the sign-in page, to a new name, back to the page."""

from typing import Final
from urllib.parse import quote

from watchword.surfaces.web.carried_query import carried, leading_on
from watchword.surfaces.web.errors import Moved, MovedInside
from watchword.surfaces.web.signing_in import LOGIN
from watchword.surfaces.web.visit import Visit

SAFE: Final = frozenset({"GET", "HEAD"})
OF_DEVICES: Final = frozenset({"user_code"})
"""A code that a link brought stands nowhere on the page, not even in a hidden field (attack 31)."""


def as_header(path: str) -> str:
    """Give a path as it came, for `Location`: escaped already; what is not, no header may hold."""
    return quote(path, safe="/%", encoding="latin-1")


def asked_for(here: Visit) -> str:
    """Give the path and query of the request, without credentials and codes of devices."""
    query = carried(here.request.url.query, left_out=OF_DEVICES)
    path = as_header(here.raw_path)
    return f"{path}?{query}" if query else path


def sign_in(here: Visit) -> str:
    """Give the address of the sign-in page, which leads back to what was looked for."""
    if here.request.method not in SAFE or here.raw_path == "/":
        return LOGIN
    wanted = leading_on(here.raw_path, here.request.url.query)
    return f"{LOGIN}?return_to={quote(wanted, safe='/')}"


def elsewhere(path: str, query: str, moved: Moved | MovedInside) -> tuple[int, str]:
    """Give how and where a request is led on to that came with that path and query."""
    if isinstance(moved, MovedInside):
        return 302, leading_on(moved.path, query)
    _, _, _, *rest = path.split("/", 3)
    return 301, leading_on(as_header("/".join(("", moved.full_name, *rest))), query)
