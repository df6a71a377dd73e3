"""When tokens and keys were last used, written in batches of what was observed in memory."""

from watchword.access.gate import require
from watchword.access.table import keys as key_table
from watchword.access.table import tokens as token_table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.keys import usage as key_usage
from watchword.keys.usage import KeyUsage
from watchword.tokens import usage as token_usage
from watchword.tokens.usage import Usage
from watchword.work.unit import Database, Work


class UsageBook:
    """What one process observed and did not write yet."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing observed."""
        self._database = database
        self.tokens = Usage()
        self.keys = KeyUsage()

    async def flush(self) -> None:
        """Write it. What could not be written is kept for the next time."""
        while await self._flush_tokens() or await self._flush_keys():
            pass

    async def _flush_tokens(self) -> bool:
        actor, batch = resolve.system(), self.tokens.take()

        def unit(work: Work) -> None:
            token_usage.write(work, require(actor, token_table.NOTE_USAGE, SITE), batch)

        if batch:
            try:
                await self._database.write(unit, actor.origin)
            except Exception:
                self.tokens.put_back(batch)
                raise
        return bool(batch)

    async def _flush_keys(self) -> bool:
        actor, batch = resolve.system(), self.keys.take()

        def unit(work: Work) -> None:
            key_usage.write(work, require(actor, key_table.NOTE_USAGE, SITE), batch)

        if batch:
            try:
                await self._database.write(unit, actor.origin)
            except Exception:
                self.keys.put_back(batch)
                raise
        return bool(batch)
