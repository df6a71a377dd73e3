"""Tokens of everybody, for those who run the site."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import site_tokens as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import TokenId
from watchword.kernel.pagination import Page
from watchword.oauth import revoke as sign_ins
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.authorizations import Authorization, authorization
from watchword.tokens import lifecycle
from watchword.tokens.model import Token
from watchword.work.unit import Work

DOCS: Final = "enterprise-admin/users#"


class Numbered(Struct, kw_only=True):
    """Which token is meant."""

    token_id: InPath = ""


class SiteTokens:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(self, work: Work, _grant: Grant[Site], asked: Paged) -> Page[Authorization]:
        """List the tokens of all people that live, without their secrets."""

        def shown(found: tuple[Token, User]) -> Authorization:
            return authorization(*found, self._at)

        return work.tokens.live(work.now, asked.request).map(shown)

    def delete(self, work: Work, grant: Grant[Site], asked: Numbered) -> None:
        """End a token of whomever; of an application's the whole sign-in ends."""
        named = number(asked.token_id)
        token = work.tokens.by_id(TokenId(named)) if named is not None else None
        if token is None or not token.is_live(work.now):
            raise NotFound
        end = lifecycle.revoke_any if token.family is None else sign_ins.by_site_admin
        end(work, grant, token)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, path, one = SiteTokens(services), "/admin/tokens", "/admin/tokens/{token_id}"
    return [
        endpoint(
            route("GET", path, table.LIST, site, own.list_all, Paged),
            f"{DOCS}list-personal-access-tokens",
        ),
        endpoint(
            route("DELETE", one, table.REVOKE, site, own.delete, Numbered, status=204),
            f"{DOCS}delete-a-personal-access-token",
        ),
    ]
