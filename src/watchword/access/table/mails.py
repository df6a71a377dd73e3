"""What the server tells people by mail."""

from watchword.access.kinds import SYSTEM_ONLY
from watchword.access.operation import Operation
from watchword.access.roles import Role

SEND = Operation("mail.send", Role.ADMIN, who=SYSTEM_ONLY)
"""Find out whom to tell of a fact, and what."""
