"""Pushes in GitHub's words: one `push` for each ref, `create` and `delete` beside it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from watchword.audit.model import StoredEvent
from watchword.contents.arrivals import Arrival, Arrivals, arrivals
from watchword.contents.model import Person
from watchword.contents.ports import Store
from watchword.ref_updates.model import BRANCHES, TAGS, ZERO, Command
from watchword.ref_updates.told import told_of
from watchword.surfaces.hook_delivery.scene import Look, Part, Scene
from watchword.surfaces.shapes.users import SimpleUser
from watchword.work.unit import Work


class Move(Struct, frozen=True):
    """What one ref did, and what came with it."""

    command: Command
    arrivals: Arrivals


def look_at_push(work: Work, fact: StoredEvent) -> Look:
    """Read what came with each ref of a push."""
    commands = told_of(work.pushes.commands(fact.body["push"]))

    def look(store: Store) -> Sequence[Move]:
        return [Move(one, arrivals(store, one.ref, one.old, one.new)) for one in commands]

    return look


def look_at_newest(work: Work, fact: StoredEvent) -> Look:
    """Read the newest commit of the default branch, as if it had just been pushed."""
    repository = work.repositories.by_id(fact.body["repository_id"], None)
    ref = BRANCHES + (repository.default_branch if repository else "")

    def look(store: Store) -> Sequence[Move]:
        tip = store.ref(ref.encode("utf-8", "surrogateescape"))
        if tip is None:
            return []
        head = arrivals(store, ref, tip, tip).head
        old = head.commit.parents[0] if head and head.commit.parents else ZERO
        return [Move(Command(ref, old, tip), arrivals(store, ref, old, tip))]

    return look


def pushed(scene: Scene) -> Iterable[Part]:
    """A ref moved."""
    for move in _moves(scene):
        yield Part(
            _push(scene, move),
            replaces={"repository": _repository_of_push(scene)},
        )


def created(scene: Scene) -> Iterable[Part]:
    """A branch or tag is there."""
    for move in _moves(scene):
        if move.command.creates:
            more = {
                "master_branch": scene.about.default_branch,
                "description": scene.about.description,
            }
            yield Part({**_ref(move.command), **more, "pusher_type": "user"})


def deleted(scene: Scene) -> Iterable[Part]:
    """A branch or tag is gone."""
    for move in _moves(scene):
        if move.command.deletes:
            yield Part({**_ref(move.command), "pusher_type": "user"})


def _moves(scene: Scene) -> Sequence[Move]:
    assert isinstance(scene.seen, list)
    return scene.seen


def _ref(command: Command) -> dict[str, Any]:
    """These two events tell the short name (GHES behaviour)."""
    branch = command.ref.startswith(BRANCHES)
    prefix = BRANCHES if branch else TAGS
    return {
        "ref": command.ref.removeprefix(prefix),
        "ref_type": "branch" if branch else "tag",
    }


def _push(scene: Scene, move: Move) -> dict[str, Any]:
    command, found = move.command, move.arrivals
    home = f"{scene.at.site}/{scene.about.full_name}"
    return {
        "ref": command.ref,
        "before": command.old,
        "after": command.new,
        "pusher": _pusher(scene),
        "created": command.creates,
        "deleted": command.deletes,
        "forced": found.forced,
        "base_ref": None,
        "compare": _compare(home, command),
        "commits": [_commit(home, one) for one in found.commits],
        "head_commit": _commit(home, found.head) if found.head else None,
    }


def _compare(home: str, command: Command) -> str:
    if command.creates or command.deletes:
        return f"{home}/commit/{command.old if command.deletes else command.new}"
    return f"{home}/compare/{command.old[:12]}...{command.new[:12]}"


def _commit(home: str, arrival: Arrival) -> dict[str, Any]:
    commit = arrival.commit
    return {
        "id": commit.id,
        "tree_id": commit.tree,
        "distinct": True,
        "message": commit.message.rstrip("\n"),
        "timestamp": datetime.fromtimestamp(commit.committer.at, UTC).isoformat(),
        "url": f"{home}/commit/{commit.id}",
        "author": _person(commit.author),
        "committer": _person(commit.committer),
        "added": list(arrival.added),
        "removed": list(arrival.removed),
        "modified": list(arrival.modified),
    }


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "email": person.email}


def _pusher(scene: Scene) -> dict[str, Any]:
    who = scene.sender()
    assert who is not None, "a push is about a repository"
    return {"name": who.login, "email": _email(scene, who)}


def _email(scene: Scene, user: SimpleUser) -> str:
    """An address that shows none: who listens to webhooks learns nobody's by that."""
    host = urlsplit(scene.at.site).hostname
    return f"{user.id}+{user.login}@users.noreply.{host}"


def _repository_of_push(scene: Scene) -> dict[str, Any]:
    """In this event the repository tells its times in seconds, and some more (GHES behaviour)."""
    found = scene.about
    shown = scene.shown()
    told: dict[str, Any] = msgspec.to_builtins(shown)
    told["owner"] |= {"name": shown.owner.login, "email": _email(scene, shown.owner)}
    return told | {
        "created_at": found.created_at,
        "pushed_at": found.pushed_at,
        "stargazers": told["stargazers_count"],
        "master_branch": found.default_branch,
    }
