"""Branches and tags as GitHub's JSON has them."""

from urllib.parse import quote

from msgspec import Struct, field

from watchword.contents.names import plain, quoted
from watchword.ref_updates.model import TAGS
from watchword.surfaces.shapes.commits import Commit, Places, ShaLink
from watchword.surfaces.shapes.node_ids import REF, named_id


class StatusChecks(Struct, kw_only=True):
    """Checks that must have passed before a branch may move."""

    enforcement_level: str = "off"
    contexts: list[str] = []
    checks: list[str] = []


class ProtectionSummary(Struct, kw_only=True):
    """How a branch is protected, in short."""

    enabled: bool = False
    required_status_checks: StatusChecks = field(default_factory=StatusChecks)


class ShortBranch(Struct, kw_only=True):
    """A branch in a list."""

    name: str
    commit: ShaLink
    protected: bool
    protection: ProtectionSummary
    protection_url: str


class BranchLinks(Struct, kw_only=True):
    """Where a branch is."""

    self: str
    html: str


class Branch(Struct, kw_only=True):
    """A branch with its newest commit."""

    name: str
    commit: Commit
    links: BranchLinks = field(name="_links")
    protected: bool
    protection: ProtectionSummary
    protection_url: str


class Tag(Struct, kw_only=True):
    """A tag, whether it is an object of its own or not."""

    name: str
    commit: ShaLink
    zipball_url: str
    tarball_url: str
    node_id: str


def short_branch(name: bytes, tip: str, places: Places, *, protected: bool) -> ShortBranch:
    """Say of a branch what lists say."""
    return ShortBranch(
        name=plain(name),
        commit=ShaLink(sha=tip, url=f"{places.api}/commits/{tip}"),
        protected=protected,
        protection=ProtectionSummary(enabled=protected),
        protection_url=_protection(name, places),
    )


def branch(name: bytes, tip: Commit, places: Places, *, protected: bool) -> Branch:
    """Say of a branch all there is to say."""
    links = BranchLinks(
        self=f"{places.api}/branches/{quoted(name)}", html=f"{places.site}/tree/{quoted(name)}"
    )
    return Branch(
        name=plain(name),
        commit=tip,
        links=links,
        protected=protected,
        protection=ProtectionSummary(enabled=protected),
        protection_url=_protection(name, places),
    )


def tag(name: bytes, commit: str, places: Places) -> Tag:
    """Say of a tag where it leads."""
    full = f"{TAGS}{plain(name)}"
    ref = f"{TAGS}{quoted(name)}"
    return Tag(
        name=plain(name),
        commit=ShaLink(sha=commit, url=f"{places.api}/commits/{commit}"),
        zipball_url=f"{places.api}/zipball/{ref}",
        tarball_url=f"{places.api}/tarball/{ref}",
        node_id=named_id(REF, places.id, full),
    )


def _protection(name: bytes, places: Places) -> str:
    # One segment: a slash in the name is data there.
    return f"{places.api}/branches/{quote(name, safe='')}/protection"
