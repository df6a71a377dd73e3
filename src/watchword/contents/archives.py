"""What an archive of a commit is called, and the folder that stands in it (GHES behaviour)."""

import re

from msgspec import Struct

from watchword.contents import revisions
from watchword.contents.kinship import Format
from watchword.contents.model import Place, RefKind
from watchword.contents.names import plain
from watchword.contents.ports import Store
from watchword.repositories.model import Repository

UNFIT = re.compile(r"[^A-Za-z0-9._-]")
"""What a name of a file is better without, in a shell or in a header."""
VERSION = re.compile(r"v(?=[0-9])")
LEGACY = {"legacy.zip": Format.ZIP, "legacy.tar.gz": Format.TAR}
"""Kinds by the addresses to which the API leads."""
SHORT = 7
LONGEST = 120


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
    """The archive of a branch, a tag or a commit. Raises NotFound."""
    place = revisions.commit(store, word, repository.default_branch)
    return Archive(place.commit, f"{repository.name}-{_fit(_word(place))}"[:LONGEST], form)


def legacy(store: Store, repository: Repository, word: str, form: Format) -> Archive:
    """The same by the name that the API gives it."""
    commit = revisions.commit(store, word, repository.default_branch).commit
    folder = f"{repository.full_name.replace('/', '-')}-{commit[:SHORT]}"
    return Archive(commit, folder, form)


def asked(rest: str) -> tuple[str, Format] | None:
    """Take apart the end of an address: `REF.zip` or `REF.tar.gz`; None for anything else."""
    for form in Format:
        if rest.endswith(f".{form.value}"):
            return rest.removesuffix(f".{form.value}"), form
    return None


def _word(place: Place) -> str:
    name = plain(place.name)
    return VERSION.sub("", name, count=1) if place.kind is RefKind.TAG else name


def _fit(word: str) -> str:
    return UNFIT.sub("-", word)
