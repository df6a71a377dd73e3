"""All pages: the table that the application is built from."""

from watchword.surfaces.web import front, profile, security, signing_in, tokens
from watchword.surfaces.web.route import Page

PAGES: list[Page] = [
    *front.PAGES,
    *signing_in.PAGES,
    *profile.PAGES,
    *security.PAGES,
    *tokens.PAGES,
]
