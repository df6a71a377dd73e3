"""Parts of lists, and the links between them (RFC 8288)."""

from collections.abc import Iterable, Mapping
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from watchword.kernel.pagination import Page, PageRequest

T = TypeVar("T")


class Paged(msgspec.Struct, kw_only=True):
    """What every list may be asked for."""

    page: int | None = None
    per_page: int | None = None

    @property
    def request(self) -> PageRequest:
        """The part that is wanted; values out of bounds are cut, not refused."""
        return PageRequest.of(self.page, self.per_page)


def link(page: Page[T], site: str, path: str, query: Mapping[str, str]) -> bytes | None:
    """The `Link` header: absolute, on the public URL; None when all is on one page.

    gh glues a link without host onto its own prefix, so the whole address it is.
    """
    number, last = page.request.number, page.last
    named: list[tuple[str, int]] = []
    if number > 1:
        named.append(("prev", number - 1 if page.more is not None else min(number - 1, last)))
    if page.more:
        named.append(("next", number + 1))
    elif page.more is None and number < last:
        named += [("next", number + 1), ("last", last)]
    if number > 1:
        named.append(("first", 1))
    base = site + quote(path, safe="/%~")
    return ", ".join(_links(named, base, query)).encode("ascii") or None


def _links(named: Iterable[tuple[str, int]], base: str, query: Mapping[str, str]) -> Iterable[str]:
    for name, number in named:
        yield f'<{base}?{urlencode({**query, "page": number})}>; rel="{name}"'
