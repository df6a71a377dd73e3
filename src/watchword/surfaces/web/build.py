"""Builds the pages' application from what the composition root has."""

from functools import cache

from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.archives import Archives, Ports
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.key_files import KeyFiles
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.raw import RawFiles, Streams
from watchword.surfaces.web.rendering import Renderer
from watchword.surfaces.web.services import Services


@cache
def renderer() -> Renderer:
    """Give the renderer of all languages; templates are compiled once in a process."""
    return Renderer(translators(), built_in())


def application(services: Services, streams: Streams, downloads: Ports) -> KeyFiles:
    """Give the application that answers all pages, raw files, archives, and keys as text."""
    pages = Application(PAGES, services, renderer(), built_in())
    files = RawFiles(pages, downloads.callers, services.rooms.shelf, streams)
    return KeyFiles(Archives(files, downloads), downloads.callers.database)
