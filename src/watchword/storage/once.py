"""A value that is made when it is asked for first, and kept."""

from collections.abc import Callable
from typing import Generic, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class once(Generic[S, T]):  # noqa: N801 - read as a mark, as `property` is
    """Like functools.cached_property, without its lock: a unit of work is one thread's own."""

    def __init__(self, make: Callable[[S], T]) -> None:
        """Keep what makes the value."""
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[S]) -> "once[S, T]": ...

    @overload
    def __get__(self, owner: S, kind: type[S]) -> T: ...

    def __get__(self, owner: S | None, kind: type[S]) -> "once[S, T] | T":
        """Make the value; from then on it is found beside the others of its owner."""
        if owner is None:
            return self
        made = owner.__dict__[self._name] = self._make(owner)
        return made
