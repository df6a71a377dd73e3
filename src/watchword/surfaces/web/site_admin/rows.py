"""All pages of site administration."""

from typing import Final

from watchword.surfaces.web.route import Page
from watchword.surfaces.web.site_admin import changing, people, tokens

PAGES: Final[list[Page]] = [*people.PAGES, *changing.PAGES, *tokens.PAGES]
