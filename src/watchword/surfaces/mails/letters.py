"""Facts whose mail needs more than the account that the fact names, and the fact itself."""

from collections.abc import Mapping
from typing import Final

from watchword.audit.model import StoredEvent
from watchword.kernel.ids import ApplicationId, OrgId, TokenId, UserId
from watchword.oauth.events import SignInAuthorized
from watchword.organizations.events import MemberAdded, MemberInvited, MemberRemoved
from watchword.surfaces.mails.letter import Letter, Values
from watchword.tokens.events import TokenRegenerated
from watchword.work.unit import Work


def the_token(work: Work, event: StoredEvent) -> Values | None:
    """The token as it is now; nothing is told of one that is gone."""
    token = work.tokens.by_id(TokenId(event.body["token"]))
    return None if token is None else {"note": token.note, "scopes_held": ",".join(token.scopes)}


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


LETTERS: Final[Mapping[str, Letter]] = {
    TokenRegenerated.name: Letter(values=the_token),
    SignInAuthorized.name: Letter(values=the_first_time),
    MemberInvited.name: Letter(values=the_organization),
    MemberAdded.name: Letter(values=done_by_others),
    MemberRemoved.name: Letter(values=done_by_others),
}
"""By the name of the fact; all others are told as `Letter()` has it."""
