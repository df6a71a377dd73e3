"""Lists the routes of all surfaces, with the operation that each asks for."""

from collections.abc import Iterator
from typing import Any, cast

from msgspec.structs import fields

from watchword.access.operation import Operation
from watchword.access.table import gists, git, lfs
from watchword.surfaces.graphql.schema import operations
from watchword.surfaces.lfs_http.paths import Place
from watchword.surfaces.oauth_http import build as oauth_http
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.routes import endpoints
from watchword.surfaces.rest.services import OnDisk, Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.web import archives, gist_raw, key_files, raw, release_files
from watchword.surfaces.web.pages import PAGES

GIT = (
    ("GET", "/{owner}/{repo}.git/info/refs?service=git-upload-pack", git.READ),
    ("POST", "/{owner}/{repo}.git/git-upload-pack", git.READ),
    ("GET", "/{owner}/{repo}.git/info/refs?service=git-receive-pack", git.PUSH),
    ("POST", "/{owner}/{repo}.git/git-receive-pack", git.PUSH),
    ("GET", "/gist/{gist_id}.git/info/refs?service=git-upload-pack", gists.GIT_READ),
    ("POST", "/gist/{gist_id}.git/git-upload-pack", gists.GIT_READ),
    ("GET", "/gist/{gist_id}.git/info/refs?service=git-receive-pack", gists.GIT_PUSH),
    ("POST", "/gist/{gist_id}.git/git-receive-pack", gists.GIT_PUSH),
)


def api() -> list[Endpoint]:
    """Give the rows of the API."""
    # Handlers keep what they will call; to list them, nothing is called.
    nobody = cast("Any", None)
    disk = OnDisk(*(nobody for _ in fields(OnDisk)))
    return endpoints(
        Services(Addresses("https://HOST"), *(nobody for _ in fields(Services)[4:]), disk, "")
    )


def every_route() -> Iterator[tuple[str, str, Operation]]:
    """Method, path and operation of each route of git, the API, OAuth and the pages."""
    yield from GIT
    for place in Place:
        yield place.method, place.path, place.operation
    yield "POST", Place.BATCH.path, lfs.UPLOAD
    yield "POST", Place.UNLOCK.path, lfs.FORCE_UNLOCK
    for endpoint in api():
        yield endpoint.route.method, endpoint.path, endpoint.route.operation
    for field, operation in operations():
        yield "POST", f"/api/graphql {field}", operation
    nobody = cast("Any", None)
    programs = oauth_http.application(
        database=nobody, throttle=nobody, public_url="https://HOST", token_prefix="", idle=0
    )
    for row in programs.rows:
        yield row.method, row.path, row.operation
    for page in PAGES:
        yield page.route.method, page.route.path, page.route.operation
    yield raw.ROW
    for row in key_files.ROUTES.values():
        yield row.method, row.path, row.operation
    yield from archives.ROWS
    yield from release_files.ROWS
    yield gist_raw.ROW
