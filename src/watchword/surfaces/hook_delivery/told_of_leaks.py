"""Facts about secrets in pushed content, in GitHub's words. The secret itself is never told."""

from collections.abc import Iterable

from watchword.kernel.pagination import PageRequest
from watchword.leaks import service
from watchword.leaks.model import Alert
from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes.secret_alerts import SecretAlert, secret_alert, secret_location


def alert(scene: Scene) -> Iterable[Part]:
    """An alert was made, resolved or opened again."""
    found = _found(scene)
    if found is not None:
        yield Part({"alert": _shape(scene, found)})


def location(scene: Scene) -> Iterable[Part]:
    """A secret stands in one more place."""
    found = _found(scene)
    if found is None:
        return
    place = scene.work.alerts.location(found.id, scene.body["location"])
    if place is not None:
        told = secret_location(place, found.repository, scene.at)
        yield Part({"alert": _shape(scene, found), "location": told})


def _found(scene: Scene) -> Alert | None:
    if scene.repository is None:
        return None
    return scene.work.alerts.find(scene.repository, scene.body["alert"])


def _shape(scene: Scene, found: Alert) -> SecretAlert:
    places = scene.work.alerts.locations(found.id, PageRequest(1, 1))
    return secret_alert(
        found,
        scene.at,
        validity=service.validity_of(scene.work, found),
        resolved_by=scene.user(found.resolved_by),
        first=next(iter(places.items), None),
        places=places.total,
        elsewhere=scene.work.alerts.is_elsewhere(found),
    )
