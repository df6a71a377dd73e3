"""Builds the pages' application from what the composition root has."""

from functools import cache

from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.archives import Archives, Ports
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.key_files import KeyFiles
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.raw import RawFiles, Streams
from watchword.surfaces.web.release_files import ReleaseFiles
from watchword.surfaces.web.rendering import Renderer
from watchword.surfaces.web.services import Services
from watchword.work.objects import ObjectStore


@cache
def renderer() -> Renderer:
    """Give the renderer of all languages; templates are compiled once in a process."""
    return Renderer(translators(), built_in())


def application(
    services: Services,
    streams: Streams,
    downloads: Ports,
    kept: ObjectStore,
    large_files: ObjectStore,
) -> KeyFiles:
    """Give the application that answers all pages, files of all kinds, and keys as text.

    `kept` holds files of releases, `large_files` those of Git LFS.
    """
    pages = Application(PAGES, services, renderer(), built_in())
    files = RawFiles(pages, downloads.callers, services.rooms.shelf, streams, large_files)
    files_of_releases = ReleaseFiles(Archives(files, downloads), downloads.callers, kept)
    return KeyFiles(files_of_releases, downloads.callers.database)
