"""Help pages: what to type on one's own machine to use this server."""

from shlex import quote
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts
from watchword.accounts.model import Site
from watchword.oauth.model import GIT_CREDENTIAL_OAUTH
from watchword.surfaces.web.route import Answer, Asked, Page, View, page, site
from watchword.work.unit import Work

CREDENTIAL_OAUTH: Final = "/help/git-credential-oauth"


def credential_oauth(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show how git-credential-oauth is told of this server: it knows big public hosts only."""
    url = asked.services.public_url
    lines = (
        ("oauthClientId", GIT_CREDENTIAL_OAUTH),
        ("oauthAuthURL", "/login/oauth/authorize"),
        ("oauthTokenURL", "/login/oauth/access_token"),
        ("oauthDeviceAuthURL", "/login/device/code"),
    )
    values = {
        "lines": "\n".join(_line(url, *line) for line in lines),
        "scopes": _line(url, "oauthScopes", "repo workflow"),
        "undo": f"git config --global --remove-section {quote(f'credential.{url}')}",
        "clone": f"git clone {quote(f'{url}/OWNER/REPO.git')}",
        "site": url,
    }
    return View("help/git_credential_oauth.html", values)


def _line(url: str, key: str, value: str) -> str:
    return f"git config --global {quote(f'credential.{url}.{key}')} {quote(value)}"


PAGES: list[Page] = [page("GET", CREDENTIAL_OAUTH, accounts.LOOK, site, credential_oauth)]
