"""Facts about a repository and who works with it, in GitHub's words."""

from collections.abc import Iterable
from typing import Any

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, UserId
from watchword.organizations.model import Organization
from watchword.repositories import owners
from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes.organizations import organization_simple
from watchword.surfaces.shapes.users import simple_user


def edited(scene: Scene) -> Iterable[Part]:
    """Description, homepage or default branch changed."""
    before = dict(zip(scene.body["fields"], scene.body.get("before", ()), strict=False))
    changes = {name: {"from": before.get(name)} for name in scene.body["fields"]}
    yield Part({"changes": changes})


def renamed(scene: Scene) -> Iterable[Part]:
    """It has another name."""
    yield Part({"changes": {"repository": {"name": {"from": scene.body["old"]}}}})


def transferred(scene: Scene) -> Iterable[Part]:
    """Another one owns it."""
    before = owners.by_id(scene.work, UserId(scene.body["before"]), None)
    told: dict[str, Any] = {}
    if isinstance(before, Organization):
        told["organization"] = organization_simple(before, scene.at)
    elif before is not None:
        told["user"] = simple_user(before, scene.at)
    yield Part({"changes": {"owner": {"from": told}}})


def shown_or_hidden(scene: Scene) -> Iterable[Part]:
    """Others see it now, or no longer."""
    yield Part(action="publicized" if scene.body["now"] == "public" else "privatized")


def made_public(scene: Scene) -> Iterable[Part]:
    """Everybody sees it now; an event of its own."""
    if scene.body["now"] == "public":
        yield Part()


def forked(scene: Scene) -> Iterable[Part]:
    """Somebody has a copy of it."""
    fork = scene.work.repositories.by_id(RepoId(scene.body["fork"]), None)
    if fork is not None:
        yield Part({"forkee": scene.shape_of(fork)})


def member(scene: Scene) -> Iterable[Part]:
    """Somebody works with it, in another way, or no longer."""
    who = scene.user(scene.body["user_id"])
    if who is not None:
        fields: dict[str, Any] = {"member": who}
        if role := scene.body.get("role"):
            fields["changes"] = _permission(role, scene.body.get("before"))
        yield Part(fields)


def _permission(now: str, before: str | None) -> dict[str, Any]:
    """GitHub has the old three names here, and the new name of the role beside them."""
    changes: dict[str, Any] = {"permission": {"to": _old_name(now)}, "role_name": {"to": now}}
    if before:
        changes["permission"]["from"] = _old_name(before)
    return changes


def _old_name(role: str) -> str:
    known = Role[role.upper()]
    if known >= Role.ADMIN:
        return "admin"
    return "write" if known >= Role.WRITE else "read"
