"""How Alembic reaches the database: over the connection that run.py hands it."""

from alembic import context

from watchword.storage.tables import metadata
from watchword.storage.tables.metadata import tell_postgresql

tell_postgresql()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
# The transaction is run.py's, so that the lock, the changes and the check are one.
context.run_migrations()
