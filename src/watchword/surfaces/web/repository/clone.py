"""How a repository is cloned, and which token that takes."""

from urllib.parse import urlencode

from msgspec import Struct

from watchword.access.operation import Operation
from watchword.access.scopes import PUBLIC_REPO, REPO, Scope
from watchword.access.table import git
from watchword.surfaces.web.repository.finding import Head


class Clone(Struct, frozen=True):
    """The address, and the scopes that a token needs."""

    url: str
    to_clone: Scope | None
    """None: it takes no token."""
    to_push: Scope
    new_token: str
    """The address of the form for such a token."""
    ssh_url: str = ""
    """The address for who has an SSH key; empty: SSH is not served."""


def clone(head: Head) -> Clone:
    """Tell how to clone and push, by the rows of the access table that git itself is judged by."""
    public = head.repository.is_public
    to_clone = _scope(git.READ, public=public)
    to_push = _scope(git.PUSH, public=public) or REPO
    wanted = {"description": head.repository.full_name, "scopes": to_push}
    new_token = f"/settings/tokens/new?{urlencode(wanted)}"
    return Clone(head.clone_url, to_clone, to_push, new_token, head.ssh_url)


def _scope(operation: Operation, *, public: bool) -> Scope | None:
    """The narrowest scope that opens it; None where none is needed."""
    needed = operation.needs(public=public)
    return PUBLIC_REPO if PUBLIC_REPO in needed else REPO if needed else None
