"""What the files of repositories tell of them, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from watchword.kernel.ids import RepoId
from watchword.storage.prepared import Prepared
from watchword.storage.tables.repositories import repositories

TOLD: Final = ("licence", "language", "languages")
"""The columns that hold it; `languages` is an object in JSON, and its first key is `language`."""
LANGUAGES: Final = Prepared(
    sa.select(repositories.c.languages).where(repositories.c.id == sa.bindparam("id"))
)
DECODER: Final = msgspec.json.Decoder(dict[str, int])


class SqlLooks:
    """What was seen in files."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def note_look(
        self, repository: RepoId, licence: str | None, languages: Mapping[str, int]
    ) -> None:
        """Note the key of the licence, and the bytes of each language, most first."""
        changed = sa.update(repositories).where(repositories.c.id == repository)
        values = {
            "licence": licence,
            "language": next(iter(languages), None),
            "languages": msgspec.json.encode(languages).decode(),
        }
        self._connection.execute(changed.values(values))

    def copy_look(self, repository: RepoId, source: RepoId) -> None:
        """Note of a repository what is known of the one that its files are copied from."""
        there = repositories.alias()
        values = {
            name: sa.select(there.c[name]).where(there.c.id == source).scalar_subquery()
            for name in TOLD
        }
        changed = sa.update(repositories).where(repositories.c.id == repository)
        self._connection.execute(changed.values(values))

    def languages(self, repository: RepoId) -> Mapping[str, int] | None:
        """Bytes of each language, most first; None where nobody looked yet."""
        row = LANGUAGES.first(self._connection, id=repository)
        return None if row is None or row[0] is None else DECODER.decode(row[0])

    def without_look(self, most: int) -> Sequence[RepoId]:
        """So many of those that nobody looked at yet."""
        found = sa.select(repositories.c.id).where(repositories.c.languages.is_(None))
        ordered = found.order_by(repositories.c.id).limit(most)
        return [RepoId(one) for one in self._connection.execute(ordered).scalars()]
