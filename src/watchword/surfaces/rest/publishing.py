"""What happens before a release is published: its tag is there, or is made."""

from watchword.contents.ports import Store
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.ref_updates.model import TAGS, ZERO, Command
from watchword.releases import names
from watchword.releases.model import Release
from watchword.releases.service import Wanted
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.library import Library
from watchword.surfaces.rest.moving import begun
from watchword.surfaces.rest.whole_commits import found_commit
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work


def must_be_free(
    work: Work, repository: Repository, wanted: Wanted, but: Release | None = None
) -> None:
    """Look before a tag is made whether the release can be kept. Raises Invalid."""
    if wanted.draft:
        return
    other = work.releases.by_tag(repository, wanted.tag)
    if other is not None and (but is None or other.id != but.id):
        raise Invalid(FieldError(names.RELEASE, "tag_name", "already_exists"))


async def tagged(steps: Steps[Repository], at: Addresses, library: Library, wanted: Wanted) -> None:
    """Make the tag of a release where it is not there.

    Raises Invalid where there is nothing that it could stand on, NotPermitted where that would
    bring workflow files and the credential may not.
    """
    make = await begun(steps, at, library)
    ref = TAGS + wanted.tag

    def look(store: Store) -> str | None:
        if store.ref(ref.encode("utf-8", "surrogateescape")) is not None:
            return None
        try:
            target = found_commit(store, make.here, wanted.target).commit
        except (Invalid, Conflict):
            raise Invalid(FieldError(names.RELEASE, "target_commitish", "invalid")) from None
        make.must_bring_no_workflow(store, target, None)
        return target

    target = await make.here.read(look)
    if target is not None:
        await make.move(Command(ref, ZERO, target))
