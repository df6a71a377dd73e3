"""What people who write in a repository are to it, in GitHub's words."""

from typing import Final

from watchword.kernel.ids import OrgId, UserId
from watchword.repositories.model import Repository
from watchword.social.comments.ports import Work

NONE: Final = "NONE"


def associations(
    work: Work, repository: Repository, people: frozenset[UserId]
) -> dict[UserId, str]:
    """What each of these is: owner, member of the organization, collaborator, or nothing.

    Who conceals being in an organization is not told from a stranger.
    """
    told = dict.fromkeys(people, NONE)
    for one in work.repositories.collaborators(repository.id):
        if one.user in told:
            told[one.user] = "COLLABORATOR"
    if repository.in_organization:
        for user in people:
            member = work.organizations.member(OrgId(repository.owner), user)
            if member is not None and member.is_public:
                told[user] = "MEMBER"
    elif repository.owner in told:
        told[repository.owner] = "OWNER"
    return told
