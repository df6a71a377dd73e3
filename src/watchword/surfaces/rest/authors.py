"""Accounts of those who wrote commits, found by the addresses in them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.accounts.model import User
from watchword.contents.model import Commit
from watchword.contents.signature import noreply, number_in
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

People = Mapping[str, SimpleUser]


class Around(Struct, frozen=True):
    """What the database knows about commits."""

    people: People
    """Accounts by the addresses of authors and committers, in lower case."""
    comments: Mapping[str, int]
    """How many were written below each; those without are left out."""


async def around(steps: Steps[Repository], at: Addresses, commits: Iterable[Commit]) -> Around:
    """Look up what the database knows about some commits of the repository."""
    found = list(commits)
    emails = {
        person.email.lower() for commit in found for person in (commit.author, commit.committer)
    }

    def unit(work: Work, grant: Grant[Repository]) -> Around:
        comments = work.commit_comments.counts(grant.target.id, [one.id for one in found])
        return Around(of_emails(work, at, emails), comments)

    return await steps.read(unit)


def of_emails(work: Work, at: Addresses, emails: Iterable[str]) -> People:
    """Accounts by those addresses. One that leads nowhere tells the account by its number."""
    wanted = {one for one in emails if "@" in one and "\0" not in one}
    found: dict[str, User] = dict(work.users.by_emails(wanted))
    for email in wanted - found.keys():
        number = number_in(email, at.host)
        user = work.users.by_id(number) if number is not None else None
        if user is not None:
            found[email] = user
    return {email: simple_user(user, at) for email, user in found.items()}


def addresses_of(work: Work, at: Addresses, word: str) -> frozenset[str]:
    """Addresses under which somebody commits, who is named by an address or by a login."""
    if "@" in word:
        return frozenset({word.lower()})
    user = work.users.by_login(word)
    if user is None:
        return frozenset()
    return frozenset(one.lower() for one in (user.email, noreply(user, at.host)) if one)
