"""What tests of the manual share: servers to write it for."""

from tests.pages import ADDRESS
from watchword.surfaces.web.about import About
from watchword.surfaces.web.help.facts import Facts
from watchword.surfaces.web.help.topics import LANGUAGES, TOPICS, document, titles

KEYS = (("ED25519", "abc"), ("ECDSA", "def"))
PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def facts(url=ADDRESS, *, authority="", leaks="public", ssh=None, host_keys=(), login=""):
    """A server, and who reads."""
    return Facts(url, About(authority, leaks, ssh, host_keys), 90, login)


EVERYWHERE = [
    facts(),
    facts(login="octavia", authority=PEM, leaks="all", ssh=22),
    facts("https://git.example.test:8443", authority=PEM, leaks="off", ssh=2222, host_keys=KEYS),
]
"""Servers of every kind that the documents tell apart."""

__all__ = ["ADDRESS", "EVERYWHERE", "LANGUAGES", "PEM", "TOPICS", "document", "facts", "titles"]
