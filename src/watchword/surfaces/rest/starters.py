"""Licences, and lists of files that git leaves alone."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import starters as table
from watchword.accounts.model import Site
from watchword.contents import gitignores, licences
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, InPath, Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.licences import (
    FullLicence,
    SimpleLicence,
    full_licence,
    simple_licence,
)
from watchword.work.unit import Work

RAW: Final = b"application/vnd.github.raw; charset=utf-8"


class LicenceListing(Paged, kw_only=True):
    """Which licences are wanted: those that are offered first, unless told."""

    featured: bool | None = None


class LicenceKey(Struct, kw_only=True):
    """Which licence is wanted."""

    license: InPath = ""


class ListName(Struct, kw_only=True):
    """Which list is wanted, and how."""

    name: InPath = ""
    media: ByMedia = "json"


class GitIgnore(Struct, kw_only=True):
    """Files that git is to leave alone."""

    name: str
    source: str


class Starters:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def licences(
        self, _work: Work, _grant: Grant[Site], asked: LicenceListing
    ) -> Page[SimpleLicence]:
        """List the licences that people choose most."""
        wanted = [one for one in licences.every() if not one.hidden]
        if asked.featured is not None:
            wanted = [one for one in wanted if one.featured is asked.featured]
        request = asked.request
        part = wanted[request.offset : request.offset + request.size]
        told = [simple_licence(one, self._at) for one in part]
        return Page(told, len(wanted), request)

    def licence(self, _work: Work, _grant: Grant[Site], asked: LicenceKey) -> FullLicence:
        """Show a licence with its text."""
        found = licences.find(asked.license)
        if found is None:
            raise NotFound
        return full_licence(found, self._at)

    def lists(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> list[str]:
        """List the names of the lists of files that git leaves alone."""
        return list(gitignores.names())

    def list_named(self, _work: Work, _grant: Grant[Site], asked: ListName) -> GitIgnore | Plain:
        """Show a list of files that git leaves alone."""
        found = gitignores.find(asked.name)
        if found is None:
            raise NotFound
        if asked.media == "raw":
            return Plain(RAW, found.encode())
        return GitIgnore(name=asked.name, source=found)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, read = Starters(services.at), table.READ
    return [
        endpoint(
            route("GET", "/licenses", read, site, own.licences, LicenceListing),
            "licenses/licenses#get-all-commonly-used-licenses",
        ),
        endpoint(
            route("GET", "/licenses/{license}", read, site, own.licence, LicenceKey),
            "licenses/licenses#get-a-license",
        ),
        endpoint(
            route("GET", "/gitignore/templates", read, site, own.lists, Nothing),
            "gitignore/gitignore#get-all-gitignore-templates",
        ),
        endpoint(
            route("GET", "/gitignore/templates/{name}", read, site, own.list_named, ListName),
            "gitignore/gitignore#get-a-gitignore-template",
        ),
    ]
