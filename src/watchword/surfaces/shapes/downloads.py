"""Addresses of archives, as the API leads to them and the pages answer them."""

from urllib.parse import quote

DOWNLOADS = "/_codeload"
"""No login begins like that."""


def download(full_name: str, kind: str, ref: str) -> str:
    """The address of an archive, below that of the site."""
    quoted = quote(ref, safe="/", errors="surrogateescape")
    return f"{DOWNLOADS}/{full_name}/{kind}/{quoted}"


def thing(repository: int, kind: str, ref: str) -> str:
    """What a link to it is good for."""
    return f"{repository:d}/{kind}/{ref}"
