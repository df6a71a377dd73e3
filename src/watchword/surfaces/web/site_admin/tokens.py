"""Tokens of everybody: listed without their secrets, and revoked."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import site_tokens as table
from watchword.accounts.model import Site
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import TokenId
from watchword.kernel.pagination import PageRequest
from watchword.oauth import revoke as sign_ins
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.surfaces.web.site_admin.finding import ROOT, site_behind
from watchword.tokens import lifecycle
from watchword.work.unit import Work

TOKENS: Final = ROOT + "/tokens"
REVOKE: Final = TOKENS + "/{token}/revoke"


def show_list(work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """List the tokens that live, the newest first."""
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    return View("site_admin/tokens.html", {"tokens": work.tokens.live(work.now, wanted)})


def revoke(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """End a token; of an application's the whole sign-in ends."""
    named = number(asked.params["token"])
    token = work.tokens.by_id(TokenId(named)) if named is not None else None
    if token is None or not token.is_live(work.now):
        raise NotFound
    end = lifecycle.revoke_any if token.family is None else sign_ins.by_site_admin
    end(work, grant, token)
    said = asked.say("Token “%(note)s” was revoked.", note=token.note)
    return Redirect(TOKENS, Notice("success", said))


PAGES: Final[list[Page]] = [
    page("GET", TOKENS, table.LIST, site_behind, show_list),
    page("POST", REVOKE, table.REVOKE, site_behind, revoke),
]
