"""What whoever asks marked and watches, looked up at once for all repositories of a document."""

from collections.abc import Mapping
from typing import Final

from watchword.kernel.ids import RepoId, UserId
from watchword.social.model import Watch
from watchword.work.unit import Work

MOST: Final = 500
"""Repositories that one statement asks for."""


class Marks:
    """Stars and watches of one person, read when the first of them is asked for."""

    def __init__(self, work: Work, user: UserId | None) -> None:
        """Read them there; nobody in particular has none."""
        self._work = work
        self._user = user
        self._expected: list[RepoId] = []
        self._starred: dict[RepoId, int] = {}
        self._watched: dict[RepoId, Watch] = {}

    def expect(self, repository: RepoId) -> None:
        """Note that a repository is part of the answer."""
        self._expected.append(repository)

    @property
    def starred(self) -> Mapping[RepoId, int]:
        """When the person marked each of them; those without a star are left out."""
        self._read()
        return self._starred

    @property
    def watched(self) -> Mapping[RepoId, Watch]:
        """What the person chose for each of them; those without a choice are left out."""
        self._read()
        return self._watched

    def _read(self) -> None:
        while self._expected and self._user is not None:
            some, self._expected = self._expected[:MOST], self._expected[MOST:]
            self._starred.update(self._work.stars.since(self._user, some))
            self._watched.update(self._work.watches.of(self._user, some))

    def forget(self, repository: RepoId) -> None:
        """Read it anew: it was just changed."""
        self._starred.pop(repository, None)
        self._watched.pop(repository, None)
        self.expect(repository)
