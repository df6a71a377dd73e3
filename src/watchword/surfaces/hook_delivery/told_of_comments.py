"""Comments on commits in GitHub's words."""

from collections.abc import Iterable

from watchword.kernel.ids import CommitCommentId
from watchword.social.comments.associations import associations
from watchword.surfaces.hook_delivery.scene import Part, Scene
from watchword.surfaces.shapes import commit_comments


def commit_comment(scene: Scene) -> Iterable[Part]:
    """Somebody wrote below a commit."""
    comment = CommitCommentId(scene.body["comment"])
    found = scene.work.commit_comments.find(scene.about, comment)
    if found is not None:
        are = associations(scene.work, scene.about, frozenset({found.author}))
        told = commit_comments.commit_comment(
            found, scene.user(found.author), are[found.author], scene.at
        )
        yield Part({"comment": told})
