"""What keys may be called."""

from typing import Final

from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import filled

LONGEST: Final = 255


def title(text: str | None, otherwise: str) -> str:
    """Tidy a title; without one, the comment of the key or its kind has to do. Raises Invalid."""
    tidy = (text or "").strip() or otherwise[:LONGEST].strip()
    if len(tidy) > LONGEST or has_control(tidy):
        message = filled("title must be one line of at most %(most)s characters", most=LONGEST)
        raise Invalid(FieldError("PublicKey", "title", "custom", message))
    return tidy
