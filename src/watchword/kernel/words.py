"""Marks texts of the domain that surfaces translate."""

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for this mark
    """Mark a text for the catalogues and give it back unchanged: the surface translates it."""
    return text


class Filled(str):
    """A text with values in it, in English; it keeps both, so that a surface can translate it."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, object]


def filled(pattern: str, **values: object) -> Filled:
    """Mark a text for the catalogues and fill in its `%(name)s` places."""
    made = Filled(pattern % values)
    made.pattern, made.values = pattern, values
    return made
