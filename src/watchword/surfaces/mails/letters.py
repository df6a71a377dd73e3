"""Facts whose mail needs more than the account that the fact names, and the fact itself."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from watchword.accounts import emails
from watchword.accounts.events import EmailLinkWanted, PrimaryEmailChanged
from watchword.audit.model import StoredEvent
from watchword.kernel.ids import ApplicationId, EmailId, OrgId, RepoId, TokenId, UserId
from watchword.keys.events import PublicKeyCreated
from watchword.leaks.events import AlertCreated, OwnTokenLeaked
from watchword.oauth.events import SignInAuthorized
from watchword.organizations.events import MemberAdded, MemberInvited, MemberRemoved
from watchword.repositories.events import InvitationMade, RepositoryOffered
from watchword.repositories.offer import LIFE
from watchword.social.comments.events import CommitCommented, CommitCommentUpdated
from watchword.surfaces.mails.letter import Addressee, Letter, Values, account, its_account
from watchword.surfaces.mails.letters_of_comments import what_was_written, who_is_named
from watchword.surfaces.mails.letters_of_leaks import its_alert, where_it_stands, who_sees_to_it
from watchword.tokens.events import TokenRegenerated
from watchword.work.unit import Work

log = structlog.get_logger("watchword")

HOUR: Final = 3_600
LINKS_AN_HOUR: Final = 20


def the_token(work: Work, event: StoredEvent) -> Values | None:
    """The token as it is now; nothing is told of one that is gone."""
    token = work.tokens.by_id(TokenId(event.body["token"]))
    return None if token is None else {"note": token.note, "scopes_held": ",".join(token.scopes)}


def whose_key(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """The person that a key was added to, or the owner of the repository that it was added to."""
    if event.body["repository_id"] is None:
        return its_account(work, event)
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), None)
    return account(work, None if repository is None else repository.owner)


def its_repository(work: Work, event: StoredEvent) -> Values | None:
    """What the repository of a deploy key is called; nothing for the key of a person."""
    if event.body["repository_id"] is None:
        return {"repository": ""}
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), None)
    return None if repository is None else {"repository": repository.full_name}


def the_first_time(work: Work, event: StoredEvent) -> Values | None:
    """Nothing is told of an application that the person had let in before (GHES behaviour)."""
    user = UserId(event.body["user_id"])
    before = work.sign_ins.families_of(user, ApplicationId(event.body["application"]))
    known = any(family.created_at < event.at_ms // 1000 for family in before)
    return None if known else {}


def done_by_others(work: Work, event: StoredEvent) -> Values | None:
    """The organization; nothing is told of what the person did alone, or of one that is gone."""
    if event.origin.user == event.body["user_id"]:
        return None
    return the_organization(work, event)


def the_organization(work: Work, event: StoredEvent) -> Values | None:
    """The organization by its present login; nothing is told of one that is gone."""
    org = work.organizations.by_id(OrgId(UserId(event.body["org_id"])), None)
    return None if org is None else {"org": org.login}


def its_invitation(work: Work, event: StoredEvent) -> Values | None:
    """Who asks, and to work with what; nothing is told of what was answered or taken back."""
    invitee = UserId(event.body["user_id"])
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), invitee)
    waiting = work.repository_invitations.of_invitee(invitee)
    found = next((one for one in waiting if one.id == event.body["invitation"]), None)
    inviter = None if found is None or found.inviter is None else work.users.by_id(found.inviter)
    if repository is None or inviter is None:
        return None
    return {"repository": repository.full_name, "inviter": inviter.login}


def its_offer(work: Work, event: StoredEvent) -> Values | None:
    """Who offers which repository; nothing is told of what was answered or taken back."""
    found = work.repository_offers.of(RepoId(event.body["repository_id"]))
    if found is None or found.receiver != event.body["user_id"]:
        return None
    repository = work.repositories.by_id(found.repository, found.giver)
    giver = work.users.by_id(found.giver)
    if repository is None or giver is None:
        return None
    return {"repository": repository.full_name, "giver": giver.login, "hours": LIFE // HOUR}


def the_claimed_address(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """The address that is to be verified, while it is."""
    email = work.emails.by_id(EmailId(event.body["email_id"]))
    if email is None or email.verified_at is not None:
        return ()
    user = work.users.by_id(email.user)
    lives = user is not None and user.suspended_at is None
    return (Addressee(user, email.address),) if user is not None and lives else ()


def its_link(work: Work, event: StoredEvent) -> Values | None:
    """The address of the page that verifies; none beyond what an account may ask for in an hour.

    Anybody's address can be claimed: nobody's box shall be filled from here.
    """
    email = work.emails.by_id(EmailId(event.body["email_id"]))
    if email is None:
        return None
    hour = work.now // HOUR * HOUR
    bucket = f"email-link:{email.user}"
    wanted = work.counters.add({(bucket, hour): 1})[bucket, hour]
    if wanted > LINKS_AN_HOUR:
        log.warning(
            "mail left out", account=email.user, wanted_this_hour=wanted, at_most=LINKS_AN_HOUR
        )
        return None
    secret = emails.make_link(work, email)
    path = f"/settings/emails/{email.id}/confirm/{secret.text}"
    return {"path": path, "hours": emails.LINK_LIFE // HOUR}


def old_and_new_address(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """Where mails went before, too: who reads there may know nothing of it."""
    new = its_account(work, event)
    before = event.body["email_before"]
    return [*new, *(Addressee(one.user, before) for one in new if before)]


LETTERS: Final[Mapping[str, Letter]] = {
    EmailLinkWanted.name: Letter(the_claimed_address, its_link, writes=True),
    PrimaryEmailChanged.name: Letter(old_and_new_address),
    PublicKeyCreated.name: Letter(whose_key, its_repository),
    TokenRegenerated.name: Letter(values=the_token),
    SignInAuthorized.name: Letter(values=the_first_time),
    InvitationMade.name: Letter(values=its_invitation),
    RepositoryOffered.name: Letter(values=its_offer),
    AlertCreated.name: Letter(who_sees_to_it, its_alert),
    CommitCommented.name: Letter(who_is_named, what_was_written, writes=True),
    CommitCommentUpdated.name: Letter(who_is_named, what_was_written, writes=True),
    OwnTokenLeaked.name: Letter(values=where_it_stands),
    MemberInvited.name: Letter(values=the_organization),
    MemberAdded.name: Letter(values=done_by_others),
    MemberRemoved.name: Letter(values=done_by_others),
}
"""By the name of the fact; all others are told as `Letter()` has it."""
