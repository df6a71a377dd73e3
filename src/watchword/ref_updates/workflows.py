"""Files below `.github/workflows`, which need a scope of their own (GHES behaviour)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec import Struct

from watchword.access.kinds import Kind

WITHOUT_SCOPE: Final = (
    "refusing to allow {bearer} to create or update workflow `{path}` without `workflow` scope"
)
"""GitHub's words (GHES behaviour)."""
BEARERS: Final = {Kind.CLASSIC: "a Personal Access Token", Kind.OAUTH: "an OAuth App"}


class File(Struct, frozen=True, order=True):
    """A path and what is there."""

    path: str
    content: str
    """The name of the object; for a file or a link its content, for a submodule its commit."""


Files = frozenset[File]


def first_new(brought: Files, before: Files, elsewhere: Iterable[Files]) -> str | None:
    """The first path that a ref would newly bring, None when there is none.

    What stood on the ref before is not new. Nor is what stands on a branch already, with the same
    path and content: branching off and merging need no scope. A deletion brings nothing.
    """
    fresh = brought - before
    for files in elsewhere:
        if not fresh:
            break
        fresh -= files
    return min(fresh).path if fresh else None


def refusals(
    brought: Mapping[str, tuple[Files, Files]],
    branches: Iterable[Files],
    reason: Callable[[str], str],
) -> dict[str, str]:
    """The refs that are refused, with the reason that `reason` gives for a path.

    `brought` tells for each ref what it would hold and what it holds now.
    """
    known = tuple(branches)
    found: dict[str, str] = {}
    for ref, (after, before) in brought.items():
        path = first_new(after, before, known)
        if path is not None:
            found[ref] = reason(path)
    return found


def without_scope(kind: Kind, path: str) -> str:
    """Why a credential of that kind may not bring the file at that path."""
    return WITHOUT_SCOPE.format(bearer=BEARERS[kind], path=path)
