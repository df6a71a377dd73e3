"""Two commits compared: what lies between them, and which files differ."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import compare, differences, reading, renames
from watchword.contents.differences import FileDifference
from watchword.contents.kinship import Form, Kinship
from watchword.contents.ports import Store
from watchword.kernel.errors import Invalid, NotFound
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.authors import Around, around
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Opened, Rooms, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import Shown, files, found_commit, listed, one
from watchword.surfaces.shapes.commits import Commit, DiffEntry

SANDBOX: Final = b"default-src 'none'; sandbox"
FORMS: Final = {"diff": Form.DIFF, "patch": Form.PATCH}
MOST_COMMITS: Final = 250
"""Commits that are told where no page is asked for, as on GitHub."""
BETWEEN: Final = "..."
NO_ANCESTOR: Final = "No common ancestor between {base} and {head}."


class Asked(Paged, kw_only=True):
    """Which two commits: `BASE...HEAD`, each a branch, a tag or an id."""

    basehead: InPath = ""
    media: ByMedia = "json"


class Comparison(Struct, kw_only=True):
    """What lies between two commits."""

    url: str
    html_url: str
    permalink_url: str
    diff_url: str
    patch_url: str
    base_commit: Commit
    merge_base_commit: Commit
    status: str
    ahead_by: int
    behind_by: int
    total_commits: int
    commits: list[Commit]
    files: list[DiffEntry]


class Pair(Struct, frozen=True):
    """Two commits as they were named, and their ids."""

    named: tuple[str, str]
    base: str
    head: str


class Between(Struct, frozen=True):
    """What was read of the repository."""

    base: Shown
    merge_base: Shown
    commits: Sequence[Shown]
    files: Sequence[FileDifference]


class Comparisons(Rooms):
    """Handlers."""

    async def show(self, steps: Steps[Repository], asked: Asked) -> Comparison | Plain:
        """Compare two commits."""
        here = await self.opened(steps)
        pair = await here.read(lambda store: _pair(store, here, asked.basehead))
        genealogy = self.library.genealogy
        kin = await genealogy.kinship(here.readable, pair.base, pair.head, here.account)
        if kin.merge_base is None:
            base, head = (_shown(word) for word in pair.named)
            raise NotThere(NO_ANCESTOR.format(base=base, head=head))
        if asked.media in FORMS:
            form, start = FORMS[asked.media], kin.merge_base
            text = await genealogy.written(here.readable, start, pair.head, form, here.account)
            media = f"application/vnd.github.{asked.media}; charset=utf-8"
            return Plain(media.encode(), text, SANDBOX)
        part = asked.request if asked.page or asked.per_page else PageRequest(1, MOST_COMMITS)
        found = await self._between(here, pair, kin.merge_base, kin, part)
        shown = [found.base.commit, found.merge_base.commit, *(x.commit for x in found.commits)]
        known = await around(steps, self.at, shown)
        return self._told(here, pair, kin, found, known)

    async def _between(
        self, here: Opened, pair: Pair, merge_base: str, kin: Kinship, part: PageRequest
    ) -> Between:
        """Read commits, the oldest first, and with the first part of them the files."""
        left = kin.ahead - part.offset
        newest = slice(max(left - part.size, 0), max(left, 0))
        genealogy = self.library.genealogy
        names: Sequence[str] = ()
        if newest.stop > newest.start:
            names = await genealogy.between(
                here.readable, pair.base, pair.head, newest, here.account
            )

        def look(store: Store) -> Between:
            differing: Sequence[FileDifference] = ()
            if part.offset == 0:
                trees = [reading.commit(store, each).tree for each in (merge_base, pair.head)]
                changes = compare.between(store, *trees)
                differing = differences.of(store, renames.paired(store, changes))
            commits = [one(store, each) for each in reversed(names)]
            return Between(one(store, pair.base), one(store, merge_base), commits, differing)

        return await here.read(look)

    def _told(
        self, here: Opened, pair: Pair, kin: Kinship, found: Between, known: Around
    ) -> Comparison:
        def told(shown: Shown) -> Commit:
            return listed(shown, known, here.places)

        named = BETWEEN.join(quote(_shown(word), safe="") for word in pair.named)
        site = f"{here.places.site}/compare"
        owner = here.repository.full_name.partition("/")[0]
        exact = BETWEEN.join(f"{owner}:{each[:7]}" for each in (pair.base, pair.head))
        return Comparison(
            url=f"{here.places.api}/compare/{named}",
            html_url=f"{site}/{named}",
            permalink_url=f"{site}/{exact}",
            diff_url=f"{site}/{named}.diff",
            patch_url=f"{site}/{named}.patch",
            base_commit=told(found.base),
            merge_base_commit=told(found.merge_base),
            status=kin.status,
            ahead_by=kin.ahead,
            behind_by=kin.behind,
            total_commits=kin.ahead,
            commits=[told(each) for each in found.commits],
            files=files(found.files, pair.head, here.places),
        )


def _pair(store: Store, here: Opened, basehead: str) -> Pair:
    """Take the two words apart. Raises NotFound where one of them is no commit."""
    base, dots, head = basehead.partition(BETWEEN)
    if not (base and dots and head):
        raise NotFound
    named = tuple(_in_here(word, here) for word in (base, head))
    try:
        ids = [found_commit(store, here, word).commit for word in named]
    except Invalid:
        raise NotFound from None
    return Pair((named[0], named[1]), *ids)


def _in_here(word: str, here: Opened) -> str:
    """The word without the owner before it; another owner's repository is not looked into."""
    owner, colon, rest = word.rpartition(":")
    if not colon:
        return word
    if owner.lower() != here.repository.full_name.partition("/")[0].lower():
        raise NotFound
    return rest


def _shown(word: str) -> str:
    return word.encode("utf-8", "replace").decode()


def routes(services: Services) -> list[Endpoint]:
    """The row."""
    at, made = services.at, Comparisons(services.at, services.library)
    docs = "commits/commits#compare-two-commits"
    return rows(at, "GET", "/compare/{*basehead}", table.READ, made.show, Asked, docs)
