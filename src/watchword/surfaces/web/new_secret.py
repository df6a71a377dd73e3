"""The page that shows a token's secret: once, with what to do with it."""

from shlex import quote

from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.kernel.pagination import PageRequest
from watchword.kernel.secret import Secret
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.web.route import Asked, View
from watchword.tokens.model import Token
from watchword.work.unit import Work

PLACEHOLDER = "REPO"


def secret_page(work: Work, asked: Asked, token: Token, secret: Secret) -> View:
    """Make the page, with a clone line for the person's repository that was pushed to last."""
    name = _repository(work, asked)
    clone = f"{asked.services.public_url}/{name or f'{asked.user.login}/{PLACEHOLDER}'}.git"
    user = f"{asked.services.public_url}/api/v3/user"
    values = {
        "token": token,
        "secret": secret,
        "clone": f"git clone {quote(clone)}",
        "api": f'curl -H "Authorization: Bearer $WATCHWORD_TOKEN" {quote(user)}',
        "names_repository": name is not None,
    }
    return View("tokens/secret.html", values, secret=True)


def _repository(work: Work, asked: Asked) -> str | None:
    me = require(asked.caller.actor, table.LIST_OWN, asked.user).target.id
    own = frozenset({Affiliation.OWNER})
    listing = Listing(me, me, own, sort=Sort.PUSHED, descending=True)
    found = work.repositories.page(listing, PageRequest(1, 1)).items
    return found[0].full_name if found else None
