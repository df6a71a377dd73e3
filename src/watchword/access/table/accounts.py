"""Accounts, sessions and profiles."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, INSIDE, OPERATOR_ONLY, SYSTEM_ONLY, Kind
from watchword.access.operation import Operation
from watchword.access.roles import Role

NOBODY_YET = frozenset({Kind.ANONYMOUS, Kind.SESSION})

CREATE = Operation("user.create", Role.ADMIN, who=OPERATOR_ONLY)
LIST = Operation("user.list", Role.ADMIN, who=OPERATOR_ONLY)
SUSPEND = Operation("user.suspend", Role.ADMIN, who=OPERATOR_ONLY)
SET_PASSWORD = Operation("user.set_password", Role.ADMIN, who=OPERATOR_ONLY)

READ = Operation("user.read", Role.READ, who=ANYONE)
READ_SELF = Operation("user.read_self", Role.ADMIN, who=ANY_LOGIN)
UPDATE_PROFILE = Operation("user.update_profile", Role.ADMIN)

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
