"""Releases of a repository: all of them, one by its tag, the latest."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from watchword.access.gate import Grant, allows
from watchword.access.table import releases as table
from watchword.contents.names import quoted
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import PageRequest
from watchword.releases.model import Asset, Release
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.shapes.releases import page_of
from watchword.surfaces.web.repository.finding import PATH, Head, at_present_name, marked_head
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    number,
    page,
    page_in_steps,
)
from watchword.surfaces.web.typeset.questions import Base
from watchword.work.unit import Work

RELEASES: Final = PATH + "/releases"
A_PAGE: Final = 20


class Shown(Struct, frozen=True):
    """A release with its files, as its pages show it."""

    release: Release
    files: Sequence[Asset]

    @property
    def path(self) -> str:
        """Where its page is; a draft has none, for it has no tag."""
        return page_of(self.release)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.release.name or self.release.tag

    def file(self, asset: Asset) -> str:
        """Where a file of it is."""
        tag, name = quote(self.release.tag, safe="/"), quote(asset.name, safe="")
        return f"/{self.release.repository.full_name}/releases/download/{tag}/{name}"


def listed(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List releases, the newest first; drafts for those who may push."""
    wanted = PageRequest.of(number(asked.query.text("page")) or 1, A_PAGE)
    drafts = allows(grant.actor, table.SEE_DRAFTS, grant.target)
    found = work.releases.page(grant.target, wanted, drafts=drafts)
    files = work.releases.assets(found.items)
    latest = work.releases.latest(grant.target)
    values = {
        "head": marked_head(work, grant.target, asked),
        "shown": [Shown(one, files.get(one.id, ())) for one in found.items],
        "latest": None if latest is None else latest.id,
        "older": wanted.number + 1 if wanted.offset + A_PAGE < found.total else None,
        "newer": wanted.number - 1 if wanted.number > 1 else None,
    }
    return View("repository/releases.html", values)


async def tagged(steps: Steps[Repository], asked: Asked) -> Answer:
    """Show the release of a tag, its text as the Markdown that it is."""

    def unit(work: Work, grant: Grant[Repository]) -> tuple[Head, Shown, Release | None]:
        found = work.releases.by_tag(grant.target, asked.params["tag"])
        if found is None:
            raise NotFound
        files = work.releases.assets([found]).get(found.id, ())
        return (
            marked_head(work, grant.target, asked),
            Shown(found, files),
            work.releases.latest(grant.target),
        )

    above, one, latest = await steps.read(unit)
    text = None
    if one.release.body:
        tag = quoted(one.release.tag.encode("utf-8", "surrogateescape"))
        base = Base("", above.to("blob", tag) + "/", above.to("raw", tag) + "/")
        text = await asked.services.rooms.typesetter.markdown(one.release.body, base)
    values = {
        "head": above,
        "one": one,
        "text": text,
        "latest": None if latest is None else latest.id,
    }
    return View("repository/release.html", values)


def latest(work: Work, grant: Grant[Repository], _asked: Asked) -> Answer:
    """Lead to the latest release; to all of them where there is none."""
    found = work.releases.latest(grant.target)
    to = f"/{grant.target.full_name}/releases" if found is None else page_of(found)
    return Redirect(to, status=302)


PAGES: Final[list[Page]] = [
    page("GET", RELEASES, table.READ, at_present_name(table.READ), listed),
    page("GET", RELEASES + "/latest", table.READ, at_present_name(table.READ), latest),
    page_in_steps("GET", RELEASES + "/tag/{*tag}", table.READ, at_present_name(table.READ), tagged),
]
