"""The SSH process: accepts connections of git, and of nothing else, on its own event loop."""

import socket
import sys

import uvloop

from watchword.app import House, open_house
from watchword.authn.lfs_links import Tickets
from watchword.processes import handover, logs
from watchword.processes.handover import Handover, Lifeline
from watchword.processes.schema import must_match
from watchword.settings import host_keys
from watchword.surfaces.ssh.commands import Services
from watchword.surfaces.ssh.crowd import Crowd
from watchword.surfaces.ssh.porter import Porter
from watchword.surfaces.ssh.server import SshServer


def server(house: House) -> SshServer:
    """Put together what serves SSH in that house."""
    settings = house.settings
    porter = Porter(house.database, house.clock, house.usage.keys.observe)
    tickets, most = Tickets(house.keys), settings.max_push_bytes
    services = Services(porter, house.git, house.at, house.entropy, tickets, most)
    keys = host_keys.paths(settings.data)
    return SshServer(services, Crowd(house.throttle), keys, settings.public_url)


async def _run(told: Handover, lifeline: Lifeline) -> None:
    lifeline.watch()
    house = open_house(told.settings)
    await house.start()
    try:
        door = server(house)
        await door.listen(socket.socket(fileno=told.listener))
        lifeline.ready()
        await lifeline.told.wait()
        await door.stop(told.settings.drain, lifeline.hurry)
    finally:
        await house.stop()


def main() -> None:
    """Run until told to stop."""
    told, lifeline = handover.take()
    logs.configure(told.name)
    must_match(told.settings)
    # A busy thread beside the loop would hold it up for 5 ms a time.
    sys.setswitchinterval(0.0005)
    uvloop.run(_run(told, lifeline))
