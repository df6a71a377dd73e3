"""A page as a row: the route with its operation, what its handler is asked, what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from watchword.access.gate import Grant, Target
from watchword.access.operation import Operation
from watchword.accounts.model import SITE, Session, Site, User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotAuthenticated
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.surfaces.http_kit.route_table import (
    AnyRoute,
    Finder,
    Lane,
    Params,
    Steps,
    route,
    steps,
)
from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.forms import Entry, Form, Problem
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.services import Services
from watchword.work.unit import Work

T = TypeVar("T", bound=Target)


class Asked(Struct, frozen=True):
    """What a page is asked, by whom, in which language."""

    services: Services
    whence: Origin
    caller: Caller
    translator: Translator
    now: int
    params: Params
    query: Form
    form: Form | None = None
    """What was sent with POST. A page that is shown again after a mistake has it as well."""
    problems: tuple[Problem, ...] = ()
    from_here: bool = False
    """The browser says that a page of this server led here (`Sec-Fetch-Site`)."""
    from_elsewhere: bool = False
    """The browser says that a page of another server led here."""

    def say(self, text: str, **values: object) -> str:
        """Translate a text and fill in its `%(name)s` places."""
        return self.translator(text, **values)

    @property
    def user(self) -> User:
        """The person who is signed in. Raises NotAuthenticated."""
        if self.caller.user is None:
            raise NotAuthenticated
        return self.caller.user

    @property
    def session(self) -> Session:
        """The session of the person who is signed in. Raises NotAuthenticated."""
        if self.caller.session is None:
            raise NotAuthenticated
        return self.caller.session

    @property
    def sent(self) -> Form:
        """The form that was sent; an empty one where none was."""
        return self.form or Form()

    def entry(self, **defaults: str) -> Entry:
        """Give the state of the page's form: what was typed wins over what stands there."""
        if self.form is None:
            return Entry(defaults)
        # A box that was not ticked is not sent, so nothing of the defaults may come through.
        return Entry(dict(self.form), self.problems)

    def with_problems(self, *problems: Problem) -> "Asked":
        """Give the same with complaints, for showing the form again."""
        return replace(self, problems=problems)


class View(Struct, frozen=True):
    """A page to be shown."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    secret: bool = False
    """A secret is on it: nobody may keep the page, and no link may tell where it led from."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    """Headers beyond those of every page."""
    form_action: str = ""
    """Where its forms may lead to beside this server: the origin of the redirect that follows."""


class Redirect(Struct, frozen=True):
    """Another page to go to, after something was done."""

    to: str
    """A path of this server."""
    notice: Notice | None = None
    session: Secret | None = None
    """The session has a new secret, or began."""
    signed_out: bool = False
    language: str | None = None
    """The language that this browser keeps; empty: its own, as it says it with each request."""
    status: int = 303


class Away(Struct, frozen=True):
    """The way back to the application that asked for a sign-in, on whatever server that is."""

    to: str
    """The very string that it gave, checked against what was registered, and what is added."""


Answer: TypeAlias = View | Redirect | Away
Handler: TypeAlias = Callable[[Work, Grant[T], Asked], Answer]
StepsHandler: TypeAlias = Callable[[Steps[T], Asked], Awaitable[Answer]]


class Page(Struct, frozen=True):
    """One row of the pages' table."""

    route: AnyRoute
    again: str = ""
    """The path of the page with the form that this one reads: shown again when it is not valid."""
    asks_password: bool = False
    """That form has a field for the password itself; it stands in for the page that asks for it."""

    def __post_init__(self) -> None:
        """Refuse a page that only looks and asks for the password: there is no form to keep."""
        if self.route.method == "GET" and self.route.operation.sudo:
            msg = f"{self.route.path}: only a page that takes a form can ask for the password"
            raise ValueError(msg)
        if self.asks_password and not self.again:
            msg = f"{self.route.path}: there is no page with a field for the password"
            raise ValueError(msg)


def page(
    method: str,
    path: str,
    operation: Operation,
    target: Finder[T],
    handle: Handler[T],
    *,
    again: str = "",
    asks_password: bool = False,
    lane: Lane | None = None,
) -> Page:
    """Make a page of one unit of work; GET reads and POST writes unless told."""
    row = route(method, path, operation, target, handle, Asked, lane)
    return Page(row, again, asks_password)


def page_in_steps(
    method: str,
    path: str,
    operation: Operation,
    target: Finder[T],
    handle: StepsHandler[T],
    *,
    again: str = "",
    asks_password: bool = False,
) -> Page:
    """Make a page of several units of work, with hashing, git or disk between them."""
    return Page(steps(method, path, operation, target, handle, Asked), again, asks_password)


def site(_work: Work, _caller: Caller, _params: Params) -> Site:
    """Find the server itself: the target of pages that are about nobody in particular."""
    return SITE


def oneself(work: Work, caller: Caller, _params: Params) -> User | None:
    """Find the person who is signed in, as they are now."""
    return work.users.by_id(caller.user.id) if caller.user else None


def this_session(work: Work, caller: Caller, _params: Params) -> Session | None:
    """Find the session that asks."""
    return work.sessions.by_id(caller.session.id) if caller.session else None


def number(text: str) -> int | None:
    """Read a number of a path; None for what is none, or is longer than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
