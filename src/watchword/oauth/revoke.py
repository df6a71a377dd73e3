"""The end of sign-ins: by the person, by the application, by whoever holds a token (RFC 7009)."""

import contextlib

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.access.table import tokens as tokens_table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import ApplicationId, FamilyId
from watchword.kernel.secret import Secret
from watchword.oauth import issue, refresh
from watchword.oauth.inspect import of_application
from watchword.oauth.model import Application
from watchword.oauth.ports import Work
from watchword.tokens import lifecycle
from watchword.tokens.model import Token

BY_OWNER = "revoked by its owner"
BY_APPLICATION = "revoked by the application"
BY_OPERATOR = "revoked by the operator"
BY_SITE_ADMIN = "revoked by a site administrator"


def application(work: Work, grant: Grant[User], application_id: ApplicationId) -> int:
    """End all sign-ins of a person through an application; gives how many. Raises NotFound.

    What was said yes to and not fetched yet ends as well.
    """
    grant.must_cover(table.REVOKE_AUTHORIZED)
    families = work.sign_ins.families_of(grant.target.id, application_id)
    if not families:
        raise NotFound
    for one in families:
        issue.end(work, one, BY_OWNER)
    work.sign_ins.withdraw(work.now, application=application_id, user=grant.target.id)
    return len(families)


def everything(work: Work, grant: Grant[User]) -> int:
    """End all sign-ins of a person; gives through how many applications they were."""
    grant.must_cover(table.REVOKE_AUTHORIZED)
    families = work.sign_ins.families_of(grant.target.id)
    for one in families:
        issue.end(work, one, BY_OWNER)
    work.sign_ins.withdraw(work.now, user=grant.target.id)
    return len({one.application for one in families})


def family(work: Work, grant: Grant[User], family_id: FamilyId) -> None:
    """End one sign-in of a person. Raises NotFound, also for somebody else's."""
    grant.must_cover(table.REVOKE_AUTHORIZED)
    found = work.sign_ins.family(family_id)
    if found is None or found.user != grant.target.id:
        raise NotFound
    issue.end(work, found, BY_OWNER)


def by_operator(work: Work, grant: Grant[Token]) -> None:
    """End the sign-in that a token came from: else the application would get the next token."""
    grant.must_cover(tokens_table.REVOKE)
    _sign_in_of(work, grant.target, BY_OPERATOR)


def by_site_admin(work: Work, grant: Grant[Site], token: Token) -> None:
    """The same for those who run the site. Raises NotPermitted for the token that asks."""
    lifecycle.must_not_ask(grant, token)
    _sign_in_of(work, token, BY_SITE_ADMIN)


def by_possession(
    work: Work, grant: Grant[Application], token: Secret, site_prefix: str = ""
) -> None:
    """End the sign-in that a token came from. Raises NotFound for another application's token."""
    grant.must_cover(table.DELETE_TOKEN)
    _, found = of_application(work, grant.target, token, site_prefix)
    issue.end(work, found, BY_APPLICATION)


def by_holder(
    work: Work, grant: Grant[Site], asks: Application, token: Secret, site_prefix: str = ""
) -> None:
    """End the sign-in that an access or refresh token came from (RFC 7009 section 2.1).

    What is no live token of the application is none, and that is all that was wanted: nobody is
    told of a difference (section 2.2).
    """
    grant.must_cover(table.REVOKE_TOKEN)
    refreshes = refresh.find(work, token, site_prefix)
    found = work.sign_ins.family(refreshes.family) if refreshes is not None else None
    if refreshes is None:
        with contextlib.suppress(NotFound):
            _, found = of_application(work, asks, token, site_prefix)
    if found is not None and found.application == asks.id:
        issue.end(work, found, BY_APPLICATION)


def user_of_token(
    work: Work, grant: Grant[Application], token: Secret, site_prefix: str = ""
) -> None:
    """End all sign-ins, through the application, of the person whose token it is."""
    grant.must_cover(table.DELETE_GRANT)
    _, found = of_application(work, grant.target, token, site_prefix)
    for one in work.sign_ins.families_of(found.user, grant.target.id):
        issue.end(work, one, BY_APPLICATION)
    work.sign_ins.withdraw(work.now, application=grant.target.id, user=found.user)


def sweep(work: Work, grant: Grant[Site]) -> int:
    """Forget codes, devices and tokens of applications that are over for a day.

    Sign-ins of which nothing lives go as well. Gives how many of all these there were.
    """
    grant.must_cover(table.SWEEP)
    return work.sign_ins.sweep(work.now - 86_400, work.now)


def _sign_in_of(work: Work, token: Token, why: str) -> None:
    found = work.sign_ins.family(token.family) if token.family is not None else None
    if found is not None:
        issue.end(work, found, why)
