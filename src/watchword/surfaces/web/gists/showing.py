"""A gist with its files and what was written below it; lists of gists."""

from functools import partial
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import gists as table
from watchword.accounts.model import User
from watchword.contents import gist_files, text
from watchword.contents.gist_files import GistFile
from watchword.gists import comments, service
from watchword.gists.model import Comment, Gist
from watchword.kernel.pagination import Page as PartOf
from watchword.kernel.pagination import PageRequest
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.gists.finding import (
    PATH,
    SHORT,
    Head,
    at_owner,
    comment,
    gist_or_person,
    head,
)
from watchword.surfaces.web.rendering import Notice
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
from watchword.surfaces.web.typeset.typesetter import Lines
from watchword.work.unit import Work

COMMENTS: Final = PATH + "/comments"
DELETE_COMMENT: Final = COMMENTS + "/{comment_id}/delete"
MOST: Final = 30
"""Gists on one page, versions and comments that are shown with a gist."""


class ShownFile(Struct, frozen=True):
    """A file as the page shows it."""

    name: str
    raw: str
    size: int
    lines: Lines | None
    """None for what is no text, or too large."""
    turns: bool


class ShownComment(Struct, frozen=True):
    """A comment, by whom it is, and whether who looks may take it away."""

    comment: Comment
    login: str
    may_delete: bool


async def show(steps: Steps[Gist], asked: Asked) -> Answer:
    """Show a gist."""
    found, said = await steps.read(lambda work, grant: _below(work, grant.target, asked))
    read = partial(
        gist_files.snapshot,
        default_branch=found.readable.default_branch,
        version=asked.query.get("version") or None,
        versions=MOST,
    )
    held = await asked.services.rooms.shelf.open(found.readable, read)
    files = [await _file(asked, found, one) for one in held.files]
    values = {
        "head": found,
        "files": files,
        "cut": held.cut,
        "versions": held.versions,
        "comments": said,
        "entry": asked.entry(),
    }
    return View("gists/show.html", values)


async def show_short(steps: Steps[Gist | User], asked: Asked) -> Answer:
    """Lead to a gist, or list those of a person."""

    def unit(work: Work, grant: Grant[Gist | User]) -> Answer:
        target = grant.target
        if isinstance(target, Gist):
            return Redirect(head(target, asked).path, status=302)
        part = PageRequest.of(number(asked.query.text("page")), MOST)
        listing = service.listing(require(grant.actor, table.LIST, target))
        found: PartOf[Gist] = work.gists.page(listing, part)
        return View("gists/list.html", {"owner": target, "listing": found})

    return await steps.read(unit)


def write_comment(work: Work, grant: Grant[Gist], asked: Asked) -> Answer:
    """Write below a gist."""
    comments.add(work, grant, asked.user.id, asked.sent.text("body").replace("\r\n", "\n"))
    return Redirect(head(grant.target, asked).path + "#comments")


def delete_comment(work: Work, grant: Grant[Comment], asked: Asked) -> Answer:
    """Take a comment away."""
    comments.delete(work, grant)
    path = f"/gist/{asked.params['owner']}/{grant.target.gist}"
    return Redirect(path, Notice("success", asked.say("The comment was deleted.")))


def _below(work: Work, gist: Gist, asked: Asked) -> tuple[Head, list[ShownComment]]:
    viewer = asked.caller.actor.user
    told = []
    for one in work.gists.comments(gist.id, PageRequest(size=100)).items:
        author = work.users.by_id(one.author)
        may = viewer is not None and viewer in {one.author, one.gist_owner}
        told.append(ShownComment(one, author.login if author else "", may))
    return head(gist, asked), told


async def _file(asked: Asked, found: Head, file: GistFile) -> ShownFile:
    data = file.data
    written = None if data is None or text.is_binary(data) else text.decoded(data)
    lines = None
    if written is not None and not file.truncated:
        lines = await asked.services.rooms.typesetter.code(file.shown, text.visible(written))
    raw = f"{found.path}/raw/{file.entry.id}/{file.entry.quoted}"
    turns = written is not None and text.turns_direction(written)
    return ShownFile(file.shown, raw, file.size, lines, turns)


PAGES: Final[list[Page]] = [
    page_in_steps("GET", SHORT, table.READ, gist_or_person, show_short),
    page_in_steps("GET", PATH, table.READ, at_owner, show),
    page("POST", COMMENTS, table.COMMENT, at_owner, write_comment, again=PATH),
    page("POST", DELETE_COMMENT, table.DELETE_COMMENT, comment, delete_comment),
]
