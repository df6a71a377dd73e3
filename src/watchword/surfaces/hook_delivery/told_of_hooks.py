"""Pings in GitHub's words."""

from collections.abc import Iterable
from typing import Any

from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes.hooks import organization_hook, repository_hook
from watchword.webhooks.model import Hook, Place

ZEN = "A word kept is a door kept."


def pinged(scene: Scene) -> Iterable[Part]:
    """Somebody wants to know whether messages arrive."""
    hook = hook_of(scene)
    if hook is not None:
        yield Part({"zen": ZEN, "hook_id": hook.id, "hook": _shape(scene, hook)})


def hook_of(scene: Scene) -> Hook | None:
    """The webhook that a fact is about; None where it is gone."""
    body = scene.body
    of_repository = body["repository_id"] is not None
    place = (
        Place.repository(body["repository_id"])
        if of_repository
        else Place.organization(body["org_id"])
    )
    return scene.work.hooks.find(place, body["hook_id"])


def _shape(scene: Scene, hook: Hook) -> Any:
    if scene.repository is not None:
        return repository_hook(hook, scene.repository.full_name, scene.at)
    org = scene.organization()
    assert org is not None, "webhooks go with their organization"
    return organization_hook(hook, org.login, scene.at)
