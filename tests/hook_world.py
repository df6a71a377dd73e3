"""Webhooks of a small world: facts become messages, messages are sent to real receivers."""

import asyncio
import ipaddress
from collections import defaultdict

from tests.api import ADDRESS
from tests.world import World
from watchword.access.gate import require
from watchword.access.table import webhooks as table
from watchword.git_process.layout import Layout
from watchword.git_process.shelf import GitShelf
from watchword.jobs.runner import Runner
from watchword.kernel.entropy import system_entropy
from watchword.kernel.events import Origin
from watchword.repositories.model import Repository
from watchword.surfaces.hook_delivery.fan_out import FanOut
from watchword.surfaces.hook_delivery.postman import Postman
from watchword.surfaces.hook_delivery.sending import Sender
from watchword.surfaces.shapes.addresses import Addresses
from watchword.webhooks import service
from watchword.webhooks.model import ContentType, Hook
from watchword.webhooks.service import WantedConfig

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
SECRET = "a word that signs"


class HookWorld:
    """Does what the jobs process does, when told to."""

    def __init__(self, world: World, layout: Layout, *, allowed=LOOPBACK) -> None:
        self.world = world
        self._shelf = GitShelf(layout)
        self.fan_out = FanOut(world.database, Addresses(ADDRESS), self._shelf)
        listeners = defaultdict(lambda: lambda _event: None)
        listeners["hooks.fan_out"] = self.fan_out.tell
        # `get` of a defaultdict makes nothing, so the runner is given what answers to any name.
        self._runner = Runner(world.database, _AnyName(listeners), [], Origin(), system_entropy)
        self.postman = Postman(world.database, system_entropy, Sender(allowed), ADDRESS)

    def close(self) -> None:
        self._shelf.close()

    def make(self, repository: Repository, url: str, *events: str, secret: str | None = SECRET):
        """A webhook of that repository, as its owner makes one."""
        config = WantedConfig(url, ContentType.JSON, secret=secret)

        def unit(work) -> Hook:
            found = work.repositories.by_id(repository.id, repository.owner)
            grant = require(self.world.operator, table.CREATE, found)
            return service.create(work, grant, config, events or ("push",))

        return self.world.write(unit)

    def queue(self) -> None:
        """Put all facts into words."""

        async def all_jobs():
            while await self._runner.once():
                pass

        asyncio.run(all_jobs())

    def send(self) -> int:
        """Send all that is due; gives how many messages that were."""

        async def all_messages():
            count = 0
            while await self.postman.once():
                count += 1
            return count

        return asyncio.run(all_messages())

    def run(self) -> int:
        """Put all facts into words, and send them."""
        self.queue()
        return self.send()


class _AnyName(dict):
    def __init__(self, listeners) -> None:
        super().__init__()
        self._listeners = listeners

    def get(self, name, _default=None):
        return self._listeners[name]
