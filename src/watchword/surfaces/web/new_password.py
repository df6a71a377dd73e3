"""Reading a new password from a form, and putting it in the place of the old one."""

from typing import Final

from watchword.access.gate import Grant
from watchword.accounts import passwords, service, sessions
from watchword.accounts.model import User
from watchword.accounts.sessions import Candidate
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.route import Asked
from watchword.work.unit import Work

DIFFER: Final = N_("The two passwords differ.")
MEANWHILE: Final = N_("The password was changed meanwhile. Try again with the new one.")


def wanted_password(asked: Asked, user: User) -> Secret:
    """Read the new password, typed twice. Raises Invalid for a weak one, or two that differ."""
    wanted = Secret(asked.sent.text("password"))
    passwords.check_strength(wanted, user.login)
    if asked.sent.text("password_again") != wanted.text:
        raise Invalid(FieldError("User", "password_again", "custom", DIFFER))
    return wanted


async def replace_password(
    steps: Steps[User], asked: Asked, wanted: Secret, checked: Candidate
) -> Secret:
    """Keep the new password; other sessions end, this one gets a new secret, which is returned.

    The old password must still be the one that was checked. Raises Conflict.
    """
    kept = await asked.services.passwords.hash(wanted)
    session = asked.session

    def unit(work: Work, grant: Grant[User]) -> Secret:
        before = work.users.password_of(grant.target.id)
        if before is None or before.hash != checked.hash:
            raise Conflict(MEANWHILE)
        service.change_password(work, grant, kept, session.id)
        return sessions.renew(work, session)

    return await steps.write(unit)
