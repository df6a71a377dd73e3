"""The branches and tags of a repository."""

from typing import Final

from watchword.contents import refs
from watchword.contents.model import RefKind
from watchword.surfaces.web.repository.finding import Head, shown
from watchword.surfaces.web.route import Answer, Asked, Page, View


async def branches(asked: Asked, head: Head) -> Answer:
    """List the branches, the default one first."""
    found = await asked.services.rooms.shelf.open(
        head.readable, lambda store: refs.tips(store, RefKind.BRANCH)
    )
    default = head.readable.default_branch.encode("utf-8", "surrogateescape")
    tips = sorted(found.tips, key=lambda tip: tip.name != default)
    values = {"head": head, "tips": tips, "cut": found.cut, "default": default}
    return View("repository/branches.html", values)


async def tags(asked: Asked, head: Head) -> Answer:
    """List the tags, the newest first."""
    found = await asked.services.rooms.shelf.open(
        head.readable, lambda store: refs.tips(store, RefKind.TAG)
    )
    return View("repository/tags.html", {"head": head, "tips": found.tips, "cut": found.cut})


PAGES: Final[list[Page]] = [shown("/branches", branches), shown("/tags", tags)]
