"""Why the server does not start, told to who started it."""


class CannotStart(Exception):  # noqa: N818 - a sentence for the operator, not a fault
    """The text says what happened and what to do next."""
