"""How often tokens and accounts were changed: what was told of a row is told while it is the same.

The database counts by itself, so that a change by hand counts too. Whoever makes one of these
tables anew on SQLite makes its trigger anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

TABLES = ("tokens", "accounts")
ON_POSTGRESQL = """
CREATE TRIGGER {0}_row_version BEFORE UPDATE ON {0}
FOR EACH ROW EXECUTE FUNCTION count_change()
"""
COUNTING = """
CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.row_version := OLD.row_version + 1; RETURN NEW; END $$
"""
ON_SQLITE = """
CREATE TRIGGER {0}_row_version AFTER UPDATE ON {0}
FOR EACH ROW WHEN NEW.row_version = OLD.row_version
BEGIN UPDATE {0} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END
"""


def upgrade() -> None:
    """Add the columns, and what counts."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(COUNTING)
    for table in TABLES:
        column = sa.Column("row_version", sa.BigInteger, nullable=False, server_default="0")
        op.add_column(table, column)
        op.execute((ON_POSTGRESQL if is_postgresql else ON_SQLITE).format(table))
