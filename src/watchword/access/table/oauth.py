"""OAuth: signing in through the browser, the applications that ask for it, and their tokens."""

from watchword.access.kinds import ANYONE, OPERATOR_ONLY, SYSTEM_ONLY, Kind
from watchword.access.operation import Lacking, Operation
from watchword.access.roles import Role

NOBODY = frozenset({Kind.ANONYMOUS})
"""The token endpoint: what is presented there is no credential of a caller, and cookies are not
read. The code, device code or refresh token itself is the proof."""
ITSELF = frozenset({Kind.APPLICATION})

EXCHANGE = Operation("oauth.exchange", Role.READ, who=NOBODY)
REVOKE_TOKEN = Operation("oauth.revoke_token", Role.READ, who=NOBODY)
"""The token itself is the proof; an application that keeps a secret gives that as well."""
BEGIN_DEVICE = Operation("oauth.begin_device", Role.READ, who=NOBODY)
READ_METADATA = Operation("oauth.read_metadata", Role.READ, who=ANYONE)
REFUSE_PASSWORDS = Operation("oauth.refuse_passwords", Role.READ, who=ANYONE)
"""The old way from a password to a token: it says no to everybody."""

REVIEW = Operation("oauth.review", Role.ADMIN)
AUTHORIZE = Operation("oauth.authorize", Role.ADMIN, sudo=True)
APPROVE_DEVICE = Operation("oauth.approve_device", Role.ADMIN, sudo=True)
DENY = Operation("oauth.deny", Role.ADMIN)
LIST_AUTHORIZED = Operation("oauth.list_authorized", Role.ADMIN)
REVOKE_AUTHORIZED = Operation("oauth.revoke_authorized", Role.ADMIN)

CREATE_APP = Operation("oauth_app.create", Role.ADMIN, sudo=True)
LIST_APPS = Operation("oauth_app.list", Role.ADMIN)
READ_APP = Operation("oauth_app.read", Role.ADMIN, lacking=Lacking.HIDDEN)
UPDATE_APP = Operation("oauth_app.update", Role.ADMIN, lacking=Lacking.HIDDEN)
DELETE_APP = Operation("oauth_app.delete", Role.ADMIN, lacking=Lacking.HIDDEN)
ADD_SECRET = Operation("oauth_app.add_secret", Role.ADMIN, sudo=True, lacking=Lacking.HIDDEN)
REMOVE_SECRET = Operation("oauth_app.remove_secret", Role.ADMIN, lacking=Lacking.HIDDEN)
REVOKE_ALL_OF_APP = Operation("oauth_app.revoke_all", Role.ADMIN, lacking=Lacking.HIDDEN)

CHECK_TOKEN = Operation("oauth.check_token", Role.READ, who=ITSELF, lacking=Lacking.HIDDEN)
RESET_TOKEN = Operation("oauth.reset_token", Role.READ, who=ITSELF, lacking=Lacking.HIDDEN)
DELETE_TOKEN = Operation(
    "oauth.delete_token", Role.READ, who=ITSELF | NOBODY, lacking=Lacking.HIDDEN
)
"""Whoever holds a public client's token may end it: possession is the proof."""
DELETE_GRANT = Operation("oauth.delete_grant", Role.READ, who=ITSELF, lacking=Lacking.HIDDEN)

LIST_ALL_APPS = Operation("oauth_app.list_all", Role.ADMIN, who=OPERATOR_ONLY)
SWITCH_APP = Operation("oauth_app.switch", Role.ADMIN, who=OPERATOR_ONLY)
SWEEP = Operation("oauth.sweep", Role.ADMIN, who=SYSTEM_ONLY)
