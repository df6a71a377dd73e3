"""What people write below commits."""

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import comments as table
from watchword.kernel.ids import CommitCommentId
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.social.comments import service
from watchword.social.comments.associations import associations
from watchword.social.comments.model import CommitComment as Model
from watchword.social.comments.service import Wanted
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.library import Rooms
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, InPath, Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import found_commit
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.commit_comments import CommitComment, commit_comment
from watchword.work.unit import Work

COMMENTS: Final = "/comments"
ONE: Final = COMMENTS + "/{comment_id}"
OF_COMMIT: Final = "/commits/{commit_sha}/comments"
DOCS: Final = "commits/comments#"
RAW: Final = frozenset({"raw"})
FORMS: Final = {
    "text": frozenset({"text"}),
    "html": frozenset({"html"}),
    "full": frozenset({"raw", "text", "html"}),
}
"""Which forms of the words the media types of GitHub's ask for; unless told the raw one."""


class Listing(Paged, kw_only=True):
    """Which part of them, and as what their words are told."""

    media: ByMedia = "json"


class Asked(Listing, kw_only=True):
    """Of which commit."""

    commit_sha: InPath = ""


class AsWanted(Struct, kw_only=True):
    """As what its words are told."""

    media: ByMedia = "json"


class NewText(Struct, kw_only=True):
    """What is to be written, and where."""

    commit_sha: InPath = ""
    media: ByMedia = "json"
    body: str
    path: str | None = None
    position: int | None = None
    line: int | None = None

    @property
    def wanted(self) -> Wanted:
        """The same without the commit."""
        return Wanted(self.body, self.path, self.position, self.line)


class Text(Struct, kw_only=True):
    """What is to stand there instead."""

    media: ByMedia = "json"
    body: str


def comment_in(work: Work, repository: Repository, params: Params) -> Model | None:
    """The comment of that number in the repository (attack 58)."""
    wanted = number(params["comment_id"])
    if wanted is None:
        return None
    return work.commit_comments.find(repository, CommitCommentId(wanted))


class CommitComments(Rooms):
    """Handlers."""

    async def of_repository(self, steps: Steps[Repository], asked: Listing) -> Page[CommitComment]:
        """List commit comments for a repository."""

        def unit(work: Work, grant: Grant[Repository]) -> Page[CommitComment]:
            found = work.commit_comments.of_repository(grant.target, asked.request)
            return all_shown(work, found, self.at)

        return await self._page(await steps.read(unit), asked.media)

    async def of_commit(self, steps: Steps[Repository], asked: Asked) -> Page[CommitComment]:
        """List commit comments."""
        sha = await self._commit(steps, asked.commit_sha)

        def unit(work: Work, grant: Grant[Repository]) -> Page[CommitComment]:
            found = work.commit_comments.of_commit(grant.target, sha, asked.request)
            return all_shown(work, found, self.at)

        return await self._page(await steps.read(unit), asked.media)

    async def add(self, steps: Steps[Repository], asked: NewText) -> CommitComment:
        """Create a commit comment."""
        sha = await self._commit(steps, asked.commit_sha)

        def unit(work: Work, grant: Grant[Repository]) -> CommitComment:
            assert grant.actor.user is not None
            made = service.add(work, grant, grant.actor.user, sha, asked.wanted)
            return shown(work, made, self.at)

        return await self._in(await steps.write(unit), asked.media)

    async def show(self, steps: Steps[Model], asked: AsWanted) -> CommitComment:
        """Get a commit comment."""

        def unit(work: Work, grant: Grant[Model]) -> CommitComment:
            return shown(work, grant.target, self.at)

        return await self._in(await steps.read(unit), asked.media)

    async def edit(self, steps: Steps[Model], asked: Text) -> CommitComment:
        """Update a commit comment."""

        def unit(work: Work, grant: Grant[Model]) -> CommitComment:
            return shown(work, service.edit(work, grant, asked.body), self.at)

        return await self._in(await steps.write(unit), asked.media)

    def delete(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a commit comment."""
        service.delete(work, grant)

    async def _page(self, found: Page[CommitComment], media: str) -> Page[CommitComment]:
        if media not in FORMS:
            return found
        return replace(found, items=[await self._in(one, media) for one in found.items])

    async def _in(self, told: CommitComment, media: str) -> CommitComment:
        """Tell the words as they are asked for: as HTML, as plain text, or in each form."""
        forms = FORMS.get(media, RAW)
        if forms == RAW:
            return told
        assert isinstance(told.body, str)
        site = told.html_url.rpartition("/commit/")[0]
        html = await self.library.markup.comment(told.body, site, told.commit_id)
        if "html" in forms:
            told.body_html = html
        if "text" in forms:
            told.body_text = await self.library.markup.text(html)
        if "raw" not in forms:
            told.body = UNSET
        return told

    async def _commit(self, steps: Steps[Repository], word: str) -> str:
        """The commit that is meant. Raises Invalid for one that is not there."""
        here = await self.opened(steps)
        return await here.read(lambda store: found_commit(store, here, word).commit)


def all_shown(work: Work, found: Page[Model], at: Addresses) -> Page[CommitComment]:
    """Tell of several of one repository; each account is looked up once."""
    told = _told(work, found.items, at)
    return Page(told, found.total, found.request)


def shown(work: Work, found: Model, at: Addresses) -> CommitComment:
    """Tell of one."""
    return _told(work, [found], at)[0]


def _told(work: Work, found: Sequence[Model], at: Addresses) -> list[CommitComment]:
    if not found:
        return []
    authors = frozenset(one.author for one in found)
    by = creators(work, authors, at)
    are = associations(work, found[0].repository, authors)
    return [commit_comment(one, by[one.author], are[one.author], at) for one in found]


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    rows = RepositoryRows(services.at, DOCS)
    made = CommitComments(services.at, services.library)
    of_all, of_one = "list-commit-comments-for-a-repository", "list-commit-comments"
    show, edit = "get-a-commit-comment", "update-a-commit-comment"
    delete, create = "delete-a-commit-comment", "create-a-commit-comment"
    return [
        *rows.of_steps("GET", COMMENTS, table.READ, made.of_repository, Listing, of_all),
        *rows.of_steps("GET", OF_COMMIT, table.READ, made.of_commit, Asked, of_one),
        *rows.of_steps("POST", OF_COMMIT, table.COMMENT, made.add, NewText, create, status=201),
        *rows.inside_steps("GET", ONE, table.READ, comment_in, made.show, AsWanted, show),
        *rows.inside_steps("PATCH", ONE, table.EDIT, comment_in, made.edit, Text, edit),
        *rows.inside(
            "DELETE", ONE, table.DELETE, comment_in, made.delete, Nothing, delete, status=204
        ),
    ]
