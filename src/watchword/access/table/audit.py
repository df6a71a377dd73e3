"""The audit log: of an organization, of the whole site, and what concerns oneself."""

from watchword.access.kinds import ANY_LOGIN
from watchword.access.operation import Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import Scope

READ_LOG: Scopes = frozenset({Scope("read:audit_log")})
ENTERPRISE: Scopes = frozenset({Scope("admin:enterprise")})

READ_OF_ORG = Operation("audit.read_of_org", Role.ADMIN, READ_LOG, who=ANY_LOGIN)
READ_OF_SITE = Operation("audit.read_of_site", Role.ADMIN, ENTERPRISE | READ_LOG, who=ANY_LOGIN)
READ_OWN = Operation("audit.read_own", Role.ADMIN)
