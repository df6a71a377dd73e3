"""A commit: what it changed, and what people write below it."""

from typing import Final

from markupsafe import Markup
from msgspec import Struct

from watchword.access.gate import Grant, allows, require
from watchword.access.table import comments as table
from watchword.access.table import notifications as notices
from watchword.access.table import repositories
from watchword.authn.resolve import Caller
from watchword.contents import compare, differences, reading, renames, resolve
from watchword.contents.compare import Changes
from watchword.contents.differences import FileDifference
from watchword.contents.model import Commit
from watchword.contents.names import quoted
from watchword.contents.ports import Store
from watchword.kernel.ids import CommitCommentId
from watchword.kernel.pagination import Page as PartOf
from watchword.kernel.pagination import PageRequest
from watchword.notifications import inbox
from watchword.notifications.model import Choice, Subject, Thread
from watchword.repositories.model import Repository
from watchword.social.comments import service
from watchword.social.comments.model import CommitComment
from watchword.social.comments.service import Wanted
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.shapes.commit_comments import page_of
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, Head, at_present_name, by_name, head
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

COMMIT: Final = PATH + "/commit/{commit}"
COMMENTS: Final = COMMIT + "/comments"
COMMENT: Final = COMMENTS + "/{comment_id}"
EDIT: Final = COMMENT + "/edit"
A_PAGE: Final = 50
"""Comments that are shown at a time."""


class CommitChanges(Struct, frozen=True):
    """A commit and the files that it changed."""

    commit: Commit
    changes: Changes
    files: list[FileDifference]

    @property
    def totals(self) -> tuple[int, int]:
        """Lines that came and went, of the files whose lines are shown."""
        return differences.totals(self.files)


class Said(Struct, frozen=True):
    """A comment, by whom it is, and whether who looks may change it."""

    comment: CommitComment
    login: str
    may_change: bool
    html: Markup | None = None
    """None where its Markdown could not be read in time: it is shown as it was written."""


async def show(steps: Steps[Repository], asked: Asked) -> Answer:
    """Show what a commit changed, and what was written below it."""
    top = await steps.read(lambda _work, grant: head(grant.target, asked))

    def read(store: Store) -> CommitChanges:
        found = reading.commit(store, resolve.commit(store, asked.params["commit"].encode()))
        changes = renames.paired(store, compare.of_commit(store, found))
        return CommitChanges(found, changes, differences.of(store, changes))

    found = await asked.services.rooms.shelf.open(top.readable, read)
    sha = found.commit.id
    said = await steps.read(lambda work, grant: _said(work, grant, sha, asked))
    told = await _thread(steps, sha)
    actor = asked.caller.actor
    values = {
        "head": top,
        "found": found,
        "commit": found.commit,
        "listing": said,
        "comments": [await _typeset(asked, top, one) for one in said.items],
        "may_comment": allows(actor, table.COMMENT, top.repository)
        and not top.repository.is_archived,
        "told": told,
        "entry": asked.entry(),
        "longest": service.LONGEST,
    }
    return View("repository/commit.html", values)


