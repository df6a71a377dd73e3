"""Facts about an organization, its members and teams, in GitHub's words."""

from collections.abc import Iterable
from typing import Any

from watchword.kernel.ids import TeamId
from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes.teams import team_shape


def renamed(scene: Scene) -> Iterable[Part]:
    """It has another login."""
    yield Part({"changes": {"login": {"from": scene.body["old"]}}})


def member(scene: Scene) -> Iterable[Part]:
    """Somebody came in, or went."""
    org, user = scene.organization(), scene.user(scene.body["user_id"])
    if org is None or user is None:
        return
    url = f"{scene.at.api}/orgs/{org.login}"
    membership = {
        "url": f"{url}/memberships/{user.login}",
        "state": "active",
        "role": scene.body.get("role", "unaffiliated"),
        "organization_url": url,
        "user": user,
    }
    yield Part({"membership": membership})


def invited(scene: Scene) -> Iterable[Part]:
    """Somebody was asked to come in."""
    user = scene.user(scene.body["user_id"])
    invitation = {
        "id": scene.body["invitation"],
        "login": user.login if user else None,
        "email": scene.body["email"],
        "role": scene.body["role"],
        "inviter": scene.sender(),
    }
    yield Part({"invitation": invitation, "user": user})


def team(scene: Scene) -> Iterable[Part]:
    """A team is there, or works with other repositories."""
    if found := _team(scene):
        yield Part({"team": found})


def team_gone(scene: Scene) -> Iterable[Part]:
    """A team is there no longer; of it only its number and name are left."""
    yield Part({"team": {"id": scene.body["team_id"], "name": scene.body["team"]}})


def team_member(scene: Scene) -> Iterable[Part]:
    """Somebody joined or left a team."""
    who, found = scene.user(scene.body["user_id"]), _team(scene)
    if who and found:
        yield Part({"scope": "team", "member": who, "team": found})


def _team(scene: Scene) -> Any:
    found = scene.work.teams.by_id(TeamId(scene.body["team_id"]), None)
    if found is None:
        return None
    above = None if found.parent is None else scene.work.teams.by_id(found.parent, None)
    return team_shape(found, above, scene.at)
