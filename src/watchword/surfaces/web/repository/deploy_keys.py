"""Deploy keys of a repository."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.authn.resolve import Caller
from watchword.kernel.ids import KeyId
from watchword.kernel.pagination import PageRequest
from watchword.keys import ssh, titles
from watchword.keys.model import DeployKey
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

KEYS: Final = SETTINGS + "/keys"
NEW: Final = KEYS + "/new"
DELETE: Final = KEYS + "/{key}/delete"
ALL: Final = PageRequest(1, 1_000)


def key_of_path(work: Work, caller: Caller, params: Params) -> DeployKey | None:
    """Find the key that the path names, among those of the repository (attack 58)."""
    repository, wanted = by_name(work, caller, params), number(params["key"])
    if repository is None or wanted is None:
        return None
    found = work.public_keys.by_id(KeyId(wanted))
    mine = found is not None and found.repository == repository.id
    return DeployKey(found, repository) if found is not None and mine else None


def show(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List the deploy keys of a repository."""
    keys = work.public_keys.of_repository(grant.target.id, ALL).items
    return View("repository/deploy_keys.html", {"head": head(grant.target, asked), "keys": keys})


def show_new(_work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show the form of a new deploy key."""
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(),
        "longest": titles.LONGEST,
    }
    return View("repository/new_deploy_key.html", values)


def add(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Add a deploy key; it only reads unless the box is ticked."""
    sent = asked.sent
    made = ssh.add_to_repository(
        work,
        grant,
        sent.text("title"),
        sent.text("key"),
        read_only=sent.text("write") != "yes",
    )
    return _said(grant.target, asked.say("The key “%(title)s” was added.", title=made.title))


def show_delete(_work: Work, grant: Grant[DeployKey], asked: Asked) -> Answer:
    """Name what deleting a deploy key means."""
    values = {"head": head(grant.target.repository, asked), "key": grant.target.key}
    return View("repository/delete_deploy_key.html", values)


def delete(work: Work, grant: Grant[DeployKey], asked: Asked) -> Answer:
    """Delete a deploy key."""
    ssh.delete_from_repository(work, grant)
    title = grant.target.key.title
    return _said(
        grant.target.repository, asked.say("The key “%(title)s” was deleted.", title=title)
    )


def _said(repository: Repository, text: str) -> Redirect:
    return Redirect(f"/{repository.full_name}/settings/keys", Notice("success", text))


LIST: Final = table.LIST_DEPLOY_KEYS

PAGES: Final[list[Page]] = [
    page("GET", KEYS, LIST, at_present_name(LIST), show),
    page("GET", NEW, LIST, at_present_name(LIST), show_new),
    page("POST", KEYS, table.ADD_DEPLOY_KEY, by_name, add, again=NEW),
    page("GET", DELETE, table.READ_DEPLOY_KEY, key_of_path, show_delete),
    page("POST", DELETE, table.DELETE_DEPLOY_KEY, key_of_path, delete),
]
