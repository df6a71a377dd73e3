"""Finding the gist, or the person, that a path below /gist means."""

import re
from typing import Final

from msgspec import Struct

from watchword.access.gate import allows, require
from watchword.access.table import gists as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.contents import gist_files
from watchword.contents.ports import Readable
from watchword.gists.model import Comment, Gist
from watchword.gists.names import ID
from watchword.kernel.ids import GistCommentId, GistId
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.route import Asked, number
from watchword.work.unit import Work

NEW: Final = "/gist"
SHORT: Final = "/gist/{name}"
"""A person's list, or a gist: gh makes such addresses."""
PATH: Final = "/gist/{owner}/{gist_id}"
DOT_GIT: Final = re.compile(r"\.git$")


class Head(Struct, frozen=True):
    """A gist as its pages show it, and what who looks may do with it."""

    gist: Gist
    readable: Readable
    may_change: bool
    may_comment: bool
    clone_url: str

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"/gist/{self.gist.owner_login}/{self.gist.id}"

    @property
    def title(self) -> str:
        """What it is called where it needs a name."""
        return self.gist.description or self.gist.id[:12]


def head(gist: Gist, asked: Asked) -> Head:
    """Tell what the pages of a gist show."""
    actor = asked.caller.actor
    return Head(
        gist,
        gist_files.readable(require(actor, table.READ, gist)),
        may_change=allows(actor, table.UPDATE, gist),
        may_comment=allows(actor, table.COMMENT, gist),
        clone_url=f"{asked.services.public_url}/gist/{gist.id}.git",
    )


def gist_or_person(work: Work, _caller: Caller, params: Params) -> Gist | User | None:
    """The gist of that id, else the person of that login."""
    name = DOT_GIT.sub("", params["name"])
    found = work.gists.by_id(GistId(name)) if ID.fullmatch(name) else None
    return found or work.users.by_login(name)


def at_owner(work: Work, _caller: Caller, params: Params) -> Gist | None:
    """The gist of that id, below the login of its owner."""
    name = DOT_GIT.sub("", params["gist_id"])
    found = work.gists.by_id(GistId(name)) if ID.fullmatch(name) else None
    mine = found is not None and found.owner_login.lower() == params["owner"].lower()
    return found if mine else None


def own(work: Work, caller: Caller, params: Params) -> Gist | None:
    """The same, of one's own."""
    found = at_owner(work, caller, params)
    return found if found is not None and found.owner == caller.actor.user else None


def comment(work: Work, caller: Caller, params: Params) -> Comment | None:
    """A comment below the gist of the path, and below no other one (attack 58)."""
    found, gist = number(params["comment_id"]), at_owner(work, caller, params)
    if found is None or gist is None:
        return None
    return work.gists.comment(gist.id, GistCommentId(found))
