"""Licences as GitHub's JSON has them: license-simple and license."""

from typing import Any, Final

from msgspec import Struct, structs

from watchword.contents.licences import Licence, find, recognised
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.contents import Content

ABOUT: Final = "http://choosealicense.com/licenses/{key}/"
"""Where each is described; GitHub's answers lead there (GHES behaviour)."""


class SimpleLicence(Struct, kw_only=True):
    """A licence in the answer about something else."""

    key: str
    name: str
    spdx_id: str | None
    url: str | None
    node_id: str
    html_url: str


class FullLicence(SimpleLicence, kw_only=True):
    """A licence by itself."""

    description: str
    implementation: str
    permissions: list[str]
    conditions: list[str]
    limitations: list[str]
    body: str
    featured: bool


OTHER: Final = SimpleLicence(
    key="other", name="Other", spdx_id="NOASSERTION", url=None, node_id="L_other", html_url=""
)
"""A file that is none of those that are known (GHES behaviour)."""


class LicenceContent(Content, kw_only=True):
    """The file of a repository's licence, and which one it is."""

    license: SimpleLicence


def with_licence(file: Content, data: bytes, at: Addresses) -> LicenceContent:
    """Say of a file which licence it is."""
    found = recognised(data)
    named = OTHER if found is None else simple_licence(found, at)
    return LicenceContent(**structs.asdict(file), license=named)


def licence_of(key: str | None, at: Addresses) -> SimpleLicence | None:
    """The licence of that key, as a repository tells it; None where it is under none."""
    if key is None:
        return None
    found = find(key)
    return OTHER if found is None else simple_licence(found, at)


def simple_licence(licence: Licence, at: Addresses) -> SimpleLicence:
    """Say of a licence what it is called."""
    return SimpleLicence(**_named(licence, at))


def full_licence(licence: Licence, at: Addresses) -> FullLicence:
    """Say of a licence all that is known."""
    return FullLicence(
        **_named(licence, at),
        description=licence.description,
        implementation=licence.implementation,
        permissions=list(licence.permissions),
        conditions=list(licence.conditions),
        limitations=list(licence.limitations),
        body=licence.body,
        featured=licence.featured,
    )


def _named(licence: Licence, at: Addresses) -> dict[str, Any]:
    return {
        "key": licence.key,
        "name": licence.name,
        "spdx_id": licence.spdx_id,
        "url": f"{at.api}/licenses/{licence.key}",
        "node_id": f"L_{licence.key}",
        "html_url": ABOUT.format(key=licence.key),
    }