async def write(steps: Steps[Repository], asked: Asked) -> Answer:
    """Write below a commit."""
    body = asked.sent.text("body")
    top = await steps.read(lambda _work, grant: head(grant.target, asked))
    wanted = asked.params["commit"].encode()
    sha = await asked.services.rooms.shelf.open(
        top.readable, lambda store: resolve.commit(store, wanted)
    )

    def unit(work: Work, grant: Grant[Repository]) -> tuple[CommitComment, int]:
        made = service.add(work, grant, asked.user.id, sha, Wanted(body))
        return made, work.commit_comments.counts(grant.target.id, [sha])[sha]

    made, count = await steps.write(unit)
    path, _, anchor = page_of(made).partition("#")
    last = -(-count // A_PAGE)
    return Redirect(f"{path}?page={last}#{anchor}" if last > 1 else f"{path}#{anchor}")


async def follow(steps: Steps[Repository], asked: Asked) -> Answer:
    """Be told of what is written below a commit, or no longer."""
    top = await steps.read(lambda _work, grant: head(grant.target, asked))
    wanted = asked.params["commit"].encode()
    commit = await asked.services.rooms.shelf.open(
        top.readable, lambda store: reading.commit(store, resolve.commit(store, wanted))
    )
    choice = Choice.SUBSCRIBED if asked.sent.text("told") == "yes" else Choice.UNSUBSCRIBED

    def unit(work: Work, grant: Grant[Repository]) -> None:
        inbox.follow_commit(work, grant, asked.user.id, commit.id, commit.title, choice)

    await steps.write(unit)
    return Redirect(top.to("commit", commit.id) + "#comments")


def show_edit(_work: Work, grant: Grant[CommitComment], asked: Asked) -> Answer:
    """Show the form of a comment."""
    found = grant.target
    values = {
        "head": head(found.repository, asked),
        "comment": found,
        "back": page_of(found),
        "entry": asked.entry(body=found.body),
        "longest": service.LONGEST,
    }
    return View("repository/edit_comment.html", values)


def edit(work: Work, grant: Grant[CommitComment], asked: Asked) -> Answer:
    """Change what a comment says."""
    return Redirect(page_of(service.edit(work, grant, asked.sent.text("body"))))


def delete(work: Work, grant: Grant[CommitComment], asked: Asked) -> Answer:
    """Take a comment away."""
    service.delete(work, grant)
    path = page_of(grant.target).partition("#")[0]
    return Redirect(path, Notice("success", asked.say("The comment was deleted.")))


def comment_of_path(work: Work, caller: Caller, params: Params) -> CommitComment | None:
    """The comment of that number on the commit of that repository (attack 58)."""
    repository, wanted = by_name(work, caller, params), number(params["comment_id"])
    if repository is None or wanted is None:
        return None
    found = work.commit_comments.find(repository, CommitCommentId(wanted))
    return found if found is not None and found.sha == params["commit"] else None


async def _thread(steps: Steps[Repository], sha: str) -> bool:
    """Whether who looks is told of what is written here; what they were told, they read now."""
    user = steps.caller.actor.user
    if user is None:
        return False

    def find(work: Work, grant: Grant[Repository]) -> Thread | None:
        return work.threads.about(user, Subject.COMMIT, inbox.commit_key(grant.target, sha))

    def mark(work: Work, grant: Grant[Repository]) -> None:
        if (unread := find(work, grant)) is not None:
            inbox.mark(work, require(grant.actor, notices.CHANGE_THREAD, unread))

    found = await steps.read(find)
    if found is not None and found.unread:
        await steps.write(mark)
    return found is not None and found.choice in {Choice.NONE, Choice.SUBSCRIBED}


def _said(work: Work, grant: Grant[Repository], sha: str, asked: Asked) -> PartOf[Said]:
    repository = require(grant.actor, table.READ, grant.target).target
    part = PageRequest.of(number(asked.query.text("page")), A_PAGE)
    found = work.commit_comments.of_commit(repository, sha, part)
    logins = {one.author: "" for one in found.items}
    for author in logins:
        user = work.users.by_id(author)
        logins[author] = user.login if user else ""
    live = not repository.is_archived
    return found.map(
        lambda one: Said(one, logins[one.author], live and allows(grant.actor, table.EDIT, one))
    )


async def _typeset(asked: Asked, top: Head, said: Said) -> Said:
    """The same with its Markdown as HTML; links lead to files of the commit."""
    sha = quoted(said.comment.sha.encode())
    base = Base("", f"{top.to('blob', sha)}/", f"{top.to('raw', sha)}/")
    html = await asked.services.rooms.typesetter.markdown(said.comment.body, base)
    return Said(said.comment, said.login, said.may_change, html)


PAGES: Final[list[Page]] = [
    page_in_steps("GET", COMMIT, repositories.READ, at_present_name(repositories.READ), show),
    page_in_steps("POST", COMMENTS, table.COMMENT, by_name, write, again=COMMIT),
    page_in_steps("POST", COMMIT + "/subscription", notices.FOLLOW_COMMIT, by_name, follow),
    page("GET", EDIT, table.EDIT, comment_of_path, show_edit),
    page("POST", EDIT, table.EDIT, comment_of_path, edit, again=EDIT),
    page("POST", COMMENT + "/delete", table.DELETE, comment_of_path, delete),
]
