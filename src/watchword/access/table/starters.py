"""What repositories may begin with: licences, and lists of files that git leaves alone."""

from watchword.access.kinds import ANYONE
from watchword.access.operation import Operation
from watchword.access.roles import Role

READ = Operation("starter.read", Role.READ, who=ANYONE)
