"""Marks texts of the domain that surfaces translate."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for this mark
    """Mark a text for the catalogues and give it back unchanged: the surface translates it."""
    return text
