"""Tokens of everybody, for those who run the site."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.scopes import Scope
from watchword.access.table import site_tokens as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import TokenId
from watchword.kernel.pagination import Page
from watchword.oauth import revoke as sign_ins
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.site_people import Named, person
from watchword.surfaces.shapes.authorizations import Authorization, authorization
from watchword.tokens import impersonation, lifecycle
from watchword.tokens.model import Token
from watchword.work.unit import Work

DOCS: Final = "enterprise-admin/users#"


class Numbered(Struct, kw_only=True):
    """Which token is meant."""

    token_id: InPath = ""


class WantedToken(Struct, kw_only=True):
    """For whom a token is to act, and what it may do."""

    username: InPath = ""
    scopes: list[str]


class SiteTokens:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at
        self._prefix = services.token_prefix

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

    def impersonate(
        self, work: Work, grant: Grant[Site], wanted: WantedToken
    ) -> Told[Authorization]:
        """Make a token that acts for a person, or show the one that is there."""
        user = person(work, wanted.username)
        scopes = map(Scope, wanted.scopes)
        token, secret = impersonation.begin(work, grant, user, scopes, self._prefix)
        shown = authorization(token, user, self._at, secret.text if secret else "")
        return Told(shown, 201 if secret else 200)

    def end_impersonation(self, work: Work, grant: Grant[Site], asked: Named) -> None:
        """End the tokens with which others act for a person."""
        impersonation.end(work, grant, person(work, asked.username))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, path, one = SiteTokens(services), "/admin/tokens", "/admin/tokens/{token_id}"
    acting = "/admin/users/{username}/authorizations"
    return [
        endpoint(
            route("GET", path, table.LIST, site, own.list_all, Paged),
            f"{DOCS}list-personal-access-tokens",
        ),
        endpoint(
            route("DELETE", one, table.REVOKE, site, own.delete, Numbered, status=204),
            f"{DOCS}delete-a-personal-access-token",
        ),
        endpoint(
            route("POST", acting, table.IMPERSONATE, site, own.impersonate, WantedToken),
            f"{DOCS}create-an-impersonation-oauth-token",
        ),
        endpoint(
            route(
                "DELETE",
                acting,
                table.END_IMPERSONATION,
                site,
                own.end_impersonation,
                Named,
                status=204,
            ),
            f"{DOCS}delete-an-impersonation-oauth-token",
        ),
    ]
