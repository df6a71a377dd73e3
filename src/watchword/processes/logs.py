"""What the server's processes write to standard error: lines for people, or JSON for collectors."""

import logging
import sys
from typing import Any

import structlog

GRANIAN = {
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
        "access": {"class": "logging.NullHandler"},
    },
    "formatters": {},
}
"""The HTTP server's own logger writes where ours does. It speaks of its own failures only."""


def configure(name: str) -> None:
    """Set up the log of this process; each line carries the process's name.

    A terminal gets lines to read; anything else gets one JSON object a line.
    """
    terminal = sys.stderr.isatty()
    shape: Any = (
        # Plain tracebacks: prettier ones show local variables, and those hold secrets.
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if terminal else [structlog.processors.format_exc_info]),
            shape,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(process=name)
