"""Builds the pages' application from what the composition root has."""

from functools import cache

from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.key_files import KeyFiles
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.raw import RawFiles, Streams
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.rendering import Renderer
from watchword.surfaces.web.services import Services


@cache
def renderer() -> Renderer:
    """Give the renderer of all languages; templates are compiled once in a process."""
    return Renderer(translators(), built_in())


def application(services: Services, callers: RawCallers, streams: Streams) -> KeyFiles:
    """Give the application that answers all pages, raw files, and keys as text."""
    pages = Application(PAGES, services, renderer(), built_in())
    files = RawFiles(pages, callers, services.rooms.shelf, streams)
    return KeyFiles(files, callers.database)
