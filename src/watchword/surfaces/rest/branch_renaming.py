"""A branch gets another name, and what names it goes along (GHES behaviour).

That is the rule that protects this branch alone, where who asks may change it; drafts of releases
that are to be made of it; and the default branch of the repository.
"""

from msgspec import Struct

from watchword.access.gate import Grant, allows, require
from watchword.access.table import contents as table
from watchword.access.table import protection as protection_table
from watchword.access.table import repositories as repository_table
from watchword.ref_updates.model import BRANCHES, ZERO, Command
from watchword.releases import service as releases
from watchword.repositories import former_branches, protecting, service
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.moving import Writing
from watchword.surfaces.rest.protection import must_be_deletable
from watchword.work.default_branch import DefaultBranches
from watchword.work.unit import Work


class Renamed(Struct, frozen=True):
    """A branch, and what it is to be called."""

    old: str
    new: str
    tip: str

    @property
    def created(self) -> Command:
        """The first half of it."""
        return Command(BRANCHES + self.new, ZERO, self.tip)

    @property
    def deleted(self) -> Command:
        """The second half of it."""
        return Command(BRANCHES + self.old, self.tip, ZERO)


async def rename(
    steps: Steps[Repository], make: Writing, heads: DefaultBranches, wanted: Renamed
) -> None:
    """Rename it: the new branch is there, with all that goes along, before the old one is gone.

    Raises BranchProtected where the old one may not be deleted.
    """
    rule = await steps.read(lambda work, grant: _rule_of(work, grant, wanted))
    await must_be_deletable(steps, wanted.deleted, but=rule)
    repository, actor = make.to.repository, make.actor
    is_default = wanted.old == repository.default_branch

    def follow(work: Work) -> None:
        found = work.repositories.by_id(repository.id, actor.user)
        granted_name = require(actor, table.RENAME_BRANCH, found)
        releases.follow(work, granted_name, wanted.old, wanted.new)
        former_branches.note(work, granted_name, wanted.old, wanted.new)
        if rule is not None:
            granted = require(actor, protection_table.SET, found)
            protecting.rename(work, granted, rule, wanted.new)
        if is_default:
            _stand_on(work, require(actor, repository_table.UPDATE, found), wanted.new)

    if is_default:
        await make.database.read(lambda work: _may_update(work, make, repository), actor.origin)
        await make.move(wanted.created)
        async with heads.moved(repository, wanted.new):
            await make.database.write(follow, actor.origin)
        await make.move(wanted.deleted)
    elif rule is not None:
        await make.move(wanted.created)
        await make.database.write(follow, actor.origin)
        await make.move(wanted.deleted)
    else:
        await make.move(wanted.created, wanted.deleted)
        await make.database.write(follow, actor.origin)


def _may_update(work: Work, make: Writing, repository: Repository) -> None:
    """Ask before anything is done whether the default branch may be changed."""
    found = work.repositories.by_id(repository.id, make.actor.user)
    require(make.actor, repository_table.UPDATE, found)


def _stand_on(work: Work, grant: Grant[Repository], branch: str) -> None:
    texts = {"description": grant.target.description, "homepage": grant.target.homepage}
    service.update(work, grant, **texts, default_branch=branch)


def _rule_of(work: Work, grant: Grant[Repository], wanted: Renamed) -> Protection | None:
    """The rule that means this branch alone and may get the new name; None where there is none."""
    rules = {one.pattern: one for one in work.protections.of(grant.target.id)}
    rule = rules.get(wanted.old)
    may = allows(grant.actor, protection_table.SET, grant.target)
    return rule if rule is not None and may and wanted.new not in rules else None
