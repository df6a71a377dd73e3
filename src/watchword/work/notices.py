"""After a fact: finds out whom it concerns, and tells them in their inbox.

Runs as a job; told again, it adds nothing. Who may not see a thing is not told of it, and what was
told is looked at anew whenever it is read: it may be hidden by then.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import notifications as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.kernel.ids import InvitationId, OrgId, RepoId, UserId
from watchword.kernel.pagination import PageRequest
from watchword.leaks.events import AlertCreated, OwnTokenLeaked
from watchword.leaks.patterns import TITLES
from watchword.notifications import delivering
from watchword.notifications.model import Notice, Reason, Subject
from watchword.organizations.events import MemberInvited
from watchword.organizations.model import OrgRole
from watchword.repositories.events import InvitationMade
from watchword.repositories.model import Repository
from watchword.tokens.events import TokenExpired, TokenExpiring
from watchword.work.unit import Database, Work

MOST_OWNERS: Final = 100
"""Of an organization that are told of an alert."""

Told: TypeAlias = Sequence[tuple[UserId, Notice]]


def tell(database: Database, event: StoredEvent) -> None:
    """Tell those whom a fact concerns, comments excepted."""
    actor = resolve.system()

    def unit(work: Work) -> None:
        require(actor, table.TELL, SITE)
        for user, notice in FINDERS[event.name](work, event):
            delivering.tell(work, user, notice)

    database.write_now(unit, actor.origin)


def _invited(work: Work, event: StoredEvent) -> Told:
    """Who is asked to work with a repository, while they are."""
    invitee = UserId(event.body["user_id"])
    waiting = work.repository_invitations.of_invitee(invitee)
    found = next((one for one in waiting if one.id == event.body["invitation"]), None)
    if found is None:
        return ()
    inviter = None if found.inviter is None else work.users.by_id(found.inviter)
    notice = Notice(
        Subject.REPOSITORY_INVITATION,
        str(found.id),
        inviter.login if inviter else "",
        Reason.INVITATION,
        found.repository,
        invitation=found.id,
    )
    return ((invitee, notice),)


def _asked_to_join(work: Work, event: StoredEvent) -> Told:
    """Who is asked to join an organization, and has an account."""
    body = event.body
    org = OrgId(UserId(body["org_id"]))
    number = InvitationId(body["invitation"])
    found = work.org_invitations.by_id(org, number)
    there = work.organizations.by_id(org, None)
    if body["user_id"] is None or found is None or there is None:
        return ()
    notice = Notice(
        Subject.ORGANIZATION_INVITATION,
        str(number),
        there.login,
        Reason.INVITATION,
        org_invitation=number,
    )
    return ((UserId(body["user_id"]), notice),)


def _found_a_secret(work: Work, event: StoredEvent) -> Told:
    """Those who run the repository in which a secret was found."""
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), None)
    alert = None if repository is None else work.alerts.find(repository, event.body["alert"])
    if repository is None or alert is None:
        return ()
    notice = Notice(
        Subject.SECRET,
        f"{repository.id}/{alert.number}",
        TITLES.get(alert.kind, alert.kind),
        Reason.SECURITY_ALERT,
        repository.id,
        alert=alert.id,
    )
    running = delivering.readers(work, repository.id, _may_run(work, repository), Role.ADMIN)
    return [(user, notice) for user in sorted(running)]


def _leaked(work: Work, event: StoredEvent) -> Told:
    """Whose token was found; the repository is named where they may read it."""
    owner, repository = UserId(event.body["user_id"]), RepoId(event.body["repository_id"])
    reads = delivering.readers(work, repository, [owner])
    key, note = str(event.body["token"]), event.body["note"]
    where = repository if reads else None
    return ((owner, Notice(Subject.TOKEN_LEAKED, key, note, Reason.SECURITY_ALERT, where)),)


def _expiring(_work: Work, event: StoredEvent) -> Told:
    key = f"{event.body['token']}/{event.body['days']}"
    return _of_token(event, Subject.TOKEN_EXPIRING, key)


def _expired(_work: Work, event: StoredEvent) -> Told:
    return _of_token(event, Subject.TOKEN_EXPIRED, str(event.body["token"]))


def _of_token(event: StoredEvent, subject: Subject, key: str) -> Told:
    notice = Notice(subject, key, event.body["note"], Reason.SECURITY_ALERT)
    return ((UserId(event.body["user_id"]), notice),)


def _may_run(work: Work, repository: Repository) -> Sequence[UserId]:
    """Those among whom the ones are who run it."""
    people = [one.user for one in work.repositories.collaborators(repository.id)]
    if not repository.in_organization:
        return [repository.owner, *people]
    part = PageRequest(1, MOST_OWNERS)
    owners = work.organizations.members(OrgId(repository.owner), part, role=OrgRole.ADMIN)
    return [*(one.user for one in owners.items), *people]


FINDERS: Final[Mapping[str, Callable[[Work, StoredEvent], Told]]] = {
    InvitationMade.name: _invited,
    MemberInvited.name: _asked_to_join,
    AlertCreated.name: _found_a_secret,
    OwnTokenLeaked.name: _leaked,
    TokenExpiring.name: _expiring,
    TokenExpired.name: _expired,
}
"""By the name of the fact: whom it concerns, and what they are told."""
