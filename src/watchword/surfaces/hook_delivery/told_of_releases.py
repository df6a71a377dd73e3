"""Releases in GitHub's words."""

from collections.abc import Iterable

from watchword.releases.model import Release as Model
from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes import releases as shape
from watchword.surfaces.shapes.releases import Release


def release(scene: Scene) -> Iterable[Part]:
    """There is a new one, everybody sees it now, or what is said of it changed."""
    found = _found(scene)
    if found is not None:
        yield Part({"release": _shown(scene, found)})


def released(scene: Scene) -> Iterable[Part]:
    """Everybody sees it now, and it is finished or not: an action beside `published`."""
    found = _found(scene)
    if found is not None:
        action = "prereleased" if found.prerelease else "released"
        yield Part({"release": _shown(scene, found)}, action=action)


def edited(scene: Scene) -> Iterable[Part]:
    """What is said of it changed. Of what stood there only the name is told again."""
    found = _found(scene)
    if found is not None:
        changes = {}
        if "name" in scene.body["fields"]:
            changes["name"] = {"from": scene.body.get("former_name") or ""}
        yield Part({"release": _shown(scene, found), "changes": changes})


def deleted(scene: Scene) -> Iterable[Part]:
    """It is gone: told as its last fact tells it, without its files."""
    body = scene.body
    gone = Model(
        id=body["release"],
        repository=scene.about,
        tag=body["tag"],
        target=body.get("target") or scene.about.default_branch,
        name=body.get("title"),
        body=None,
        draft=body.get("draft", False),
        prerelease=body.get("prerelease", False),
        author=body.get("author"),
        created_at=body.get("created_at", 0),
        updated_at=body.get("created_at", 0),
        published_at=body.get("published_at"),
    )
    yield Part({"release": _shown(scene, gone)})


def _found(scene: Scene) -> Model | None:
    return scene.work.releases.find(scene.about, scene.body["release"])


def _shown(scene: Scene, found: Model) -> Release:
    files = scene.work.releases.assets([found]).get(found.id, ())
    who = {found.author, *(one.uploader for one in files)}
    by = {number: scene.user(number) for number in who}
    return shape.release(found, files, by, scene.at)
