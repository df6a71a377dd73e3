"""Objects that are written, and not kept yet: a store with some more in it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from watchword.contents.ports import Hunk, Store, Type
from watchword.kernel.errors import TooLarge


@dataclass(frozen=True, slots=True)
class NewObject:
    """An object as git keeps it."""

    id: str
    type: Type
    data: bytes = field(repr=False)


class Draft:
    """Another store, and on top of it what was written here. Nothing reaches the disk from here."""

    def __init__(self, store: Store) -> None:
        """Begin with nothing written."""
        self._store = store
        self._written: dict[str, NewObject] = {}

    @property
    def objects(self) -> Sequence[NewObject]:
        """What was written, in its order: each object after those that it names."""
        return tuple(self._written.values())

    def write(self, kind: Type, data: bytes) -> str:
        """Write an object; gives its id (gitformat-loose(5): the hash of header and content)."""
        header = f"{kind.value} {len(data)}\0".encode()
        name = hashlib.sha1(header + data, usedforsecurity=False).hexdigest()
        self._written.setdefault(name, NewObject(name, kind, data))
        return name

    def adopt(self, objects: Iterable[NewObject]) -> None:
        """Take objects that were written elsewhere."""
        self._written.update((one.id, one) for one in objects)

    def size(self, name: str) -> tuple[Type, int]:
        """Type of an object, and its bytes. Raises NotFound."""
        found = self._written.get(name)
        return self._store.size(name) if found is None else (found.type, len(found.data))

    def read(self, name: str, most: int) -> tuple[Type, bytes]:
        """An object of at most that many bytes. Raises NotFound, TooLarge."""
        found = self._written.get(name)
        if found is None:
            return self._store.read(name, most)
        if len(found.data) > most:
            raise TooLarge
        return found.type, found.data

    def complete(self, prefix: str) -> str | None:
        """The one object whose id begins like that; None when there is none, or several."""
        return self._store.complete(prefix)

    def ref(self, full_name: bytes) -> str | None:
        """The object that a ref stands on."""
        return self._store.ref(full_name)

    def refs(self, prefix: bytes, most: int) -> Sequence[tuple[bytes, str]]:
        """Refs whose full names begin like that and the objects they stand on, by name."""
        return self._store.refs(prefix, most)

    def hunks(self, before: bytes, after: bytes) -> Sequence[Hunk]:
        """The difference between two texts."""
        return self._store.hunks(before, after)
