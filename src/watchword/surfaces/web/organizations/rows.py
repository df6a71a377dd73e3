"""All pages of organizations."""

from typing import Final

from watchword.surfaces.web.organizations import (
    hooks,
    making,
    own,
    people,
    running,
    team_staff,
    teams,
)
from watchword.surfaces.web.route import Page

PAGES: Final[list[Page]] = [
    *making.PAGES,
    *own.PAGES,
    *running.PAGES,
    *people.PAGES,
    *teams.PAGES,
    *team_staff.PAGES,
    *hooks.PAGES,
]
