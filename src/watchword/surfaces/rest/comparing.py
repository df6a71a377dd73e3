"""Two commits compared: what lies between them, and which files differ."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import contents as table
from watchword.contents import compare, differences, reading, renames
from watchword.contents.differences import FileDifference
from watchword.contents.kinship import Form, Kinship
from watchword.contents.ports import Readable, Store, readable, together
from watchword.kernel.errors import Invalid, NotFound
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Repository
from watchword.repositories.relatives import relative
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.authors import Around, around
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Opened, Rooms, account_of, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import Shown, files, found_commit, listed, one
from watchword.surfaces.shapes.commits import Commit, DiffEntry, Places
from watchword.work.unit import Work

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


class Word(Struct, frozen=True):
    """A commit as it is named: `REV`, `OWNER:REV` or `OWNER:NAME:REV`."""

    rev: str
    owner: str | None = None
    name: str | None = None

    @property
    def shown(self) -> str:
        """The same as it was written."""
        parts = (one for one in (self.owner, self.name, self.rev) if one is not None)
        return ":".join(parts).encode("utf-8", "replace").decode()


class Side(Struct, frozen=True):
    """A commit as it was named, and the repository in which it was found."""

    word: Word
    place: Opened
    commit: str = ""


class Pair(Struct, frozen=True):
    """Two commits of one repository, or of two that came from the same one."""

    base: Side
    head: Side

    @property
    def readable(self) -> Readable:
        """Where the objects of both are read."""
        return together(self.base.place.readable, self.head.place.readable)


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
        pair = await self._pair(steps, here, asked.basehead)
        base, head, genealogy = pair.base.commit, pair.head.commit, self.library.genealogy
        kin = await genealogy.kinship(pair.readable, base, head, here.account)
        if kin.merge_base is None:
            words = {"base": pair.base.word.shown, "head": pair.head.word.shown}
            raise NotThere(NO_ANCESTOR.format(**words))
        if asked.media in FORMS:
            form, start = FORMS[asked.media], kin.merge_base
            text = await genealogy.written(pair.readable, start, head, form, here.account)
            media = f"application/vnd.github.{asked.media}; charset=utf-8"
            return Plain(media.encode(), text, SANDBOX)
        part = asked.request if asked.page or asked.per_page else PageRequest(1, MOST_COMMITS)
        found = await self._between(here, pair, kin.merge_base, kin, part)
        shown = [found.base.commit, found.merge_base.commit, *(x.commit for x in found.commits)]
        known = await around(steps, self.at, shown)
        return _told(here, pair, kin, found, known)

    async def _pair(self, steps: Steps[Repository], here: Opened, basehead: str) -> Pair:
        """Find both commits. Raises NotFound where one is none, or lies where one may not look."""
        base, dots, head = basehead.partition(BETWEEN)
        if not (base and dots and head):
            raise NotFound
        words = [_in_here(_word(text), here) for text in (base, head)]
        places = await self._places(steps, here, words)
        sides = [
            Side(word, place, await place.read(partial(_commit, place, word.rev)))
            for word, place in zip(words, places, strict=True)
        ]
        return Pair(*sides)

    async def _places(
        self, steps: Steps[Repository], here: Opened, words: Sequence[Word]
    ) -> Sequence[Opened]:
        """Open the repositories that are meant, all of one network. Raises NotFound."""
        if all(word.owner is None for word in words):
            return [here for _ in words]

        def unit(work: Work, grant: Grant[Repository]) -> Sequence[Opened]:
            return [self._other(work, grant, word) if word.owner else here for word in words]

        return await steps.read(unit)

    def _other(self, work: Work, grant: Grant[Repository], word: Word) -> Opened:
        assert word.owner is not None
        actor, to_read = grant.actor, table.READ
        found = relative(work, actor, to_read, grant.target, word.owner, word.name)
        if found is None:
            raise NotFound
        let_in = require(actor, to_read, found)
        places, account = Places(found, self.at), account_of(actor)
        return Opened(found, readable(let_in), places, account, self.library)

    async def _between(
        self, here: Opened, pair: Pair, merge_base: str, kin: Kinship, part: PageRequest
    ) -> Between:
        """Read commits, the oldest first, and with the first part of them the files."""
        left = kin.ahead - part.offset
        newest = slice(max(left - part.size, 0), max(left, 0))
        genealogy, both = self.library.genealogy, pair.readable
        base, head = pair.base.commit, pair.head.commit
        names: Sequence[str] = ()
        if newest.stop > newest.start:
            names = await genealogy.between(both, base, head, newest, here.account)

        def look(store: Store) -> Between:
            differing: Sequence[FileDifference] = ()
            if part.offset == 0:
                trees = [reading.commit(store, each).tree for each in (merge_base, head)]
                changes = compare.between(store, *trees)
                differing = differences.of(store, renames.paired(store, changes))
            commits = [one(store, each) for each in reversed(names)]
            return Between(one(store, base), one(store, merge_base), commits, differing)

        return await self.library.shelf.open(both, look)


def _told(here: Opened, pair: Pair, kin: Kinship, found: Between, known: Around) -> Comparison:
    """Say it; what only the head has is named where it is found."""
    base, head = pair.base, pair.head
    named = BETWEEN.join(quote(each.word.shown, safe=":") for each in (base, head))
    exact = BETWEEN.join(_exact(each, pair) for each in (base, head))
    site = f"{here.places.site}/compare"
    return Comparison(
        url=f"{here.places.api}/compare/{named}",
        html_url=f"{site}/{named}",
        permalink_url=f"{site}/{exact}",
        diff_url=f"{site}/{named}.diff",
        patch_url=f"{site}/{named}.patch",
        base_commit=listed(found.base, known, base.place.places),
        merge_base_commit=listed(found.merge_base, known, base.place.places),
        status=kin.status,
        ahead_by=kin.ahead,
        behind_by=kin.behind,
        total_commits=kin.ahead,
        commits=[listed(each, known, head.place.places) for each in found.commits],
        files=files(found.files, head.commit, head.place.places),
    )


def _exact(side: Side, pair: Pair) -> str:
    """The commit with its owner, and with its repository where that has another name."""
    owner, _, name = side.place.repository.full_name.partition("/")
    names = {each.place.repository.name for each in (pair.base, pair.head)}
    return ":".join((owner, *([name] if len(names) > 1 else []), side.commit[:7]))


def _word(text: str) -> Word:
    """Take a word apart. Raises NotFound for what can be the name of nothing.

    Logins and names of repositories are ASCII; of bytes that are no text a database takes none.
    """
    if not text.rpartition(":")[0].isascii():
        raise NotFound
    match text.split(":"):
        case [rev]:
            return Word(rev)
        case [owner, rev] if owner and rev:
            return Word(rev, owner)
        case [owner, name, rev] if owner and name and rev:
            return Word(rev, owner, name)
    raise NotFound


def _in_here(word: Word, here: Opened) -> Word:
    """The word without the names of the repository that is asked."""
    owner, _, name = here.repository.full_name.lower().partition("/")
    mine = word.owner is not None and word.owner.lower() == owner
    return Word(word.rev) if mine and (word.name or name).lower() == name else word


def _commit(place: Opened, rev: str, store: Store) -> str:
    """The commit of that name there. Raises NotFound."""
    try:
        return found_commit(store, place, rev).commit
    except Invalid:
        raise NotFound from None


def routes(services: Services) -> list[Endpoint]:
    """The row."""
    at, made = services.at, Comparisons(services.at, services.library)
    docs = "commits/commits#compare-two-commits"
    return rows(at, "GET", "/compare/{*basehead}", table.READ, made.show, Asked, docs)
