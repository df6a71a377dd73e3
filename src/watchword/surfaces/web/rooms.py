"""What repository pages are given beyond what all pages have."""

from msgspec import Struct, field

from watchword.contents.folder_looks import FolderLooks
from watchword.contents.ports import Shelf
from watchword.surfaces.web.typeset.typesetter import Typesetter
from watchword.work.copies import Copies
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches
from watchword.work.gists import Gists


class Rooms(Struct, frozen=True):
    """Ports to the repositories on disk."""

    shelf: Shelf
    typesetter: Typesetter
    maker: RepositoryMaker
    default_branches: DefaultBranches
    gists: Gists
    copies: Copies
    folders: FolderLooks = field(default_factory=FolderLooks)
