"""One web process: the HTTP server on its own event loop, around the application."""

import sys

import structlog
import uvloop

from watchword.app import open_house
from watchword.processes import collector, handover, logs
from watchword.processes.handover import Handover, Lifeline
from watchword.processes.http_server import serve
from watchword.processes.schema import must_match

log = structlog.get_logger("watchword.web")


async def _run(told: Handover, lifeline: Lifeline) -> bool:
    # Routes, statements and templates stay for good, as what was imported does.
    with collector.put_off():
        house = open_house(told.settings)
    await house.start()
    try:
        return await serve(house.asgi, told, lifeline)
    finally:
        await house.stop()


def main() -> None:
    """Run until told to stop."""
    told, lifeline = handover.take()
    logs.configure(told.name)
    must_match(told.settings)
    # A busy thread beside the loop would hold it up for 5 ms a time.
    sys.setswitchinterval(0.0005)
    if not uvloop.run(_run(told, lifeline)):
        log.error("server.ended")
        sys.exit(1)
