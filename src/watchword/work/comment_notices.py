"""After a comment on a commit: tells who is named in it, who takes part, and who watches."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from msgspec import Struct

from watchword.access.gate import require
from watchword.access.table import notifications as table
from watchword.access.table import repositories as repository_table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents import reading
from watchword.contents.model import Commit
from watchword.contents.ports import Readable, Store, readable
from watchword.contents.signature import number_in
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import CommitCommentId, RepoId, UserId
from watchword.kernel.pagination import PageRequest
from watchword.notifications import delivering, inbox
from watchword.notifications.model import STRENGTH, Choice, Notice, Reason, Subject
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import Privacy, Team
from watchword.repositories.model import Repository
from watchword.social.comments.events import CommitCommentUpdated
from watchword.social.comments.mentions import Mentions, mentions, of_names
from watchword.social.comments.model import CommitComment
from watchword.work.unit import Database, Work

MOST_OF_A_TEAM: Final = 1_000
AT_ONCE: Final = 50
"""People who are told in one unit of work."""


class Shelf(Protocol):
    """All repositories on disk."""

    def now(self, repository: Readable, fn: Callable[[Store], Commit]) -> Commit:
        """Run a function that reads. Raises NotFound."""


class Said(Struct, frozen=True):
    """A comment, whom it names that it did not name before, and who wrote that."""

    comment: CommitComment
    names: Mentions
    by: UserId
    changed_at: int | None = None
    """When these names came into it (seconds since 1970); None for a new comment."""


class CommentNotices:
    """Tells them."""

    def __init__(self, database: Database, shelf: Shelf, host: str) -> None:
        """Take what it reads with; `host` is that of addresses that lead nowhere."""
        self._database = database
        self._shelf = shelf
        self._host = host

    def tell(self, event: StoredEvent) -> None:
        """Tell of a comment; of one that is gone by now nobody is told."""
        actor = resolve.system()
        found = self._database.read_now(lambda work: _written(work, event), actor.origin)
        if found is None:
            return
        said, where = found
        comment = said.comment
        try:
            commit = self._shelf.now(where, lambda store: reading.commit(store, comment.sha))
        except NotFound:
            # Deleted meanwhile: there is nothing left to tell of.
            return
        concerned = self._database.read_now(
            lambda work: concerned_by(work, said, commit.author.email, self._host),
            actor.origin,
        )
        told = sorted(concerned.items())
        for start in range(0, max(len(told), 1), AT_ONCE):
            some = dict(told[start : start + AT_ONCE])

            def unit(work: Work, some: Mapping[UserId, Reason] = some) -> None:
                require(actor, table.TELL, SITE)
                _tell(work, said, commit.title, some)

            self._database.write_now(unit, actor.origin)


def said(work: Work, event: StoredEvent) -> Said | None:
    """The comment of which a fact tells; None where it is gone, or names nobody new by a change."""
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), None)
    number = CommitCommentId(event.body["comment"])
    comment = None if repository is None else work.commit_comments.find(repository, number)
    if comment is None:
        return None
    if event.name != CommitCommentUpdated.name:
        return Said(comment, mentions(comment.body), comment.author)
    # As it reads by now: a name that was taken out again reaches nobody.
    names = mentions(comment.body).names & frozenset(event.body.get("named", ()))
    by = event.origin.user or comment.author
    return Said(comment, of_names(names), by, event.at_ms // 1000) if names else None


def concerned_by(work: Work, said: Said, author: str, host: str) -> dict[UserId, Reason]:
    """Whom a comment concerns, and why; `author` is the address in the commit.

    A change concerns those alone whom it names.
    """
    found: dict[UserId, Reason] = {}

    def add(people: Iterable[UserId], reason: Reason) -> None:
        for one in people:
            found[one] = min(found.get(one, reason), reason, key=STRENGTH.__getitem__)

    comment, repository = said.comment, said.comment.repository
    add(named(work, said), Reason.MENTION)
    add(_in_named_teams(work, said), Reason.TEAM_MENTION)
    if said.changed_at is None:
        add(_accounts(work, author.lower(), host), Reason.AUTHOR)
        add(work.commit_comments.authors(repository.id, comment.sha), Reason.COMMENT)
        key = inbox.commit_key(repository, comment.sha)
        add(work.threads.followers(repository.id, key), Reason.MANUAL)
        add(_watchers(work, repository), Reason.SUBSCRIBED)
    silent = {comment.author, said.by, *work.watches.ignoring(repository.id, list(found))}
    return {one: why for one, why in found.items() if one not in silent}


def named(work: Work, said: Said) -> list[UserId]:
    """Who is named in a comment, whatever they may see."""
    people = (work.users.by_login(one) for one in sorted(said.names.people))
    return [one.id for one in people if one is not None]


def told_by_mail(work: Work, said: Said) -> list[UserId]:
    """Who is named in a comment, may read it, and asked for no quiet."""
    comment, repository = said.comment, said.comment.repository
    key = inbox.commit_key(repository, comment.sha)
    people = delivering.readers(work, repository.id, named(work, said))
    people -= {comment.author, said.by}
    people -= work.watches.ignoring(repository.id, list(people))
    threads = {one: work.threads.about(one, Subject.COMMIT, key) for one in people}
    return sorted(
        user for user, one in threads.items() if one is None or one.choice is not Choice.IGNORED
    )


def _watchers(work: Work, repository: Repository) -> Iterable[UserId]:
    last: UserId | None = None
    while some := work.watches.watchers_of(repository, last):
        yield from some
        last = some[-1]


def _in_named_teams(work: Work, said: Said) -> Iterable[UserId]:
    """Members of teams that the writer may know of, of the organization that owns it."""
    owner = said.comment.repository.owner_login.lower()
    for org, slug in sorted(said.names.teams):
        team = work.teams.by_slug(org, slug, said.by) if org == owner else None
        if team is not None and team.notifies and _may_name(team):
            members = work.teams.members(team.id, PageRequest(1, MOST_OF_A_TEAM))
            yield from (one.user for one in members.items)


def _may_name(team: Team) -> bool:
    """Whether who looked it up is in the organization, and may know of the team there."""
    knows = team.viewer_in_team is not None or team.privacy is Privacy.CLOSED
    return team.viewer_in_org is OrgRole.ADMIN or (team.viewer_in_org is not None and knows)


def _accounts(work: Work, email: str, host: str) -> Iterable[UserId]:
    if "@" not in email or "\0" in email:
        return
    found = work.users.by_emails({email}).get(email)
    number = number_in(email, host) if found is None else None
    user = found or (None if number is None else work.users.by_id(number))
    if user is not None:
        yield user.id


def _written(work: Work, event: StoredEvent) -> tuple[Said, Readable] | None:
    found = said(work, event)
    if found is None:
        return None
    grant = require(resolve.system(), repository_table.READ, found.comment.repository)
    return found, readable(grant)


def _tell(work: Work, said: Said, title: str, concerned: Mapping[UserId, Reason]) -> None:
    comment, repository = said.comment, said.comment.repository
    key = inbox.commit_key(repository, comment.sha)
    if said.changed_at is None:
        _take_part(work, comment.author, key)
    for user in sorted(delivering.readers(work, repository.id, concerned)):
        notice = Notice(
            Subject.COMMIT, key, title, concerned[user], repository.id, comment=comment.id
        )
        delivering.tell(work, user, notice, said.changed_at)


def _take_part(work: Work, author: UserId, key: str) -> None:
    """Who writes again is told again."""
    own = work.threads.about(author, Subject.COMMIT, key)
    if own is not None and own.choice is Choice.UNSUBSCRIBED:
        work.threads.choose(own.id, Choice.NONE, work.now)
