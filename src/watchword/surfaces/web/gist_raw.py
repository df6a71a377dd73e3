"""Finding a file of a gist by its raw address: `/gist/OWNER/ID/raw/VERSION/NAME`.

VERSION is the id of the file itself, or of a commit; without it the file is meant as it is now.
"""

import re
from typing import Final

from watchword.access.table import gists as table
from watchword.authn.resolve import Caller
from watchword.contents import gist_files, reading
from watchword.contents.model import Blob
from watchword.contents.ports import Readable, Shelf, Store, Type
from watchword.gists.model import Gist
from watchword.kernel.ids import GistId
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.work.unit import Work

ROW: Final = ("GET", "/gist/{owner}/{gist_id}/raw/{*rest}", table.READ)
"""Method, path and operation."""
VERSION: Final = re.compile(rb"[0-9a-f]{40}")


def at_owner(work: Work, _caller: Caller, params: Params) -> Gist | None:
    """The gist of that id, below the login of its owner and of nobody else."""
    found = work.gists.by_id(GistId(params["gist_id"]))
    if found is None or found.owner_login.lower() != params["owner"].lower():
        return None
    return found


async def find(
    steps: Steps[Gist], shelf: Shelf, rest: bytes, most: int
) -> tuple[Readable, bytes, Blob]:
    """The file of an address, with its bytes where there are at most `most`. Raises NotFound."""
    gist = await steps.read(lambda _work, grant: gist_files.readable(grant))
    first, slash, name = rest.partition(b"/")
    version = first.decode() if slash and VERSION.fullmatch(first) else None
    if version is None:
        name = rest

    def read(store: Store) -> tuple[Readable, bytes, Blob]:
        if version is not None and store.size(version)[0] is Type.BLOB:
            return gist, name, reading.blob(store, version, most)
        entry = gist_files.file_at(store, gist.default_branch, version, name)
        return gist, name, reading.blob(store, entry.id, most)

    return await shelf.open(gist, read)
