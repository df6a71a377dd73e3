"""What people do with repositories."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.roles import ROLE_NAME_OF, Role
from watchword.access.table import collaborators as collaborator_table
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.ids import RepoId, TeamId, UserId
from watchword.kernel.words import N_, filled
from watchword.organizations.model import Organization
from watchword.repositories import deletion, in_organization, names, networks, owners
from watchword.repositories.events import (
    CollaboratorAdded,
    CollaboratorChanged,
    CollaboratorRemoved,
    RepositoryArchived,
    RepositoryCreated,
    RepositoryRenamed,
    RepositoryUnarchived,
    RepositoryUpdated,
    VisibilityChanged,
)
from watchword.repositories.model import Collaborator, Repository, Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import NewRepository, Work

ARCHIVED = N_("Repository was archived so is read-only.")
"""GitHub's sentence (GHES behaviour)."""
TAKEN = N_("name already exists on this account")
DEFAULT_BRANCH = "main"


class Wanted(Struct, frozen=True):
    """What a new repository is to be."""

    name: str
    visibility: Visibility = Visibility.PUBLIC
    description: str | None = None
    homepage: str | None = None
    team: TeamId | None = None
    """A team of the organization that works with it from the beginning."""


def operation_for(visibility: Visibility, owner: Owner | None = None) -> Operation:
    """Which operation it is to create a repository of that visibility there."""
    return owners.creating(owner, visibility)


def check(wanted: Wanted, owner: Owner | None = None) -> Wanted:
    """Tidy what is wanted, before anything is made. Raises Invalid."""
    _check_owner(wanted.visibility, in_organization=isinstance(owner, Organization))
    return replace(
        wanted,
        name=names.repository(wanted.name),
        description=names.description(wanted.description),
        homepage=names.homepage(wanted.homepage),
    )


def create(work: Work, grant: Grant[Owner], wanted: Wanted, key: str) -> Repository:
    """Keep a repository whose folder was made under that key.

    Raises Invalid when the name is taken.
    """
    owner = grant.target
    grant.must_cover(operation_for(wanted.visibility, owner))
    wanted = check(wanted, owner)
    if isinstance(owner, Organization):
        in_organization.must_let_create(grant.actor, owner, wanted.visibility)
    new = NewRepository(
        key,
        grant.target.id,
        wanted.name,
        wanted.description,
        wanted.homepage,
        wanted.visibility,
        DEFAULT_BRANCH,
    )
    try:
        made = work.repositories.add(new, work.now)
    except Conflict as taken:
        raise _taken() from taken
    work.record(RepositoryCreated(made.id, made.full_name, made.visibility))
    if isinstance(owner, Organization):
        in_organization.begin(work, grant.actor, owner, made, wanted.team)
    watch_from_beginning(work, grant.actor, owner, made)
    return work.repositories.by_id(made.id, grant.actor.user or owner.id) or made


def watch_from_beginning(work: Work, actor: Actor, owner: Owner, made: Repository) -> None:
    """Let whoever made a repository watch it; the person who owns it, where that was no person."""
    maker = actor.user
    if maker is None and not isinstance(owner, Organization):
        maker = owner.id
    if maker is not None:
        work.watches.begin(made.id, maker, work.now)


def update(
    work: Work,
    grant: Grant[Repository],
    *,
    description: str | None,
    homepage: str | None,
    default_branch: str | None = None,
) -> None:
    """Change what is said of it; None for the default branch leaves it as it is.

    Whether the branch exists, and HEAD on disk, are the caller's to see to first. Raises Invalid.
    """
    grant.must_cover(table.UPDATE)
    must_be_live(grant.target)
    wanted: dict[str, str | None] = {
        "description": names.description(description),
        "homepage": names.homepage(homepage),
    }
    if default_branch is not None:
        wanted["default_branch"] = default_branch
    changed = {key: text for key, text in wanted.items() if getattr(grant.target, key) != text}
    if changed:
        values: Mapping[str, str | int | None] = {**changed}
        work.repositories.update(grant.target.id, values, work.now)
        before = tuple(getattr(grant.target, key) for key in changed)
        work.record(RepositoryUpdated(grant.target.id, tuple(changed), before))


def rename(work: Work, grant: Grant[Repository], name: str) -> None:
    """Give it another name; the old one leads to it. Raises Invalid."""
    grant.must_cover(table.RENAME)
    must_be_live(grant.target)
    name = names.repository(name)
    if name == grant.target.name:
        return
    try:
        work.repositories.rename(grant.target, name, work.now)
    except Conflict as taken:
        raise _taken() from taken
    work.record(RepositoryRenamed(grant.target.id, grant.target.name, name))


