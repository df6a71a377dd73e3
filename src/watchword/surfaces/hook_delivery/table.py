"""Which facts are told to webhooks, and as which of GitHub's events. One row for each."""

from collections import defaultdict
from typing import Final

from watchword.ref_updates.events import Pushed
from watchword.repositories.events import (
    CollaboratorAdded,
    CollaboratorChanged,
    CollaboratorRemoved,
    RepositoryArchived,
    RepositoryCreated,
    RepositoryRenamed,
    RepositoryUnarchived,
    RepositoryUpdated,
    VisibilityChanged,
)
from watchword.surfaces.hook_delivery import told_of_hooks as of_hooks
from watchword.surfaces.hook_delivery import told_of_refs as of_refs
from watchword.surfaces.hook_delivery import told_of_repositories as of_repositories
from watchword.surfaces.hook_delivery.scene import Row
from watchword.webhooks.events import HookPinged, HookTested

ROWS: Final[tuple[Row, ...]] = (
    Row(HookPinged, "ping", tell=of_hooks.pinged, only=True),
    Row(HookTested, "push", tell=of_refs.pushed, look=of_refs.look_at_newest, only=True),
    Row(Pushed, "push", tell=of_refs.pushed, look=of_refs.look_at_push),
    Row(Pushed, "create", tell=of_refs.created, look=of_refs.look_at_push),
    Row(Pushed, "delete", tell=of_refs.deleted, look=of_refs.look_at_push),
    Row(RepositoryCreated, "repository", "created"),
    Row(RepositoryUpdated, "repository", "edited", of_repositories.edited),
    Row(RepositoryRenamed, "repository", "renamed", of_repositories.renamed),
    Row(RepositoryArchived, "repository", "archived"),
    Row(RepositoryUnarchived, "repository", "unarchived"),
    Row(VisibilityChanged, "repository", tell=of_repositories.shown_or_hidden),
    Row(VisibilityChanged, "public", tell=of_repositories.made_public),
    Row(CollaboratorAdded, "member", "added", of_repositories.member),
    Row(CollaboratorChanged, "member", "edited", of_repositories.member),
    Row(CollaboratorRemoved, "member", "removed", of_repositories.member),
)


def _by_fact() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = defaultdict(tuple)
    for row in ROWS:
        found[row.fact.name] += (row,)
    return dict(found)


BY_FACT: Final = _by_fact()
"""The rows by the name of the fact."""
