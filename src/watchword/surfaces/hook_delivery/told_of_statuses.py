"""What was reported about commits, and deployments of them, in GitHub's words."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from watchword.audit.model import StoredEvent
from watchword.contents import reading, signatures
from watchword.contents.model import Commit
from watchword.contents.ports import Store
from watchword.contents.signatures import Signed
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import UserId
from watchword.ref_updates.model import BRANCHES
from watchword.statuses.model import Deployment
from watchword.surfaces.hook_delivery.scene import Look, Part, Scene
from watchword.surfaces.shapes import commits, statuses
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.statuses import Creators
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

MOST_BRANCHES: Final = 10
"""Branches that stand on the commit (GHES behaviour)."""
MOST_READ: Final = 1_000
"""Branches among which they are looked for."""


class Reported(Struct, frozen=True):
    """A commit that was reported about, and the branches that stand on it."""

    commit: Commit
    signed: Signed | None
    branches: tuple[str, ...]


def look_at_commit(_work: Work, fact: StoredEvent) -> Look:
    """Read the commit of a status."""
    sha = fact.body["sha"]

    def look(store: Store) -> Reported | None:
        try:
            found = reading.commit(store, sha)
        except NotFound:
            return None
        prefix = BRANCHES.encode()
        names = (
            name.removeprefix(prefix).decode("utf-8", "replace")
            for name, target in store.refs(prefix, MOST_READ)
            if target == sha
        )
        return Reported(found, signatures.signed(store, found), tuple(names)[:MOST_BRANCHES])

    return look


def status(scene: Scene) -> Iterable[Part]:
    """A commit was reported about."""
    about, seen = scene.about, scene.seen
    found = scene.work.statuses.find(about.id, scene.body["status"])
    if found is None or not isinstance(seen, Reported):
        return
    told = statuses.status(found, about.full_name, _by(scene, found.creator), scene.at)
    places = commits.Places(about, scene.at)
    comments = scene.work.commit_comments.counts(about.id, [found.sha]).get(found.sha, 0)
    tip = {"sha": found.sha, "url": f"{places.api}/commits/{found.sha}"}
    protected = {one.pattern for one in scene.work.protections.of(about.id)}
    yield Part(
        {
            "id": found.id,
            "sha": found.sha,
            "name": about.full_name,
            "avatar_url": told.avatar_url,
            "target_url": told.target_url,
            "context": told.context,
            "description": told.description,
            "state": told.state.value,
            "commit": commits.commit(
                seen.commit, seen.signed, _people(scene, seen), places, comments
            ),
            "branches": [
                {"name": name, "commit": tip, "protected": name in protected}
                for name in seen.branches
            ],
            "created_at": told.created_at,
            "updated_at": told.updated_at,
        }
    )


def deployment(scene: Scene) -> Iterable[Part]:
    """A deployment was asked for."""
    found = _deployment(scene)
    if found is not None:
        told = statuses.deployment(found, _by(scene, found.creator), scene.at)
        yield Part({"deployment": told, "workflow": None, "workflow_run": None})


def deployment_status(scene: Scene) -> Iterable[Part]:
    """A deployment went on."""
    found = _deployment(scene)
    if found is None:
        return
    state = scene.work.deployments.status(found.id, scene.body["status"])
    if state is None:
        return
    name, by = scene.about.full_name, _by(scene, found.creator, state.creator)
    fields: dict[str, Any] = {
        "deployment_status": statuses.deployment_status(state, name, by, scene.at),
        "deployment": statuses.deployment(found, by, scene.at),
        "check_run": None,
        "workflow": None,
        "workflow_run": None,
    }
    yield Part(fields)


def _deployment(scene: Scene) -> Deployment | None:
    return scene.work.deployments.find(scene.about, scene.body["deployment"])


def _by(scene: Scene, *creators: UserId | None) -> Creators:
    return {one: scene.user(one) for one in creators} | {None: None}


def _people(scene: Scene, seen: Reported) -> dict[str, SimpleUser]:
    wrote = (seen.commit.author, seen.commit.committer)
    emails = {one.email.lower() for one in wrote if "\0" not in one.email}
    return _accounts(scene.work, emails, scene.at)


def _accounts(work: Work, emails: set[str], at: Addresses) -> dict[str, SimpleUser]:
    return {email: simple_user(one, at) for email, one in work.users.by_emails(emails).items()}
