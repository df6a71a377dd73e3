"""Words for a release, from what is known: its tag, and the release before it."""

from urllib.parse import quote

from msgspec import Struct

from watchword.repositories.model import Repository
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work


class Notes(Struct, frozen=True):
    """A name, and a body in Markdown."""

    name: str
    body: str


def notes(
    work: Work, repository: Repository, tag: str, at: Addresses, since: str | None = None
) -> Notes:
    """Lead to all changes since the release before (`since` names another tag)."""
    before = work.releases.latest(repository)
    previous = since or (before.tag if before and before.tag != tag else None)
    url = f"{at.site}/{repository.full_name}"
    if previous is None:
        link = f"{url}/commits/{quote(tag, safe='/')}"
    else:
        link = f"{url}/compare/{quote(previous, safe='/')}...{quote(tag, safe='/')}"
    return Notes(tag, f"**Full Changelog**: {link}")
