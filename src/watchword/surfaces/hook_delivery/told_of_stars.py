"""Stars in GitHub's words."""

from collections.abc import Iterable

from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes.addresses import moment


def put(scene: Scene) -> Iterable[Part]:
    """Somebody marked it with a star."""
    yield Part({"starred_at": moment(scene.body["starred_at"])})


def taken(_scene: Scene) -> Iterable[Part]:
    """Somebody took the star away."""
    yield Part({"starred_at": None})
