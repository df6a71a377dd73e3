"""Secrets as a type that does not show itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that must not be seen: its repr and str show nothing."""

    text: str

    def __repr__(self) -> str:
        """Show that there is one, not what it is."""
        return "Secret(…)"

    __str__ = __repr__

    @property
    def last_eight(self) -> str:
        """What may be shown of a token, as the pages of the server do."""
        return self.text[-8:]
