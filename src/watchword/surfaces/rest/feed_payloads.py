"""Facts as what happened in GitHub's words: its type, and what is told of it.

Only facts come here of which the one who asks may see what they are about (storage/feeds.py).
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from watchword.access.actor import Actor
from watchword.audit.feed_model import Happening
from watchword.kernel.ids import CommitCommentId, RepoId
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.model import BRANCHES, TAGS
from watchword.ref_updates.told import told_by
from watchword.releases.events import ReleasePublished
from watchword.repositories.events import RepositoryCreated, RepositoryForked, VisibilityChanged
from watchword.social.comments.events import CommitCommented
from watchword.social.events import Starred
from watchword.surfaces.rest import commit_comments, releases_shown
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.feeds import EventPayload
from watchword.work.unit import Work

Told: TypeAlias = tuple[str, EventPayload] | None
Tells: TypeAlias = Callable[[Work, Actor, Happening, Addresses], Told]

USER: Final = "user"


def told(work: Work, actor: Actor, happening: Happening, at: Addresses) -> Told:
    """The type of what happened, and what is told of it; None where nothing is."""
    return TELLS[happening.event.name](work, actor, happening, at)


def _pushed(_work: Work, _actor: Actor, happening: Happening, _at: Addresses) -> Told:
    body, repository = happening.event.body, happening.repository
    move = told_by(body)[happening.part]
    if not move.creates and not move.deletes:
        return "PushEvent", EventPayload(
            repository_id=repository.id,
            push_id=body["push"],
            ref=move.ref,
            head=move.new,
            before=move.old,
        )
    branch = move.ref.startswith(BRANCHES)
    named = EventPayload(
        ref=move.ref.removeprefix(BRANCHES if branch else TAGS),
        ref_type="branch" if branch else "tag",
        full_ref=move.ref,
        pusher_type=USER,
    )
    if move.deletes:
        return "DeleteEvent", named
    named.master_branch, named.description = repository.default_branch, repository.description
    return "CreateEvent", named


def _created(_work: Work, _actor: Actor, happening: Happening, _at: Addresses) -> Told:
    repository = happening.repository
    return "CreateEvent", EventPayload(
        ref=None,
        ref_type="repository",
        master_branch=repository.default_branch,
        description=repository.description,
        pusher_type=USER,
    )


def _forked(work: Work, actor: Actor, happening: Happening, at: Addresses) -> Told:
    fork = work.repositories.by_id(RepoId(happening.event.body["fork"]), actor.user)
    if fork is None:
        return None
    return "ForkEvent", EventPayload(action="forked", forkee=all_shown(work, actor, [fork], at)[0])


def _shown(_work: Work, _actor: Actor, _happening: Happening, _at: Addresses) -> Told:
    return "PublicEvent", EventPayload()


def _starred(_work: Work, _actor: Actor, _happening: Happening, _at: Addresses) -> Told:
    return "WatchEvent", EventPayload(action="started")


def _commented(work: Work, _actor: Actor, happening: Happening, at: Addresses) -> Told:
    number = CommitCommentId(happening.event.body["comment"])
    found = work.commit_comments.find(happening.repository, number)
    if found is None:
        return None
    comment = commit_comments.shown(work, found, at)
    return "CommitCommentEvent", EventPayload(action="created", comment=comment)


def _released(work: Work, _actor: Actor, happening: Happening, at: Addresses) -> Told:
    found = work.releases.find(happening.repository, happening.event.body["release"])
    if found is None:
        return None
    release = releases_shown.shown(work, found, at)
    return "ReleaseEvent", EventPayload(action="published", release=release)


TELLS: Final[Mapping[str, Tells]] = {
    Pushed.name: _pushed,
    RepositoryCreated.name: _created,
    RepositoryForked.name: _forked,
    VisibilityChanged.name: _shown,
    Starred.name: _starred,
    CommitCommented.name: _commented,
    ReleasePublished.name: _released,
}
"""By the name of the fact."""
NAMES: Final = tuple(TELLS)
