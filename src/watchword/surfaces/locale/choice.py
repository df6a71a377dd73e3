"""Which language a reader gets (RFC 9110, 12.5.4)."""

import re
from collections.abc import Collection, Iterable, Iterator

ITEM = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*"
)
LONGEST_HEADER = 1_024
"""Characters of `Accept-Language` that are looked at; browsers send some forty."""


def choose(
    accept: str, chosen: Iterable[str | None], offered: Collection[str], default: str
) -> str:
    """Pick the first that was chosen, else the best of `Accept-Language`, else the default.

    A tag matches an offered language of the same tag, then one of the same primary part
    (RFC 4647, 3.4): `ja-JP` is served by `ja`.
    """
    for language in chosen:
        if language is not None and language in offered:
            return language
    by_tag = {language.lower(): language for language in offered}
    for tag in wanted(accept):
        if tag == "*":
            return default
        for shorter in shortened(tag):
            if shorter in by_tag:
                return by_tag[shorter]
    return default


def wanted(accept: str) -> list[str]:
    """The tags of the header by preference, in lower case; what is no tag is passed over."""
    items = map(ITEM.fullmatch, accept[:LONGEST_HEADER].split(","))
    weighed = [(float(item[2] or 1), item[1].lower()) for item in items if item]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]


def shortened(tag: str) -> Iterator[str]:
    """The tag, then the same with fewer and fewer parts."""
    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        yield "-".join(parts[:end])
