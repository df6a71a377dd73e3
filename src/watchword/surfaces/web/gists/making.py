"""Making, changing and deleting gists."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.accounts.model import User
from watchword.contents import gist_files, text
from watchword.contents.ports import Readable, Store
from watchword.gists import service
from watchword.gists.edit import FileEdit
from watchword.gists.model import Gist
from watchword.gists.names import LONGEST_NAME, LONGEST_TEXT
from watchword.gists.service import Wanted
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.forms import Form
from watchword.surfaces.web.gists.finding import NEW, PATH, head, own
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    oneself,
    page,
    page_in_steps,
)
from watchword.work.unit import Work

EDIT: Final = PATH + "/edit"
DELETE: Final = PATH + "/delete"
SLOTS: Final = 3
"""Files that the form of a new gist has room for."""
LARGEST: Final = 48 * 1_024
"""Bytes of files that are edited on the web; what is larger is for git."""
LONGEST: Final = {"name": LONGEST_NAME, "text": LONGEST_TEXT}


def show_new(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new gist."""
    values = {"entry": asked.entry(), "slots": range(SLOTS), "longest": LONGEST}
    return View("gists/new.html", values)


async def make(steps: Steps[User], asked: Asked) -> Answer:
    """Make a gist, and go there."""
    sent = asked.sent
    wanted = Wanted(sent.text("description"), is_listed=sent.text("visibility") == "public")
    made = await asked.services.rooms.gists.make(steps.caller.actor, wanted, _edits(sent, SLOTS))
    said = asked.say("The gist was created.")
    return Redirect(f"/gist/{made.owner_login}/{made.id}", Notice("success", said))


async def show_edit(steps: Steps[Gist], asked: Asked) -> Answer:
    """Show the form in which a gist is changed."""
    found = await steps.read(lambda _work, grant: head(grant.target, asked))
    files = await _editable(asked, found.readable)
    defaults = {"description": found.gist.description or ""}
    for at, (name, content) in enumerate(files.items()):
        defaults |= {f"old_{at}": name, f"name_{at}": name, f"content_{at}": content}
    values = {
        "head": found,
        "entry": asked.entry(**defaults),
        "slots": range(len(files) + 1),
        "names": list(files),
        "longest": LONGEST,
    }
    return View("gists/edit.html", values)


async def edit(steps: Steps[Gist], asked: Asked) -> Answer:
    """Change a gist: its description, and its files as one more version."""
    sent = asked.sent
    found = await steps.read(lambda _work, grant: head(grant.target, asked))
    known = await _editable(asked, found.readable)
    edits = _edits(sent, len(known) + 1)
    await asked.services.rooms.gists.edit(steps.caller.actor, found.gist.id, edits)
    description = sent.text("description")
    await steps.write(lambda work, grant: service.describe(work, grant, description))
    return Redirect(found.path, Notice("success", asked.say("The gist was saved.")))


def show_delete(_work: Work, grant: Grant[Gist], asked: Asked) -> Answer:
    """Name what deleting means."""
    return View("gists/delete.html", {"head": head(grant.target, asked)})


def delete(work: Work, grant: Grant[Gist], asked: Asked) -> Answer:
    """Delete a gist."""
    service.delete(work, grant)
    said = asked.say("The gist was deleted.")
    return Redirect(f"/gist/{grant.target.owner_login}", Notice("success", said))


async def _editable(asked: Asked, readable: Readable) -> dict[str, str]:
    """The files that a form can hold, by name."""

    def read(store: Store) -> dict[str, str]:
        left, found = LARGEST, {}
        for one in gist_files.snapshot(store, readable.default_branch).files:
            data = one.data
            fits = data is not None and not one.truncated and len(data) <= left
            if data is not None and fits and not text.is_binary(data):
                left -= len(data)
                found[one.shown] = data.decode("utf-8", "replace")
        return found

    return await asked.services.rooms.shelf.open(readable, read)


def _edits(sent: Form, slots: int) -> dict[str, FileEdit | None]:
    """What the form says of each file: emptied means deleted, an empty new one nothing."""
    edits: dict[str, FileEdit | None] = {}
    for at in range(slots):
        old, name = sent.text(f"old_{at}"), sent.text(f"name_{at}").strip()
        content = sent.text(f"content_{at}").replace("\r\n", "\n")
        if not content:
            if old:
                edits[old] = None
            continue
        edits[old or name or f"gistfile{at + 1}.txt"] = FileEdit(content, name or old or None)
    return edits


PAGES: Final[list[Page]] = [
    page("GET", NEW, table.CREATE, oneself, show_new),
    page_in_steps("POST", NEW, table.CREATE, oneself, make, again=NEW),
    page_in_steps("GET", EDIT, table.UPDATE, own, show_edit),
    page_in_steps("POST", EDIT, table.UPDATE, own, edit, again=EDIT),
    page("GET", DELETE, table.DELETE, own, show_delete),
    page("POST", DELETE, table.DELETE, own, delete),
]
