"""Rules of forks and templates."""

from watchword.access.gate import Grant
from watchword.access.table import forks as table
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.ids import UserId
from watchword.kernel.words import N_, filled
from watchword.organizations.model import Organization
from watchword.repositories import in_organization, names
from watchword.repositories.events import RepositoryForked, TemplateSwitched
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import NewRepository, Work
from watchword.repositories.service import must_be_live, watch_from_beginning

EMPTY = N_(
    "The repository exists, but it contains no Git content. Empty repositories cannot be forked."
)
MOST_TRIES = 100
"""Numbers that are tried behind a name that is taken."""


def visibility_of_fork(source: Visibility) -> Visibility:
    """A fork of what is not public is private (GHES behaviour)."""
    return Visibility.PUBLIC if source is Visibility.PUBLIC else Visibility.PRIVATE


def existing(work: Work, grant: Grant[Repository], owner: UserId) -> Repository | None:
    """The fork that somebody has already, or the source itself where it is theirs."""
    grant.must_cover(table.FORK)
    source = grant.target
    if source.owner == owner:
        return source
    lineage = work.lineage.of(source.id)
    found = work.lineage.fork_of(lineage.source or source.id, owner)
    return None if found is None else work.repositories.by_id(found, grant.actor.user)


def fork(
    work: Work,
    grant: Grant[Repository],
    owner: Owner,
    key: str,
    *,
    name: str | None = None,
    only_default: bool = False,
) -> Repository:
    """Keep a fork whose folder was made under that key and is to be filled. Raises Invalid."""
    grant.must_cover(table.FORK)
    source = grant.target
    visibility = visibility_of_fork(source.visibility)
    if isinstance(owner, Organization):
        in_organization.must_let_create(grant.actor, owner, visibility)
    new = NewRepository(
        key,
        UserId(owner.id),
        _free_name(work, owner, names.repository(name or source.name), grant.actor.user),
        source.description,
        source.homepage,
        visibility,
        source.default_branch,
    )
    try:
        made = work.repositories.add(new, work.now)
    except Conflict as taken:
        raise _taken() from taken
    if isinstance(owner, Organization):
        in_organization.begin(work, grant.actor, owner, made, None)
    watch_from_beginning(work, grant.actor, owner, made)
    root = work.lineage.of(source.id).source or source.id
    branch = source.default_branch if only_default else None
    work.lineage.begin_fork(made.id, source.id, root, branch, work.now)
    work.repositories.copy_look(made.id, source.id)
    work.record(RepositoryForked(source.id, made.id, made.full_name, made.visibility))
    return made


def set_template(work: Work, grant: Grant[Repository], *, is_template: bool) -> None:
    """Let others begin with what stands in it, or no longer."""
    grant.must_cover(table.SET_TEMPLATE)
    must_be_live(grant.target)
    if work.lineage.of(grant.target.id).is_template is not is_template:
        work.lineage.set_template(grant.target.id, is_template=is_template)
        work.record(TemplateSwitched(grant.target.id, is_template))


def must_be_template(work: Work, grant: Grant[Repository]) -> None:
    """Raise Invalid for a repository that nobody may begin with."""
    grant.must_cover(table.GENERATE)
    if not work.lineage.of(grant.target.id).is_template:
        text = filled("The repository %(name)s is not a template", name=grant.target.full_name)
        raise Invalid(FieldError("Repository", "template", "custom", text))


def must_not_be_empty(*, has_branch: bool) -> None:
    """Raise NotPermitted for a repository in which nothing is."""
    if not has_branch:
        raise NotPermitted(EMPTY)


def _free_name(work: Work, owner: Owner, name: str, viewer: UserId | None) -> str:
    """The name, or the first one with a number behind it that the owner has none of."""
    for tried in (name, *(f"{name}-{at}" for at in range(1, MOST_TRIES))):
        found = work.repositories.find(owner.login, tried, viewer)
        if found is None or found.name.lower() != tried.lower():
            return tried
    raise _taken()


def _taken() -> Invalid:
    text = N_("name already exists on this account")
    return Invalid(FieldError("Repository", "name", "custom", text))
