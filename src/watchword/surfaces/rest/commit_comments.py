"""What people write below commits."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

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
from watchword.surfaces.rest.reading import InPath, Nothing
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


class Asked(Paged, kw_only=True):
    """Of which commit."""

    commit_sha: InPath = ""


class NewText(Struct, kw_only=True):
    """What is to be written, and where."""

    commit_sha: InPath = ""
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

    body: str


def comment_in(work: Work, repository: Repository, params: Params) -> Model | None:
    """The comment of that number in the repository (attack 58)."""
    wanted = number(params["comment_id"])
    if wanted is None:
        return None
    return work.commit_comments.find(repository, CommitCommentId(wanted))


class CommitComments(Rooms):
    """Handlers."""

    def of_repository(
        self, work: Work, grant: Grant[Repository], asked: Paged
    ) -> Page[CommitComment]:
        """List commit comments for a repository."""
        return all_shown(
            work, work.commit_comments.of_repository(grant.target, asked.request), self.at
        )

    async def of_commit(self, steps: Steps[Repository], asked: Asked) -> Page[CommitComment]:
        """List commit comments."""
        sha = await self._commit(steps, asked.commit_sha)

        def unit(work: Work, grant: Grant[Repository]) -> Page[CommitComment]:
            found = work.commit_comments.of_commit(grant.target, sha, asked.request)
            return all_shown(work, found, self.at)

        return await steps.read(unit)

    async def add(self, steps: Steps[Repository], asked: NewText) -> CommitComment:
        """Create a commit comment."""
        sha = await self._commit(steps, asked.commit_sha)

        def unit(work: Work, grant: Grant[Repository]) -> CommitComment:
            assert grant.actor.user is not None
            made = service.add(work, grant, grant.actor.user, sha, asked.wanted)
            return shown(work, made, self.at)

        return await steps.write(unit)

    def show(self, work: Work, grant: Grant[Model], _asked: Nothing) -> CommitComment:
        """Get a commit comment."""
        return shown(work, grant.target, self.at)

    def edit(self, work: Work, grant: Grant[Model], asked: Text) -> CommitComment:
        """Update a commit comment."""
        return shown(work, service.edit(work, grant, asked.body), self.at)

    def delete(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a commit comment."""
        service.delete(work, grant)

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
        *rows.of("GET", COMMENTS, table.READ, made.of_repository, Paged, of_all),
        *rows.of_steps("GET", OF_COMMIT, table.READ, made.of_commit, Asked, of_one),
        *rows.of_steps("POST", OF_COMMIT, table.COMMENT, made.add, NewText, create, status=201),
        *rows.inside("GET", ONE, table.READ, comment_in, made.show, Nothing, show),
        *rows.inside("PATCH", ONE, table.EDIT, comment_in, made.edit, Text, edit),
        *rows.inside(
            "DELETE", ONE, table.DELETE, comment_in, made.delete, Nothing, delete, status=204
        ),
    ]
