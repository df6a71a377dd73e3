"""The topics of the manual, in their order, and their documents."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from shlex import quote
from typing import Final

import jinja2
from msgspec import Struct

from watchword.kernel.words import N_
from watchword.surfaces.locale.translator import SOURCE
from watchword.surfaces.web.help.document import Document, read
from watchword.surfaces.web.help.facts import Facts

FOLDER: Final = "help/topics"
KEPT: Final = 256
"""Documents in memory. Those for nobody in particular are asked for most, so they stay."""


class Group(Struct, frozen=True):
    """Topics that stand together."""

    title: str
    """To be translated."""
    icon: str
    topics: tuple[str, ...]


GROUPS: Final = (
    Group(
        N_("Personal access tokens"),
        "key",
        (
            "creating-a-token",
            "using-a-token",
            "scopes",
            "expiration-and-revocation",
            "keeping-tokens-secure",
        ),
    ),
    Group(
        N_("Git on your computer"),
        "device",
        (
            "certificate",
            "caching-credentials",
            "updating-credentials",
            "remotes",
            "ssh",
            "git-lfs",
        ),
    ),
    Group(
        N_("Signing in from programs"),
        "apps",
        ("companion", "gh", "credential-manager", "git-credential-oauth"),
    ),
    Group(N_("API and data"), "code", ("api", "removing-data")),
)
TOPICS: Final = tuple(topic for group in GROUPS for topic in group.topics)


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("watchword.surfaces.web", FOLDER),
        # What comes out is Markdown, whose reader lets no HTML through.
        autoescape=False,  # noqa: S701
        undefined=jinja2.StrictUndefined,
        # The usual one would begin at the names of headings.
        comment_start_string="{!",
        comment_end_string="!}",
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["sh"] = quote
    return made


ENVIRONMENT: Final = _environment()


def languages() -> frozenset[str]:
    """The languages that the manual is written in."""
    folder = resources.files("watchword.surfaces.web") / FOLDER
    return frozenset(entry.name for entry in folder.iterdir() if entry.is_dir())


LANGUAGES: Final = languages()


@lru_cache(KEPT)
def document(topic: str, language: str, facts: Facts) -> Document:
    """Give a document, in English where the manual is not written in that language."""
    spoken = language if language in LANGUAGES else SOURCE
    source = ENVIRONMENT.get_template(f"{spoken}/{topic}.md")
    return read(source.render(site=facts))


@lru_cache
def titles(language: str, facts: Facts) -> Mapping[str, Document]:
    """Give the documents by their topics, for lists; facts of nobody in particular will do."""
    return {topic: document(topic, language, facts) for topic in TOPICS}
