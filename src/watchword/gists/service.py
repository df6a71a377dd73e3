"""What people do with gists."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.kinds import SCOPED
from watchword.access.table import gists as table
from watchword.accounts.model import Site, User
from watchword.gists import names
from watchword.gists.events import GistCreated, GistDeleted, GistUpdated
from watchword.gists.model import DEFAULT_BRANCH, Gist
from watchword.gists.ports import Listing, NewGist, Work
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import GistId, UserId
from watchword.kernel.words import N_

PUBLIC, SECRET = "public", "secret"


class Wanted(Struct, frozen=True):
    """What a new gist is to be, beside its files."""

    description: str | None = None
    is_listed: bool = False


class Place(Struct, frozen=True):
    """Where a new gist is: nobody could guess either."""

    id: GistId
    key: str


def create(work: Work, grant: Grant[User], wanted: Wanted, place: Place) -> Gist:
    """Keep a gist whose folder was filled before. Raises Invalid."""
    grant.must_cover(table.CREATE)
    description = names.description(wanted.description)
    owner = grant.target.id
    return _added(
        work, NewGist(place.id, place.key, owner, description, wanted.is_listed, DEFAULT_BRANCH)
    )


def fork(work: Work, grant: Grant[Gist], owner: UserId, place: Place) -> Gist:
    """Keep a copy of somebody's gist, whose folder was filled. Raises Invalid for one's own."""
    grant.must_cover(table.FORK)
    must_be_of_others(grant.target, owner)
    source = grant.target
    return _added(
        work,
        NewGist(
            place.id,
            place.key,
            owner,
            source.description,
            source.is_listed,
            source.default_branch,
            source.id,
        ),
    )


def must_be_of_others(gist: Gist, user: UserId) -> None:
    """Raise Invalid for a gist of one's own: it cannot be forked (GHES behaviour)."""
    if gist.owner == user:
        raise Invalid(FieldError("Gist", "forks", "custom", N_("You cannot fork your own gist.")))


def _added(work: Work, new: NewGist) -> Gist:
    made = work.gists.add(new, work.now)
    visibility = PUBLIC if made.is_listed else SECRET
    work.record(GistCreated(made.id, made.owner, visibility, made.parent))
    return made


def describe(work: Work, grant: Grant[Gist], description: str | None) -> None:
    """Change what is said of it. Raises Invalid."""
    grant.must_cover(table.UPDATE)
    tidy = names.description(description)
    if tidy != grant.target.description:
        work.gists.describe(grant.target.id, tidy, work.now)
        work.record(GistUpdated(grant.target.id, grant.target.owner))


def delete(work: Work, grant: Grant[Gist]) -> None:
    """Delete it; forks of it stay."""
    grant.must_cover(table.DELETE)
    gone = grant.target
    work.gists.delete(gone.id, work.now)
    work.record(GistDeleted(gone.id, gone.owner, gone.key))


def star(work: Work, grant: Grant[Gist], user: UserId, *, starred: bool) -> None:
    """Mark it, or take the mark away."""
    grant.must_cover(table.STAR)
    if starred:
        work.gists.star(grant.target.id, user, work.now)
    else:
        work.gists.unstar(grant.target.id, user)


def listing(grant: Grant[User | Site], *, since: int | None = None) -> Listing:
    """All gists of a person for the person's own credential that may see them, else public ones.

    Without `gist` a token sees what everybody sees. Of the site it is everybody's public ones.
    """
    grant.must_cover(table.LIST)
    actor, target = grant.actor, grant.target
    if isinstance(target, Site):
        return Listing(since=since)
    mine = actor.user is not None and actor.user == target.id
    carries = actor.kind not in SCOPED or bool(table.GIST & actor.scopes)
    return Listing(of=target.id, listed=None if mine and carries else True, since=since)
