"""The jobs process: what follows from facts, and what is done regularly."""

import asyncio
from functools import partial

import uvloop

from watchword.app import House, open_house
from watchword.authn import resolve
from watchword.duties import LISTENER_FUNCTIONS, REGULAR
from watchword.jobs.runner import Regular, Runner
from watchword.processes import handover, logs
from watchword.processes.handover import Handover, Lifeline
from watchword.processes.schema import must_match
from watchword.surfaces.hook_delivery.postman import Postman
from watchword.surfaces.hook_delivery.sending import Sender


def runner(house: House) -> Runner:
    """Put together what works on the queue of that house."""
    return Runner(
        house.database,
        {name: partial(function, house) for name, function in LISTENER_FUNCTIONS.items()},
        [Regular(name, every, partial(function, house)) for name, every, function in REGULAR],
        resolve.system().origin,
        house.entropy,
    )


def postman(house: House) -> Postman:
    """Put together what sends to webhooks."""
    settings = house.settings
    sender = Sender(settings.hook_networks)
    return Postman(house.database, house.entropy, sender, settings.public_url)


async def _work(house: House, stop: asyncio.Event) -> None:
    """Do what follows from facts, and send what is to be sent, until told to stop."""
    await asyncio.gather(runner(house).run(stop), postman(house).run(stop))


async def _run(told: Handover, lifeline: Lifeline) -> None:
    lifeline.watch()
    house = open_house(told.settings)
    await house.start()
    try:
        lifeline.ready()
        working = asyncio.create_task(_work(house, lifeline.told))
        stop = asyncio.create_task(lifeline.told.wait())
        await asyncio.wait({working, stop}, return_when=asyncio.FIRST_COMPLETED)
        # What was begun is finished, within the time that open requests get too; what is broken
        # off comes back when its lease ends.
        hurry = asyncio.create_task(lifeline.hurry.wait())
        await asyncio.wait(
            {working, hurry}, timeout=told.settings.drain, return_when=asyncio.FIRST_COMPLETED
        )
        if working.done():
            working.result()
    finally:
        await house.stop()


def main() -> None:
    """Run until told to stop."""
    told, lifeline = handover.take()
    logs.configure(told.name)
    must_match(told.settings)
    uvloop.run(_run(told, lifeline))
