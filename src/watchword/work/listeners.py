"""Which facts wake whom: event -> names of listeners; duties.py maps names to functions."""

from collections.abc import Mapping
from typing import TypeAlias

from watchword.accounts.events import PasswordChanged
from watchword.gists.events import GistDeleted, GistPushed
from watchword.kernel.events import Event
from watchword.oauth.events import SignInAuthorized
from watchword.ref_updates.events import Pushed
from watchword.repositories.events import RepositoryDeleted
from watchword.tokens.events import TokenCreated, TokenRegenerated

Listeners: TypeAlias = Mapping[type[Event], tuple[str, ...]]

LISTENERS: Listeners = {
    Pushed: ("git.note_push",),
    RepositoryDeleted: ("folders.remove",),
    PasswordChanged: ("mails.tell",),
    TokenCreated: ("mails.tell",),
    TokenRegenerated: ("mails.tell",),
    SignInAuthorized: ("mails.tell",),
    GistPushed: ("git.note_push",),
    GistDeleted: ("folders.remove",),
}
