"""Whether a person's tokens may be given out now."""

from watchword.accounts.model import User
from watchword.kernel.ids import UserId
from watchword.oauth.ports import Work


def who_may_sign_in(work: Work, user: UserId) -> User | None:
    """The person, unless suspended or with a one-time password that was not changed yet."""
    found = work.users.by_id(user)
    if found is None or found.suspended_at is not None or found.must_change_password:
        return None
    return found
