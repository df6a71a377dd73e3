"""Making, changing and removing releases."""

from collections.abc import Mapping

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents as contents_table
from watchword.access.table import releases as table
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.releases import names
from watchword.releases.events import (
    ReleaseCreated,
    ReleaseDeleted,
    ReleasePublished,
    ReleaseUpdated,
)
from watchword.releases.model import Latest, Release
from watchword.releases.ports import NewRelease, Work
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live


class Wanted(Struct, frozen=True):
    """What a release is to be; all of it."""

    tag: str
    target: str
    name: str | None = None
    body: str | None = None
    draft: bool = False
    prerelease: bool = False
    latest: Latest = Latest.TRUE

    def checked(self) -> "Wanted":
        """The same, tidied. Raises Invalid."""
        if self.latest is Latest.TRUE and self.draft is False and self.prerelease:
            # A prerelease never is the latest; GitHub takes the default and means "no" by it.
            return self._having(Latest.FALSE).checked()
        return Wanted(
            names.tag(self.tag),
            names.target(self.target),
            names.title(self.name),
            names.body(self.body),
            self.draft,
            self.prerelease,
            self.latest,
        )

    def _having(self, latest: Latest) -> "Wanted":
        return Wanted(
            self.tag, self.target, self.name, self.body, self.draft, self.prerelease, latest
        )


def follow(work: Work, grant: Grant[Repository], old: str, new: str) -> None:
    """Let drafts that are to be made of a branch go along to its new name."""
    grant.must_cover(contents_table.RENAME_BRANCH)
    work.releases.retarget_drafts(grant.target, old, new)


def create(work: Work, grant: Grant[Repository], wanted: Wanted) -> Release:
    """Keep a release. Where it is no draft, the caller made its tag first. Raises Invalid."""
    grant.must_cover(table.CREATE)
    must_be_live(grant.target)
    wanted = wanted.checked()
    new = NewRelease(
        wanted.tag,
        wanted.target,
        wanted.name,
        wanted.body,
        wanted.draft,
        wanted.prerelease,
        grant.actor.user,
        _rank(wanted, work.now),
    )
    try:
        made = work.releases.add(grant.target, new, work.now)
    except Conflict as taken:
        raise _taken() from taken
    work.record(ReleaseCreated(grant.target.id, made.id, made.tag, made.draft))
    if not made.draft:
        work.record(ReleasePublished(grant.target.id, made.id, made.tag))
    return made


def update(work: Work, grant: Grant[Release], wanted: Wanted, *, ranked: bool = False) -> Release:
    """Change a release to what is wanted; `ranked` where it was told whether it is the latest.

    Where that publishes it, the caller made its tag first. Raises Invalid.
    """
    grant.must_cover(table.UPDATE)
    before = grant.target
    must_be_live(before.repository)
    wanted = wanted.checked()
    publishing = before.draft and not wanted.draft
    values: dict[str, str | int | bool | None] = {
        "tag": wanted.tag,
        "target": wanted.target,
        "name": wanted.name,
        "body": wanted.body,
        "draft": wanted.draft,
        "prerelease": wanted.prerelease,
    }
    changed = tuple(field for field, value in values.items() if getattr(before, field) != value)
    values["updated_at"] = work.now
    if publishing:
        values["published_at"] = work.now
    if publishing or ranked or before.prerelease != wanted.prerelease:
        values["latest_at"] = _rank(wanted, work.now)
    _keep(work, before, values)
    work.record(ReleaseUpdated(before.repository.id, before.id, changed, before.name))
    if publishing:
        work.record(ReleasePublished(before.repository.id, before.id, wanted.tag))
    found = work.releases.find(before.repository, before.id)
    assert found is not None
    return found


def delete(work: Work, grant: Grant[Release]) -> None:
    """Remove a release; its tag stays, its files go."""
    grant.must_cover(table.DELETE)
    gone = grant.target
    must_be_live(gone.repository)
    work.releases.delete(gone.id)
    work.record(
        ReleaseDeleted(
            gone.repository.id,
            gone.id,
            gone.tag,
            target=gone.target,
            title=gone.name,
            draft=gone.draft,
            prerelease=gone.prerelease,
            author=gone.author,
            created_at=gone.created_at,
            published_at=gone.published_at,
        )
    )


def _keep(work: Work, release: Release, values: Mapping[str, str | int | bool | None]) -> None:
    try:
        work.releases.update(release.id, values)
    except Conflict as taken:
        raise _taken() from taken


def _rank(wanted: Wanted, now: int) -> int | None:
    """By what a release counts among the latest: its time, where it may be one of them."""
    never = wanted.draft or wanted.prerelease or wanted.latest is Latest.FALSE
    return None if never else now


def _taken() -> Invalid:
    return Invalid(FieldError(names.RELEASE, "tag_name", "already_exists"))
