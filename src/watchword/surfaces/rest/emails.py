"""One's own addresses."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import emails as service
from watchword.accounts.model import User
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.users import oneself
from watchword.surfaces.shapes.emails import Email, Visibility, email
from watchword.work.unit import Work

PATH = "/user/emails"


class Named(Struct, kw_only=True):
    """Addresses: an object with a list or a text in it, or the list or the text itself."""

    alone: ClassVar[str] = "emails"

    emails: Annotated[list[str], Meta(max_length=service.MOST)] | str

    @property
    def addresses(self) -> list[str]:
        """The same as a list."""
        return [self.emails] if isinstance(self.emails, str) else self.emails


class Shown(Struct, kw_only=True):
    """Whether everybody may see the primary address."""

    visibility: Visibility


def show_all(work: Work, grant: Grant[User], asked: Paged) -> Page[Email]:
    """List one's addresses, the primary one first."""
    found = [email(one) for one in work.emails.of(grant.target.id)]
    return asked.request.part_of(found)


def show_public(work: Work, grant: Grant[User], asked: Paged) -> Page[Email]:
    """List the addresses that one's profile shows."""
    found = [email(one) for one in work.emails.of(grant.target.id) if one.public]
    return asked.request.part_of(found)


def add(work: Work, grant: Grant[User], asked: Named) -> list[Email]:
    """Add addresses; a link for verifying is mailed to each."""
    return [email(one) for one in service.add(work, grant, asked.addresses)]


def remove(work: Work, grant: Grant[User], asked: Named) -> None:
    """Take addresses away."""
    service.remove(work, grant, asked.addresses)


def set_visibility(work: Work, grant: Grant[User], asked: Shown) -> list[Email]:
    """Show the primary address to everybody who is signed in, or keep it private."""
    public = asked.visibility == "public"
    return [email(one) for one in service.set_visibility(work, grant, public=public)]


def routes() -> list[Endpoint]:
    """The rows."""
    listed = route("GET", PATH, table.LIST_EMAILS, oneself, show_all, Paged)
    public = route("GET", "/user/public_emails", table.LIST_EMAILS, oneself, show_public, Paged)
    added = route("POST", PATH, table.ADD_EMAIL, oneself, add, Named, status=201)
    removed = route("DELETE", PATH, table.REMOVE_EMAIL, oneself, remove, Named, status=204)
    shown = route(
        "PATCH", "/user/email/visibility", table.SHOW_EMAIL, oneself, set_visibility, Shown
    )
    return [
        endpoint(listed, "users/emails#list-email-addresses-for-the-authenticated-user"),
        endpoint(public, "users/emails#list-public-email-addresses-for-the-authenticated-user"),
        endpoint(added, "users/emails#add-an-email-address-for-the-authenticated-user"),
        endpoint(removed, "users/emails#delete-an-email-address-for-the-authenticated-user"),
        endpoint(shown, "users/emails#set-primary-email-visibility-for-the-authenticated-user"),
    ]
