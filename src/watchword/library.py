"""Puts together what the API is given of the repositories on disk."""

from watchword.authn.download_links import DownloadLinks
from watchword.git_process.file_stream import FileStreams
from watchword.git_process.genealogist import Genealogist
from watchword.git_process.object_keeper import ObjectKeeper
from watchword.git_process.parts import Parts
from watchword.git_process.ref_writer import RefWriter
from watchword.git_process.shelf import GitShelf
from watchword.kernel.secret import KeyRing
from watchword.surfaces.rest.library import Library
from watchword.surfaces.web.typeset.for_programs import FilePages
from watchword.surfaces.web.typeset.typesetter import Typesetter


def library(parts: Parts, shelf: GitShelf, typesetter: Typesetter, keys: KeyRing) -> Library:
    """Ports to the repositories that these parts serve."""
    return Library(
        shelf,
        FileStreams(parts),
        Genealogist(parts),
        ObjectKeeper(parts),
        RefWriter(parts),
        FilePages(typesetter),
        DownloadLinks(keys),
    )
