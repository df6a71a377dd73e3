"""Accounts, sessions and profiles."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, INSIDE, OPERATOR_ONLY, SYSTEM_ONLY, Kind
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import SITE_ADMIN, USER_EMAIL
from watchword.access.scopes import USER as USER_SCOPE

USER: Scopes = frozenset({USER_SCOPE})
ADDRESSES: Scopes = frozenset({USER_EMAIL})
OF_SITE: Scopes = frozenset({SITE_ADMIN})
"""Each of these is done to the site: who does not run it is refused before anybody is found."""
NOBODY_YET = frozenset({Kind.ANONYMOUS, Kind.SESSION})

CREATE = Operation("user.create", Role.ADMIN, OF_SITE, who=ANY_LOGIN, sudo=True)
LIST = Operation("user.list", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
SUSPEND = Operation("user.suspend", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
"""No password is asked for: whoever stops harm is not to be held up."""
PROMOTE = Operation("user.promote", Role.ADMIN, OF_SITE, who=ANY_LOGIN, sudo=True)
"""Let somebody run the site, or no longer."""
RENAME = Operation("user.rename", Role.ADMIN, OF_SITE, who=ANY_LOGIN, sudo=True)
DELETE = Operation("user.delete", Role.ADMIN, OF_SITE, who=ANY_LOGIN, sudo=True)
FINISH_DELETING = Operation("user.finish_deleting", Role.ADMIN, who=INSIDE)
"""Remove, piece by piece, what a person owned who is gone."""
SET_PASSWORD = Operation("user.set_password", Role.ADMIN, who=OPERATOR_ONLY)
GIVE_PASSWORD = Operation("user.give_password", Role.ADMIN, OF_SITE, who=ANY_LOGIN, sudo=True)
"""A one-time password for somebody who has none, or forgot it."""

READ = Operation("user.read", Role.READ, who=ANYONE)
READ_SELF = Operation("user.read_self", Role.ADMIN, who=ANY_LOGIN)
LIST_PUBLIC = Operation("user.list_public", Role.READ, who=ANYONE)
UPDATE_PROFILE = Operation(
    "user.update_profile", Role.ADMIN, USER, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
LIST_EMAILS = Operation("email.list", Role.ADMIN, ADDRESSES, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
ADD_EMAIL = Operation("email.add", Role.ADMIN, USER, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
REMOVE_EMAIL = Operation("email.remove", Role.ADMIN, USER, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
SHOW_EMAIL = Operation(
    "email.set_visibility", Role.ADMIN, USER, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
VERIFY_EMAIL = Operation("email.verify", Role.ADMIN, lacking=Lacking.HIDDEN)
"""Ask for the link by mail, and follow it: only for who is signed in as the address's account."""
MAKE_PRIMARY = Operation("email.make_primary", Role.ADMIN, lacking=Lacking.HIDDEN, sudo=True)
"""Where mails go, a forgotten password would go, so the password is asked for."""

SIGN_IN = Operation("session.start", Role.READ, who=NOBODY_YET, while_half=True)
SIGN_OUT = Operation("session.end", Role.ADMIN, while_half=True)
CHANGE_PASSWORD = Operation("user.change_password", Role.ADMIN, while_half=True)
PROVE_PASSWORD = Operation("session.prove", Role.ADMIN)
LIST_SESSIONS = Operation("session.list", Role.ADMIN)
REVOKE_SESSION = Operation("session.revoke", Role.ADMIN)
NOTE_SEEN = Operation("session.note_seen", Role.ADMIN, while_half=True)
SWEEP_SESSIONS = Operation("session.sweep", Role.ADMIN, who=SYSTEM_ONLY)

DIAGNOSE = Operation("site.diagnose", Role.ADMIN, who=INSIDE)
LOOK = Operation("site.look", Role.READ, who=ANYONE)
"""The first page: what this server is."""
CHOOSE_LANGUAGE = Operation("site.choose_language", Role.READ, who=NOBODY_YET, while_half=True)
"""In a browser in which nobody is signed in."""
