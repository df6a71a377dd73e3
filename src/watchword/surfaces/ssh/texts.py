"""What people read in their terminals, on standard error (GHES behaviour)."""

from typing import Final

from watchword.access.kinds import Kind
from watchword.authn.resolve import Caller
from watchword.kernel.errors import BadCredential, NotFound, NotPermitted, Refused

USER: Final = "git"
"""The name under which everybody comes; who it is, their key shows."""
OTHER_NAME: Final = "Everybody is called git over SSH: use git@{host}.\n"
NO_PASSWORDS: Final = (
    "Tokens and passwords do not work over SSH, and this one was not looked at. A token works over "
    "HTTPS only; switch the remote with:\n"
    "  git remote set-url origin {site}/OWNER/REPO.git\n"
    "Or add an SSH key: {site}/settings/keys\n"
)
GREETING: Final = (
    "Hi {name}! You've successfully authenticated, but Watchword does not provide shell access."
)
NOT_FOUND: Final = "Repository not found."
DENIED: Final = "Permission to {repository}.git denied to {user}."
READ_ONLY: Final = "The key you are authenticating with has been marked as read only."
GONE: Final = "The key you are authenticating with is not known any more."
UNKNOWN: Final = "Over SSH there are git-upload-pack, git-receive-pack and git-lfs-authenticate."
NO_PATH: Final = "One path of a repository is to be named: OWNER/REPO.git."
NO_LFS: Final = "A repository and what for are to be named: OWNER/REPO.git download, or upload."
MOVED: Final = "This repository moved. Please use the new location:\n  {place}"
STILL_COPIED: Final = "This fork is still being made. Try again in a few seconds."
TOO_SLOW: Final = "The connection was silent for too long."
UNEXPECTED: Final = "The server could not serve git. Its log says more."


def refusal(error: Refused, caller: Caller | None, repository: str) -> str:
    """Why somebody does not get what they asked of that repository."""
    if isinstance(error, BadCredential):
        return GONE
    if isinstance(error, NotFound) or caller is None:
        return error.text or NOT_FOUND
    if isinstance(error, NotPermitted):
        if caller.actor.kind is Kind.DEPLOY_KEY:
            return READ_ONLY
        login = caller.user.login if caller.user else ""
        return DENIED.format(repository=repository, user=login)
    return error.text or NOT_FOUND
