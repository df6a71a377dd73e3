"""Public keys: SSH, signing, GPG, and the deploy keys of repositories."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, SSH, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, REPO, SITE_ADMIN, Scope

HIDDEN = Lacking.HIDDEN
OF_REPOSITORY: Scopes = frozenset({REPO})
OF_PUBLIC: Scopes = frozenset({REPO, PUBLIC_REPO})
OF_SITE: Scopes = frozenset({SITE_ADMIN})


def _one(name: str) -> Scopes:
    return frozenset({Scope(name)})


READ_SSH, WRITE_SSH, ADMIN_SSH = map(
    _one, ("read:public_key", "write:public_key", "admin:public_key")
)
READ_SIGN, WRITE_SIGN, ADMIN_SIGN = map(
    _one, ("read:ssh_signing_key", "write:ssh_signing_key", "admin:ssh_signing_key")
)
READ_GPG, WRITE_GPG, ADMIN_GPG = map(_one, ("read:gpg_key", "write:gpg_key", "admin:gpg_key"))

LIST = Operation("public_key.list", Role.ADMIN, READ_SSH, who=ANY_LOGIN, lacking=HIDDEN)
READ = Operation("public_key.read", Role.ADMIN, READ_SSH, who=ANY_LOGIN, lacking=HIDDEN)
ADD = Operation("public_key.add", Role.ADMIN, WRITE_SSH, who=ANY_LOGIN, lacking=HIDDEN, sudo=True)
DELETE = Operation("public_key.delete", Role.ADMIN, ADMIN_SSH, who=ANY_LOGIN, lacking=HIDDEN)
LIST_OF_USER = Operation("public_key.list_of_user", Role.READ, who=ANYONE)
"""Public keys are public: of others one sees the key and nothing that is said of it."""

NOTE_USAGE = Operation("public_key.note_usage", Role.ADMIN, who=SYSTEM_ONLY)
"""Write when keys were last used: observed in memory, written in batches."""
GREET = Operation("public_key.greet", Role.READ, who=SSH)
"""Be told over SSH whom a key belongs to: that, and that there is no shell."""

LIST_SIGNING = Operation(
    "ssh_signing_key.list", Role.ADMIN, READ_SIGN, who=ANY_LOGIN, lacking=HIDDEN
)
READ_SIGNING = Operation(
    "ssh_signing_key.read", Role.ADMIN, READ_SIGN, who=ANY_LOGIN, lacking=HIDDEN
)
ADD_SIGNING = Operation(
    "ssh_signing_key.add", Role.ADMIN, WRITE_SIGN, who=ANY_LOGIN, lacking=HIDDEN, sudo=True
)
DELETE_SIGNING = Operation(
    "ssh_signing_key.delete", Role.ADMIN, ADMIN_SIGN, who=ANY_LOGIN, lacking=HIDDEN
)
LIST_SIGNING_OF_USER = Operation("ssh_signing_key.list_of_user", Role.READ, who=ANYONE)

LIST_GPG = Operation("gpg_key.list", Role.ADMIN, READ_GPG, who=ANY_LOGIN, lacking=HIDDEN)
READ_ONE_GPG = Operation("gpg_key.read", Role.ADMIN, READ_GPG, who=ANY_LOGIN, lacking=HIDDEN)
ADD_GPG = Operation("gpg_key.add", Role.ADMIN, WRITE_GPG, who=ANY_LOGIN, lacking=HIDDEN, sudo=True)
DELETE_GPG = Operation("gpg_key.delete", Role.ADMIN, ADMIN_GPG, who=ANY_LOGIN, lacking=HIDDEN)
LIST_GPG_OF_USER = Operation("gpg_key.list_of_user", Role.READ, who=ANYONE)

LIST_DEPLOY_KEYS = Operation("deploy_key.list", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN)
READ_DEPLOY_KEY = Operation("deploy_key.read", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN)
ADD_DEPLOY_KEY = Operation(
    "deploy_key.add", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN, sudo=True
)
"""A token may: the key dies with it (keys/endings.py)."""
DELETE_DEPLOY_KEY = Operation(
    "deploy_key.delete", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN
)

LIST_EVERY = Operation("public_key.list_every", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
DELETE_ANY = Operation("public_key.delete_any", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
