"""Commits as GitHub's JSON has them: those of lists, whole ones, and those of git's own objects."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from watchword.contents.differences import FileDifference
from watchword.contents.model import Commit as Model
from watchword.contents.model import Kind, Person
from watchword.contents.names import plain
from watchword.contents.signatures import Signed
from watchword.repositories.model import Repository
from watchword.surfaces.shapes import patches
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import COMMIT, named_id
from watchword.surfaces.shapes.users import SimpleUser

UNSIGNED = "unsigned"
UNCHECKED = "gpgverify_unavailable"
"""GitHub's word for a signature that was not checked: it says nothing for or against it."""


class GitPerson(Struct, kw_only=True):
    """Who wrote or committed, by their own word."""

    name: str
    email: str
    date: datetime


class Verification(Struct, kw_only=True):
    """Whether a signature was checked, and what it is."""

    verified: bool
    reason: str
    signature: str | None
    payload: str | None
    verified_at: datetime | None = None


class ShaLink(Struct, kw_only=True):
    """An object and where it is."""

    sha: str
    url: str


class ParentLink(ShaLink, kw_only=True):
    """A commit before another one."""

    html_url: str


class CommitFacts(Struct, kw_only=True):
    """What the commit itself says."""

    author: GitPerson
    committer: GitPerson
    message: str
    tree: ShaLink
    url: str
    comment_count: int
    verification: Verification


class Commit(Struct, kw_only=True):
    """A commit in a list."""

    sha: str
    node_id: str
    commit: CommitFacts
    url: str
    html_url: str
    comments_url: str
    author: SimpleUser | None
    committer: SimpleUser | None
    parents: list[ParentLink]


class Stats(Struct, kw_only=True):
    """Lines that came and went."""

    total: int
    additions: int
    deletions: int


class DiffEntry(Struct, kw_only=True):
    """A file that a commit changed."""

    sha: str | None
    filename: str
    status: str
    additions: int
    deletions: int
    changes: int
    blob_url: str
    raw_url: str
    contents_url: str
    patch: str | UnsetType = UNSET
    """Absent for what is no text, and for what is too large."""
    previous_filename: str | UnsetType = UNSET


class WholeCommit(Commit, kw_only=True):
    """A commit with the files that it changed."""

    stats: Stats
    files: list[DiffEntry]


class GitCommit(Struct, kw_only=True):
    """A commit as an object of git."""

    sha: str
    node_id: str
    url: str
    html_url: str
    author: GitPerson
    committer: GitPerson
    tree: ShaLink
    message: str
    parents: list[ParentLink]
    verification: Verification


class Places:
    """Addresses of one repository's commits and files."""

    def __init__(self, repository: Repository, at: Addresses) -> None:
        """Take the repository as it is called now."""
        self.id = repository.id
        self.api = f"{at.api}/repos/{repository.full_name}"
        self.site = f"{at.site}/{repository.full_name}"

    def tree(self, sha: str) -> ShaLink:
        """A tree."""
        return ShaLink(sha=sha, url=f"{self.api}/git/trees/{sha}")

    def parents(self, commit: Model, below: str) -> list[ParentLink]:
        """The commits before one; `below` is `commits` or `git/commits`."""
        return [
            ParentLink(
                sha=one, url=f"{self.api}/{below}/{one}", html_url=f"{self.site}/commit/{one}"
            )
            for one in commit.parents
        ]


def git_person(person: Person) -> GitPerson:
    """Who wrote or committed."""
    return GitPerson(name=person.name, email=person.email, date=moment(person.at))


def verification(signed: Signed | None) -> Verification:
    """What is known of a signature: that there is none, or that it was not checked."""
    if signed is None:
        return Verification(verified=False, reason=UNSIGNED, signature=None, payload=None)
    return Verification(
        verified=False, reason=UNCHECKED, signature=signed.signature, payload=signed.payload
    )


def commit(
    found: Model,
    signed: Signed | None,
    people: Mapping[str, SimpleUser],
    places: Places,
    comments: int = 0,
) -> Commit:
    """Say of a commit what lists say; `people` are accounts by their addresses in lower case."""
    url = f"{places.api}/commits/{found.id}"
    facts = CommitFacts(
        author=git_person(found.author),
        committer=git_person(found.committer),
        message=found.message.rstrip("\n"),
        tree=places.tree(found.tree),
        url=f"{places.api}/git/commits/{found.id}",
        comment_count=comments,
        verification=verification(signed),
    )
    return Commit(
        sha=found.id,
        node_id=named_id(COMMIT, places.id, found.id),
        commit=facts,
        url=url,
        html_url=f"{places.site}/commit/{found.id}",
        comments_url=f"{url}/comments",
        author=people.get(found.author.email.lower()),
        committer=people.get(found.committer.email.lower()),
        parents=places.parents(found, "commits"),
    )


def git_commit(found: Model, signed: Signed | None, places: Places) -> GitCommit:
    """Say of a commit what git itself knows."""
    return GitCommit(
        sha=found.id,
        node_id=named_id(COMMIT, places.id, found.id),
        url=f"{places.api}/git/commits/{found.id}",
        html_url=f"{places.site}/commit/{found.id}",
        author=git_person(found.author),
        committer=git_person(found.committer),
        tree=places.tree(found.tree),
        message=found.message.rstrip("\n"),
        parents=places.parents(found, "git/commits"),
        verification=verification(signed),
    )


def diff_entry(file: FileDifference, commit_id: str, places: Places) -> DiffEntry:
    """Say of a changed file what became of it."""
    change = file.change
    side = change.after or change.before
    quoted = change.quoted
    text = patches.text(file)
    is_module = side is not None and side.kind is Kind.SUBMODULE
    return DiffEntry(
        sha=side.id if side else None,
        filename=plain(change.path),
        status=change.status.value,
        additions=file.added,
        deletions=file.removed,
        changes=file.added + file.removed,
        blob_url=f"{places.site}/{'tree' if is_module else 'blob'}/{commit_id}/{quoted}",
        raw_url=f"{places.site}/raw/{commit_id}/{quoted}",
        contents_url=f"{places.api}/contents/{quoted}?ref={commit_id}",
        patch=UNSET if text is None else text,
        previous_filename=UNSET if change.old_path is None else plain(change.old_path),
    )
