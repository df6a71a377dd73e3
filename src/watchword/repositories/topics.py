"""What a repository is about, in single words."""

import re
from collections.abc import Iterable
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled
from watchword.repositories import service
from watchword.repositories.events import RepositoryUpdated
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work

TOPIC: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
MOST: Final = 20
RULE: Final = N_(
    "Topics must start with a lowercase letter or number, consist of 50 characters or less, and "
    "can include hyphens."
)
"""GitHub's sentence (GHES behaviour)."""
TOO_MANY: Final = filled("A repository cannot have more than %(most)s topics.", most=MOST)


def replace(work: Work, grant: Grant[Repository], wanted: Iterable[str]) -> tuple[str, ...]:
    """Give a repository these topics and no others; gives them as they are kept. Raises Invalid."""
    grant.must_cover(table.SET_TOPICS)
    service.must_be_live(grant.target)
    topics = tuple(dict.fromkeys(one.strip().lower() for one in wanted))
    if len(topics) > MOST:
        raise Invalid(FieldError("Repository", "topics", "custom", TOO_MANY))
    if not all(TOPIC.fullmatch(one) for one in topics):
        raise Invalid(FieldError("Repository", "topics", "custom", RULE))
    before = grant.target.topics
    if topics != before:
        work.repositories.update(grant.target.id, {"topics": " ".join(topics)}, work.now)
        work.record(RepositoryUpdated(grant.target.id, ("topics",), (" ".join(before),)))
    return topics
