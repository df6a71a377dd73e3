"""All that decides what the bearer of a token may do with a repository, in one look-up."""

import sqlalchemy as sa

from watchword.kernel.ids import UserId
from watchword.storage.accounts import USER
from watchword.storage.prepared import Prepared, Row
from watchword.storage.repository_names import CALLED_SO, SEEN
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.tokens import tokens
from watchword.storage.tokens import TOKEN

bearers = accounts.alias("bearers")
STANDING = Prepared(
    SEEN.add_columns(lineage.c.filling_since, *TOKEN, *(bearers.c[one.name] for one in USER))
    .outerjoin(lineage, lineage.c.repository_id == repositories.c.id)
    .join(tokens, tokens.c.digest == sa.bindparam("digest"))
    .join(bearers, bearers.c.id == tokens.c.user_id)
    .where(CALLED_SO)
)


def standing(
    connection: sa.Connection, digest: bytes, owner: str, name: str, viewer: UserId
) -> Row | None:
    """The rows of a token, of its owner and of a repository with what that owner is to it.

    `owner` and `name` are in lower case. None where one of them is not there.
    """
    return STANDING.first(connection, digest=digest, owner=owner, name=name, viewer=viewer)
