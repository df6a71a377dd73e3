"""Pages of lists, as GitHub counts them: from 1, 30 a page, at most 100."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
S = TypeVar("S")

DEFAULT_SIZE = 30
LARGEST_SIZE = 100


class PageRequest(Struct, frozen=True):
    """Which part of a list is wanted."""

    number: int = 1
    size: int = DEFAULT_SIZE
    start: int | None = None
    """How many rows come before, where that is no number of whole pages."""

    @classmethod
    def of(cls, page: int | None, per_page: int | None) -> "PageRequest":
        """Bring what a client sent into bounds: GitHub cuts such values, it refuses none."""
        size = DEFAULT_SIZE if per_page is None or per_page < 1 else min(per_page, LARGEST_SIZE)
        # Past 2**31 the offset would leave the databases' integers; such a page is empty anyway.
        return cls(min(max(page or 1, 1), 2**31 // LARGEST_SIZE), size)

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size if self.start is None else self.start

    def part_of(self, whole: Sequence[T]) -> "Page[T]":
        """Cut the part out of a list that is there as a whole."""
        return Page(whole[self.offset : self.offset + self.size], len(whole), self)


class Page(Struct, Generic[T], frozen=True):
    """A part of a list, and how long the whole list is."""

    items: Sequence[T]
    total: int
    request: PageRequest
    more: bool | None = None
    """Whether there is another page, where nobody counts to the end; `total` is what was seen."""

    @property
    def last(self) -> int:
        """The number of the last page that holds anything; 1 for an empty list."""
        return max(1, -(-self.total // self.request.size))

    def map(self, change: Callable[[T], S]) -> "Page[S]":
        """Give the same page with each item changed."""
        return Page([change(item) for item in self.items], self.total, self.request, self.more)
