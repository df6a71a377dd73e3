"""All that decides what the bearer of a token may do with a repository, in one look-up.

Of the token and of its owner it is enough that they are the same as before.
"""

import sqlalchemy as sa

from watchword.kernel.ids import UserId
from watchword.storage.prepared import Prepared, Row
from watchword.storage.repository_names import CALLED_SO, SEEN
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.tokens import tokens

bearers = accounts.alias("bearers")
STANDING = Prepared(
    SEEN.add_columns(
        lineage.c.filling_since, tokens.c.id, tokens.c.row_version, bearers.c.row_version
    )
    .outerjoin(lineage, lineage.c.repository_id == repositories.c.id)
    .join(tokens, tokens.c.digest == sa.bindparam("digest"))
    .join(bearers, bearers.c.id == tokens.c.user_id)
    .where(CALLED_SO)
)


def standing(
    connection: sa.Connection, digest: bytes, owner: str, name: str, viewer: UserId
) -> Row | None:
    """The row of a repository with what the owner of a token is to it, and the versions of both.

    `owner` and `name` are in lower case. None where one of them is not there.
    """
    return STANDING.first(connection, digest=digest, owner=owner, name=name, viewer=viewer)
