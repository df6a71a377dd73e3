"""Personal access tokens: made and changed in the browser, or by the operator; never by a token."""

from watchword.access.kinds import SESSION_ONLY, SYSTEM_ONLY, Kind
from watchword.access.operation import Lacking, Operation
from watchword.access.roles import Role

PERSON_OR_OPERATOR = SESSION_ONLY | {Kind.OPERATOR}

CREATE = Operation("token.create", Role.ADMIN, who=PERSON_OR_OPERATOR, sudo=True)
LIST = Operation("token.list", Role.ADMIN, who=PERSON_OR_OPERATOR)
READ = Operation("token.read", Role.ADMIN, lacking=Lacking.HIDDEN)
UPDATE = Operation("token.update", Role.ADMIN, lacking=Lacking.HIDDEN)
WIDEN = Operation("token.widen", Role.ADMIN, sudo=True, lacking=Lacking.HIDDEN)
REGENERATE = Operation("token.regenerate", Role.ADMIN, sudo=True, lacking=Lacking.HIDDEN)
REVOKE = Operation("token.revoke", Role.ADMIN, who=PERSON_OR_OPERATOR, lacking=Lacking.HIDDEN)
REVOKE_ALL = Operation("token.revoke_all", Role.ADMIN)
WARN = Operation("token.warn", Role.ADMIN, who=SYSTEM_ONLY)
"""Find the tokens that end soon, and have their people told."""
NOTE_USAGE = Operation("token.note_usage", Role.ADMIN, who=SYSTEM_ONLY)
