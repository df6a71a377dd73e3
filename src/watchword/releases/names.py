"""What releases and their files may be called."""

import re

from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid
from watchword.ref_updates.model import TAGS
from watchword.ref_updates.names import is_ref_name

LONGEST_NAME = 255
LONGEST_BODY = 125_000
KEPT = re.compile(r"[^A-Za-z0-9._+@-]+")
TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(;[ -~]{0,200})?")
BYTES = "application/octet-stream"
RELEASE = "Release"
ASSET = "ReleaseAsset"


def tag(text: str) -> str:
    """A tag that git takes. Raises Invalid."""
    if len(text) > LONGEST_NAME or not is_ref_name(TAGS + text):
        raise Invalid(FieldError(RELEASE, "tag_name", "custom", "tag_name is not a valid tag"))
    return text


def target(text: str) -> str:
    """What the tag is made on; whether it is there is seen when the tag is made. Raises Invalid."""
    if len(text) > LONGEST_NAME or has_control(text):
        raise Invalid(FieldError(RELEASE, "target_commitish", "invalid"))
    return text


def title(text: str | None) -> str | None:
    """The name of a release. Raises Invalid."""
    if text is not None and (len(text) > LONGEST_NAME or has_control(text)):
        message = f"name is too long (maximum is {LONGEST_NAME} characters)"
        raise Invalid(FieldError(RELEASE, "name", "custom", message))
    return text


def body(text: str | None) -> str | None:
    """What is said of a release. Raises Invalid."""
    if text is not None and (len(text) > LONGEST_BODY or "\0" in text):
        message = f"body is too long (maximum is {LONGEST_BODY} characters)"
        raise Invalid(FieldError(RELEASE, "body", "custom", message))
    return text


def file(text: str) -> str:
    """The name of a file: other characters than usual ones become dots (GHES behaviour).

    Raises Invalid where nothing is left, or the name would hide or lead elsewhere.
    """
    name = KEPT.sub(".", text.strip()).strip(".") if text else ""
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(FieldError(ASSET, "name", "missing_field" if not text else "invalid"))
    return name


def label(text: str | None) -> str | None:
    """What is shown in place of a file's name. Raises Invalid."""
    if text is not None and (len(text) > LONGEST_NAME or has_control(text)):
        raise Invalid(FieldError(ASSET, "label", "invalid"))
    return text or None


def content_type(text: str) -> str:
    """A media type as it was sent (RFC 9110 section 8.3); bytes where it is none."""
    return text if TYPE.fullmatch(text) else BYTES
