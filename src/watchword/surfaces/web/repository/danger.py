"""What cannot be taken back lightly: visibility, archiving, deleting. Each names what follows."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_
from watchword.repositories import offering, service, transfer
from watchword.repositories.model import Repository, Visibility
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.making import visibility_of
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page
from watchword.work.unit import Work

VISIBILITY: Final = SETTINGS + "/visibility"
ARCHIVE: Final = SETTINGS + "/archive"
TRANSFER: Final = SETTINGS + "/transfer"
WITHDRAW: Final = TRANSFER + "/withdraw"
DELETE: Final = SETTINGS + "/delete"
NOT_TYPED: Final = N_("Type the full name of the repository to confirm.")


def _must_be_typed(repository: Repository, asked: Asked) -> None:
    """Stop who did not type the name. Raises Invalid."""
    if asked.sent.text("confirmation").strip().lower() != repository.full_name.lower():
        raise Invalid(FieldError("Repository", "confirmation", "custom", NOT_TYPED))


def _collaborators(work: Work, grant: Grant[Repository]) -> int:
    """How many others work with it: whom the change meets."""
    return len(work.repositories.collaborators(grant.target.id))


def show_visibility(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what another visibility means."""
    service.must_be_live(grant.target)
    other = Visibility.PRIVATE if grant.target.is_public else Visibility.PUBLIC
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(),
        "other": other.value,
        "collaborators": _collaborators(work, grant),
    }
    return View("repository/visibility.html", values)


def set_visibility(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show a repository to everybody, or hide it."""
    _must_be_typed(grant.target, asked)
    service.set_visibility(work, grant, visibility_of(asked.sent))
    said = asked.say("The visibility of “%(name)s” was changed.", name=grant.target.full_name)
    return Redirect(f"/{grant.target.full_name}/settings", Notice("success", said))


def show_archive(_work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what archiving means, or the way back."""
    values = {"head": head(grant.target, asked), "entry": asked.entry()}
    return View("repository/archive.html", values)


def archive(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Make a repository read-only, or writable again."""
    _must_be_typed(grant.target, asked)
    archived = asked.sent.text("archived") == "yes"
    service.archive(work, grant, archived=archived)
    told = N_("“%(name)s” is archived.") if archived else N_("“%(name)s” can be written again.")
    said = asked.say(told, name=grant.target.full_name)
    return Redirect(f"/{grant.target.full_name}/settings", Notice("success", said))


def show_transfer(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what another owner means, and to whom it is offered already."""
    service.must_be_live(grant.target)
    offer = work.repository_offers.of(grant.target.id)
    waits = offer is not None and not offer.is_over(work.now)
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(new_name=grant.target.name),
        "receiver": work.users.by_id(offer.receiver) if offer and waits else None,
    }
    return View("repository/transfer.html", values)


def hand_over(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Give a repository another owner."""
    _must_be_typed(grant.target, asked)
    wanted = transfer.Wanted(asked.sent.text("new_owner"), asked.sent.text("new_name"))
    now = transfer.transfer(work, grant, wanted)
    if now.owner == grant.target.owner:
        said = asked.say(
            "“%(name)s” is offered to %(owner)s, who has a day to accept it.",
            name=now.full_name,
            owner=wanted.owner,
        )
        return Redirect(f"/{now.full_name}/settings/transfer", Notice("success", said))
    said = asked.say(
        "“%(before)s” is now “%(now)s”. The old address leads to the new one.",
        before=grant.target.full_name,
        now=now.full_name,
    )
    return Redirect(f"/{now.full_name}", Notice("success", said))


def withdraw(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Offer it no longer."""
    offering.withdraw(work, grant)
    said = asked.say("“%(name)s” stays where it is.", name=grant.target.full_name)
    return Redirect(f"/{grant.target.full_name}/settings/transfer", Notice("success", said))


def show_delete(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what deleting means."""
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(),
        "collaborators": _collaborators(work, grant),
    }
    return View("repository/delete.html", values)


def delete(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Delete a repository."""
    _must_be_typed(grant.target, asked)
    service.delete(work, grant)
    said = asked.say("Repository “%(name)s” was deleted.", name=grant.target.full_name)
    return Redirect("/", Notice("success", said))


PAGES: Final[list[Page]] = [
    page(
        "GET",
        VISIBILITY,
        table.SET_VISIBILITY,
        at_present_name(table.SET_VISIBILITY),
        show_visibility,
    ),
    page("POST", VISIBILITY, table.SET_VISIBILITY, by_name, set_visibility, again=VISIBILITY),
    page("GET", ARCHIVE, table.ARCHIVE, at_present_name(table.ARCHIVE), show_archive),
    page("POST", ARCHIVE, table.ARCHIVE, by_name, archive, again=ARCHIVE),
    page("GET", TRANSFER, table.TRANSFER, at_present_name(table.TRANSFER), show_transfer),
    page("POST", TRANSFER, table.TRANSFER, by_name, hand_over, again=TRANSFER),
    page("POST", WITHDRAW, table.TRANSFER, by_name, withdraw),
    page("GET", DELETE, table.DELETE, at_present_name(table.DELETE), show_delete),
    page("POST", DELETE, table.DELETE, by_name, delete, again=DELETE),
]
