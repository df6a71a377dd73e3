"""What a status or a deployment may say."""

import re
from urllib.parse import urlsplit

from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid

LONGEST_DESCRIPTION = 140
LONGEST_NAME = 255
LONGEST_URL = 2_000
WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")


def address(resource: str, field: str, text: str | None) -> str | None:
    """An address that is shown as a link: http and https only. Raises Invalid (attack 61)."""
    if not text:
        return None
    if len(text) > LONGEST_URL or not WEB.fullmatch(text) or not _has_host(text):
        message = f"{field} must use http(s) scheme"
        raise Invalid(FieldError(resource, field, "custom", message))
    return text


def sentence(resource: str, text: str | None, most: int = LONGEST_DESCRIPTION) -> str | None:
    """A description. Raises Invalid for a long one."""
    if text is not None and (len(text) > most or "\0" in text):
        message = f"description is too long (maximum is {most} characters)"
        raise Invalid(FieldError(resource, "description", "custom", message))
    return text


def name(resource: str, field: str, text: str) -> str:
    """A context, a task, an environment: one line that says something. Raises Invalid."""
    if not text.strip() or len(text) > LONGEST_NAME or has_control(text):
        message = f"{field} must be one line of at most {LONGEST_NAME} characters"
        raise Invalid(FieldError(resource, field, "custom", message))
    return text


def _has_host(text: str) -> bool:
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
