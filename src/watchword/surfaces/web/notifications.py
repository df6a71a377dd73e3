"""The inbox: what one is told of, what is new in it, and what one wants no more of."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import notifications as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.ids import ThreadId
from watchword.kernel.pagination import PageRequest
from watchword.notifications import inbox
from watchword.notifications.model import Choice, Subject, Thread
from watchword.notifications.ports import Sight, ThreadListing
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, oneself, page
from watchword.work.unit import Work

INBOX: Final = "/notifications"
ONE: Final = INBOX + "/{thread_id}"
A_PAGE: Final = 30
LISTINGS: Final = {
    "": ThreadListing(unread=False, unread_first=True),
    "unread": ThreadListing(),
    "participating": ThreadListing(unread=False, unread_first=True, participating=True),
}
"""By what stands under `filter` in the address."""


class Shown(Struct, frozen=True):
    """A thread, and where what it is about is found."""

    thread: Thread
    address: str

    @property
    def may_let_go(self) -> bool:
        """Whether there may be more to come of it."""
        return self.thread.subject is Subject.COMMIT

    @property
    def let_go(self) -> bool:
        """Whether nothing more is told of it."""
        return self.thread.choice in {Choice.UNSUBSCRIBED, Choice.IGNORED}


def thread_of_path(work: Work, caller: Caller, params: Params) -> Thread | None:
    """The thread of that number, among those of who asks (attack 58)."""
    wanted, user = number(params["thread_id"]), caller.actor.user
    if wanted is None or user is None:
        return None
    return work.threads.find(user, ThreadId(wanted))


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the inbox, what was not read first."""
    chosen = asked.query.text("filter")
    chosen = chosen if chosen in LISTINGS else ""
    part = PageRequest.of(number(asked.query.text("page")), A_PAGE)
    found = work.threads.page(Sight(grant.target.id), LISTINGS[chosen], part)
    values = {
        "listing": found.map(lambda one: Shown(one, address_of(one))),
        "chosen": chosen,
        "here": f"{INBOX}?filter={chosen}" if chosen else INBOX,
    }
    return View("notifications/inbox.html", values)


def read_all(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Mark all as read that was there when the page was shown."""
    until = number(asked.sent.text("until"))
    inbox.mark_all(work, grant, Sight(grant.target.id), until)
    return Redirect(INBOX, Notice("success", asked.say("All notifications are marked as read.")))


def read(work: Work, grant: Grant[Thread], asked: Asked) -> Answer:
    """Mark a thread as read."""
    inbox.mark(work, grant)
    return _back(asked)


def done(work: Work, grant: Grant[Thread], asked: Asked) -> Answer:
    """Put a thread out of the inbox."""
    inbox.done(work, grant)
    return _back(asked)


def choose(work: Work, grant: Grant[Thread], asked: Asked) -> Answer:
    """Be told of it, or no longer."""
    told = asked.sent.text("told") == "yes"
    inbox.choose(work, grant, Choice.SUBSCRIBED if told else Choice.UNSUBSCRIBED)
    return _back(asked)


def address_of(thread: Thread) -> str:
    """Where what a thread is about is found on the pages."""
    name = "" if thread.repository is None else f"/{thread.repository.full_name}"
    match thread.subject:
        case Subject.COMMIT:
            anchor = "" if thread.comment is None else f"#commitcomment-{thread.comment}"
            return f"{name}/commit/{thread.detail}{anchor}"
        case Subject.REPOSITORY_INVITATION:
            return f"{name}/invitations"
        case Subject.SECRET:
            return f"{name}/security/secret-scanning/{thread.detail}"
        case Subject.ORGANIZATION_INVITATION:
            return "/settings/organizations"
        case _:
            return "/settings/tokens"


def _back(asked: Asked) -> Redirect:
    chosen = asked.sent.text("filter")
    return Redirect(f"{INBOX}?filter={chosen}" if chosen in LISTINGS and chosen else INBOX)


PAGES: Final[list[Page]] = [
    page("GET", INBOX, table.LIST, oneself, show),
    page("POST", INBOX + "/read", table.MARK_ALL, oneself, read_all),
    page("POST", ONE + "/read", table.CHANGE_THREAD, thread_of_path, read),
    page("POST", ONE + "/done", table.CHANGE_THREAD, thread_of_path, done),
    page("POST", ONE + "/subscription", table.CHANGE_THREAD, thread_of_path, choose),
]
