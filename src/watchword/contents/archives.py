"""What an archive of a commit is called, and the folder that stands in it (GHES behaviour)."""

import re
from collections import Counter
from functools import cache, partial

from msgspec import Struct

from watchword.contents import parsing, reading, revisions
from watchword.contents.kinship import Format
from watchword.contents.model import Kind, Place, RefKind
from watchword.contents.names import plain
from watchword.contents.ports import Store
from watchword.kernel.errors import TooLarge
from watchword.kernel.words import N_
from watchword.repositories.model import Repository

UNFIT = re.compile(r"[^A-Za-z0-9._-]")
"""What a name of a file is better without, in a shell or in a header."""
VERSION = re.compile(r"v(?=[0-9])")
LEGACY = {"legacy.zip": Format.ZIP, "legacy.tar.gz": Format.TAR}
"""Kinds by the addresses to which the API leads."""
SHORT = 7
LONGEST = 120
MOST_ENTRIES = 1_000_000
"""Files and folders of one archive. Git reads the names of all before it writes any."""
MOST_LEVELS = 2048
"""Folders in each other: what git takes where it counts them (core.maxTreeDepth of its 2.43)."""
LARGEST_FOLDER = 64 * 2**20
"""Bytes of a tree of so many entries, with names of usual lengths."""

TOO_MANY = N_("There are too many files for an archive. Clone it instead.")


class Archive(Struct, frozen=True):
    """All files of a commit, to be packed into one."""

    commit: str
    folder: str
    form: Format

    @property
    def filename(self) -> str:
        """What the file is called."""
        return f"{self.folder}.{self.form.value}"


def found(store: Store, repository: Repository, word: str, form: Format) -> Archive:
    """The archive of a branch, a tag or a commit. Raises NotFound, TooLarge."""
    place = revisions.commit(store, word, repository.default_branch)
    _must_fit(store, place.commit)
    return Archive(place.commit, f"{repository.name}-{_fit(_word(place))}"[:LONGEST], form)


def legacy(store: Store, repository: Repository, word: str, form: Format) -> Archive:
    """The same by the name that the API gives it."""
    commit = revisions.commit(store, word, repository.default_branch).commit
    _must_fit(store, commit)
    folder = f"{repository.full_name.replace('/', '-')}-{commit[:SHORT]}"
    return Archive(commit, folder, form)


def asked(rest: str) -> tuple[str, Format] | None:
    """Take apart the end of an address: `REF.zip` or `REF.tar.gz`; None for anything else."""
    for form in Format:
        if rest.endswith(f".{form.value}"):
            return rest.removesuffix(f".{form.value}"), form
    return None


def _must_fit(store: Store, commit: str) -> None:
    """Refuse more entries than an archive may have. Raises TooLarge.

    A few trees that hold each other many times over are more files than anybody could count one by
    one (attack 45): so each tree is read once, and counted as often as it stands on a level.
    """
    inside = cache(partial(_inside, store))
    left, level = MOST_ENTRIES, Counter([reading.commit(store, commit).tree])
    for _ in range(MOST_LEVELS):
        below: Counter[str] = Counter()
        for name, times in level.items():
            number, folders = inside(name)
            left -= number * times
            if left < 0:
                raise TooLarge(TOO_MANY)
            for one in folders:
                below[one] += times
        if not below:
            return
        level = below
    raise TooLarge(TOO_MANY)


def _inside(store: Store, tree: str) -> tuple[int, list[str]]:
    """How many entries a tree has, and the trees among them. Raises NotFound, TooLarge."""
    if store.size(tree)[1] > LARGEST_FOLDER:
        raise TooLarge(TOO_MANY)
    number, folders = 0, []
    for one in parsing.tree(store.read(tree, LARGEST_FOLDER)[1]):
        number += 1
        if one.kind is Kind.TREE:
            folders.append(one.id)
    return number, folders


def _word(place: Place) -> str:
    name = plain(place.name)
    return VERSION.sub("", name, count=1) if place.kind is RefKind.TAG else name


def _fit(word: str) -> str:
    return UNFIT.sub("-", word)
