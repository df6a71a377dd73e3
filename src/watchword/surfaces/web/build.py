"""Builds the pages' application from what the composition root has."""

from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.rendering import Renderer
from watchword.surfaces.web.services import Services


def application(services: Services) -> Application:
    """Give the application that answers all pages."""
    assets = built_in()
    return Application(PAGES, services, Renderer(translators(), assets), assets)