def set_visibility(work: Work, grant: Grant[Repository], visibility: Visibility) -> None:
    """Show it to others, or hide it. Raises Invalid for internal where a person owns it."""
    grant.must_cover(table.SET_VISIBILITY)
    must_be_live(grant.target)
    _check_owner(visibility, in_organization=grant.target.in_organization)
    if visibility is not grant.target.visibility:
        networks.must_not_be_fork(work, grant.target)
        work.lineage.detach(grant.target.id)
        work.repositories.update(grant.target.id, {"visibility": visibility}, work.now)
        before = grant.target.visibility
        work.record(VisibilityChanged(grant.target.id, before, visibility, grant.target.key))


def archive(work: Work, grant: Grant[Repository], *, archived: bool) -> None:
    """Make it read-only, or writable again."""
    grant.must_cover(table.ARCHIVE)
    if archived == grant.target.is_archived:
        return
    values: Mapping[str, str | int | None] = {"archived_at": work.now if archived else None}
    work.repositories.update(grant.target.id, values, work.now)
    fact = RepositoryArchived if archived else RepositoryUnarchived
    work.record(fact(grant.target.id))


def delete(work: Work, grant: Grant[Repository]) -> None:
    """Delete it: the row now, the folder by a job."""
    grant.must_cover(table.DELETE)
    gone = grant.target
    networks.delete_private_forks(work, gone)
    work.repositories.delete(gone.id, work.now)
    work.record(deletion.fact_of(gone))


def set_collaborator(work: Work, grant: Grant[Repository], login: str, role: Role) -> None:
    """Let somebody work with it. Raises Invalid for an unknown login or the owner."""
    grant.must_cover(table.SET_COLLABORATOR)
    must_be_live(grant.target)
    user = work.users.by_login(login.strip())
    if user is None:
        message = filled("There is no account '%(login)s'", login=login.strip()[:64])
        raise Invalid(FieldError("Repository", "collaborator", "custom", message))
    if user.id == grant.target.owner or role is Role.NONE:
        told = N_("The owner is no collaborator")
        raise Invalid(FieldError("Repository", "collaborator", "custom", told))
    if (before := collaborator(work, grant.target, user)) is not None:
        change_role(work, grant.target, before, role)
        return
    let_in(work, grant.target.id, user.id, role)


def remove_collaborator(work: Work, grant: Grant[Repository], login: str) -> None:
    """Let somebody work with it no longer; nothing happens when there is no such collaborator."""
    if grant.operation is not table.REMOVE_COLLABORATOR:
        grant.must_cover(collaborator_table.REMOVE)
    user = work.users.by_login(login)
    if user:
        _let_go(work, grant.target, user)


def leave(work: Work, grant: Grant[Repository], user: User) -> None:
    """Work with it no longer, by one's own will."""
    grant.must_cover(collaborator_table.LEAVE)
    assert grant.actor.user == user.id, "nobody takes others off by leaving"
    _let_go(work, grant.target, user)


def let_in(work: Work, repository: RepoId, person: UserId, role: Role) -> None:
    """Let somebody work with it; the caller was granted that. Who may push watches it."""
    work.repositories.set_collaborator(repository, person, role, work.now)
    work.record(CollaboratorAdded(repository, person, ROLE_NAME_OF[role]))
    if role >= Role.WRITE:
        work.watches.begin(repository, person, work.now)


def collaborator(work: Work, repository: Repository, user: User) -> Collaborator | None:
    """Find what somebody is as a collaborator."""
    there = work.repositories.collaborators(repository.id)
    return next((one for one in there if one.user == user.id), None)


def change_role(work: Work, repository: Repository, who: Collaborator, role: Role) -> None:
    """Give a collaborator another role; the caller was granted that."""
    if role is who.role:
        return
    work.repositories.set_collaborator(repository.id, who.user, role, work.now)
    now, before = ROLE_NAME_OF[role], ROLE_NAME_OF[who.role]
    work.record(CollaboratorChanged(repository.id, who.user, now, before))


def _let_go(work: Work, repository: Repository, user: User) -> None:
    if work.repositories.remove_collaborator(repository.id, user.id):
        work.record(CollaboratorRemoved(repository.id, user.id))


def must_be_live(repository: Repository) -> None:
    """Raise NotPermitted with GitHub's sentence when the repository is read-only."""
    if repository.is_archived:
        raise NotPermitted(ARCHIVED)


def _check_owner(visibility: Visibility, *, in_organization: bool) -> None:
    if visibility is Visibility.INTERNAL and not in_organization:
        message = N_("Only organizations can own internal repositories")
        raise Invalid(FieldError("Repository", "visibility", "custom", message))


def _taken() -> Invalid:
    return Invalid(
        FieldError("Repository", "name", "custom", TAKEN), text="Repository creation failed."
    )
