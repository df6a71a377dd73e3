"""What the files of a repository tell of it, as they were looked at last."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from watchword.kernel.ids import RepoId

MOST_LANGUAGES: Final = 30
"""Languages that are noted of a repository: those in which most of it is written."""


class LookStore(Protocol):
    """What was seen in the files of repositories. Noting it is no change of a repository."""

    def note_look(
        self, repository: RepoId, licence: str | None, languages: Mapping[str, int]
    ) -> None:
        """Note the key of the licence, and the bytes of each language, most first."""

    def copy_look(self, repository: RepoId, source: RepoId) -> None:
        """Note of a repository what is known of the one that its files are copied from."""

    def languages(self, repository: RepoId) -> Mapping[str, int] | None:
        """Bytes of each language, most first; None where nobody looked yet."""

    def without_look(self, most: int) -> Sequence[RepoId]:
        """So many of those that nobody looked at yet."""
