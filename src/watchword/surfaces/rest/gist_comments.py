"""What people write below gists."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.gists import comments
from watchword.gists.model import Comment, Gist
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest import gist_finding as finding
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.gist_finding import COMMENT, COMMENTS
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.gists import GistComment, gist_comment
from watchword.work.unit import Work


class Text(Struct, kw_only=True):
    """What is to be written."""

    body: str


class GistComments:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def list(self, work: Work, grant: Grant[Gist], asked: Paged) -> Page[GistComment]:
        """List what was written below a gist."""
        page = work.gists.comments(grant.target.id, asked.request)
        return page.map(lambda one: self._shape(work, one))

    def add(self, work: Work, grant: Grant[Gist], wanted: Text) -> GistComment:
        """Write below a gist."""
        assert grant.actor.user is not None
        return self._shape(work, comments.add(work, grant, grant.actor.user, wanted.body))

    def show(self, work: Work, grant: Grant[Comment], _asked: Nothing) -> GistComment:
        """Show a comment."""
        return self._shape(work, grant.target)

    def edit(self, work: Work, grant: Grant[Comment], wanted: Text) -> GistComment:
        """Change what a comment says."""
        return self._shape(work, comments.edit(work, grant, wanted.body))

    def delete(self, work: Work, grant: Grant[Comment], _asked: Nothing) -> None:
        """Take a comment away."""
        comments.delete(work, grant)

    def _shape(self, work: Work, comment: Comment) -> GistComment:
        return gist_comment(comment, work.users.by_id(comment.author), self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, by_id, one = GistComments(services.at), finding.by_id, finding.comment
    place, read = "gists/comments#", table.READ_COMMENTS
    rows = {
        "list-gist-comments": route("GET", COMMENTS, read, by_id, own.list, Paged),
        "create-a-gist-comment": route(
            "POST", COMMENTS, table.COMMENT, by_id, own.add, Text, status=201
        ),
        "get-a-gist-comment": route("GET", COMMENT, read, one, own.show, Nothing),
        "update-a-gist-comment": route("PATCH", COMMENT, table.EDIT_COMMENT, one, own.edit, Text),
        "delete-a-gist-comment": route(
            "DELETE", COMMENT, table.DELETE_COMMENT, one, own.delete, Nothing, status=204
        ),
    }
    return [endpoint(row, place + name) for name, row in rows.items()]
