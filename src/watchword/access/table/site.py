"""The server itself, as the API speaks of it."""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Operation
from watchword.access.roles import Role

READ_ROOT = Operation("site.read_root", Role.READ, who=ANY_LOGIN)
"""The API's root. Nobody in particular gets 401: gh takes 200 as "logged in"."""
READ_META = Operation("site.read_meta", Role.READ, who=ANYONE)
"""What the server is, how much one may ask of it, and its description."""
ASK_GRAPHQL = Operation("site.ask_graphql", Role.READ, who=ANY_LOGIN)
"""Each field asks the gate for itself as well. Nobody in particular gets 401 (GHES behaviour)."""
