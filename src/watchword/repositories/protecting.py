"""How rules of protected branches are made and changed."""

from collections.abc import Sequence
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.ids import TeamId, UserId
from watchword.kernel.words import N_, filled
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.repositories.protection_events import (
    SWITCHES,
    AuthorizedChanged,
    ProtectionCreated,
    ProtectionDestroyed,
)
from watchword.repositories.service import must_be_live

LONGEST: Final = 255
MOST: Final = 100
MANY: Final = filled("A repository has at most %(most)s rules", most=MOST)
TAKEN: Final = N_("There is a rule for that pattern already")
EMPTY: Final = N_("A rule needs the name of a branch, or a pattern of names")
LONG: Final = filled("A pattern has at most %(most)s characters", most=LONGEST)
CONTROL: Final = N_("A pattern is one line of characters that can be seen")


def protect(
    work: Work, grant: Grant[Repository], pattern: str, rules: ProtectionRules
) -> Protection:
    """Make the rule for a pattern, or put others into the one there is. Raises Invalid."""
    grant.must_cover(table.SET)
    must_be_live(grant.target)
    pattern = _checked(pattern)
    there = [one for one in work.protections.of(grant.target.id) if one.pattern == pattern]
    if there:
        change(work, grant, there[0], rules)
    else:
        if len(work.protections.of(grant.target.id)) >= MOST:
            raise Invalid(FieldError("ProtectedBranch", "pattern", "custom", MANY))
        made = work.protections.add(grant.target.id, pattern, rules, work.now)
        work.record(ProtectionCreated(grant.target.id, made.id, pattern))
    return next(one for one in work.protections.of(grant.target.id) if one.pattern == pattern)


def add(work: Work, grant: Grant[Repository], pattern: str, rules: ProtectionRules) -> Protection:
    """Make a rule for a pattern that has none yet. Raises Invalid."""
    pattern = _checked(pattern)
    if any(one.pattern == pattern for one in work.protections.of(grant.target.id)):
        raise Invalid(FieldError("ProtectedBranch", "pattern", "custom", TAKEN))
    return protect(work, grant, pattern, rules)


def change(
    work: Work, grant: Grant[Repository], protection: Protection, rules: ProtectionRules
) -> None:
    """Put other rules in the place of those of a protection of the repository."""
    grant.must_cover(table.SET)
    must_be_live(grant.target)
    before = protection.rules
    if rules == before:
        return
    work.protections.replace(protection.id, rules, work.now)
    where = (grant.target.id, protection.id, protection.pattern)
    for name, event in SWITCHES.items():
        enabled = getattr(rules, name)
        if enabled != getattr(before, name):
            work.record(event(*where, enabled))
    if _allowed(rules) != _allowed(before):
        work.record(AuthorizedChanged(*where, *_allowed(rules)))


def rename(work: Work, grant: Grant[Repository], protection: Protection, pattern: str) -> None:
    """Let a rule mean other branches. Raises Invalid."""
    grant.must_cover(table.SET)
    must_be_live(grant.target)
    pattern = _checked(pattern)
    if pattern == protection.pattern:
        return
    try:
        work.protections.rename(protection.id, pattern, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("ProtectedBranch", "pattern", "custom", TAKEN)) from taken
    where = grant.target.id, protection.id
    work.record(ProtectionDestroyed(*where, protection.pattern))
    work.record(ProtectionCreated(*where, pattern))


def remove(work: Work, grant: Grant[Repository], protection: Protection) -> None:
    """Protect branches by that rule no longer."""
    grant.must_cover(table.REMOVE)
    must_be_live(grant.target)
    work.protections.delete(protection.id)
    work.record(ProtectionDestroyed(grant.target.id, protection.id, protection.pattern))


def people(work: Work, logins: Sequence[str]) -> tuple[UserId, ...]:
    """The accounts of those logins. Raises Invalid for one that there is not."""
    found: list[UserId] = []
    for login in dict.fromkeys(one.strip() for one in logins):
        user = work.users.by_login(login)
        if user is None:
            message = filled("There is no account '%(login)s'", login=login[:64])
            raise Invalid(FieldError("ProtectedBranch", "users", "custom", message))
        found.append(user.id)
    return tuple(dict.fromkeys(found))


def teams(work: Work, grant: Grant[Repository], slugs: Sequence[str]) -> tuple[TeamId, ...]:
    """The teams of those slugs, of the organization that owns the repository. Raises Invalid."""
    found: list[TeamId] = []
    for slug in dict.fromkeys(one.strip() for one in slugs):
        team = work.teams.by_slug(grant.target.owner_login, slug, grant.actor.user)
        if team is None:
            message = filled("There is no team '%(slug)s'", slug=slug[:64])
            raise Invalid(FieldError("ProtectedBranch", "teams", "custom", message))
        found.append(team.id)
    return tuple(dict.fromkeys(found))


def _allowed(rules: ProtectionRules) -> tuple[bool, tuple[int, ...], tuple[int, ...]]:
    """Who may push: whether that is restricted, people, teams."""
    return rules.restricted, tuple(map(int, rules.users)), tuple(map(int, rules.teams))


def _checked(pattern: str) -> str:
    tidy = pattern.strip()
    complaint = EMPTY if not tidy else LONG if len(tidy) > LONGEST else ""
    if not complaint and not tidy.isprintable():
        complaint = CONTROL
    if complaint:
        raise Invalid(FieldError("ProtectedBranch", "pattern", "custom", complaint))
    return tidy
