"""What was found out about a remote that fails: plain values, with no secret among them."""

from dataclasses import dataclass, field
from enum import StrEnum

from watchword_client.remotes.remote_urls import Address, Form
from watchword_client.token_format import Verdict

PLACEHOLDERS = frozenset(
    {"x-access-token", "x-oauth-basic", "oauth2", "oauth_user", "git", "token"}
)
"""Names beside a token that are no account's."""


class Contact(StrEnum):
    """How far a request came."""

    ANSWERED = "answered"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    STRANGER = "stranger"
    """Something answers, and is no server of this kind."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The way to the server."""

    contact: Contact
    words: str = ""
    """What went wrong, of the network or of TLS."""
    trusted_by: str = "the system's certificates"
    """Which certificates were looked at."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What the server said to git: the answer to one request of a fetch or a push."""

    status: int
    words: str = ""
    """The first lines of a plain text."""
    retry_after: int | None = None
    """Seconds."""

    @property
    def opens(self) -> bool:
        """Whether git would have gone on."""
        return self.status == 200


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server takes somebody for (`/user`)."""

    status: int
    login: str = ""
    scopes: frozenset[str] | None = None
    """None where the server does not say, as of fine-grained tokens."""
    words: str = ""
    """What it said of a refusal."""


@dataclass(frozen=True, slots=True)
class Held:
    """A credential that git would get, and from where. The secret itself is not here."""

    source: str
    """Who holds it, for the person: "git's plain file", "the address of the remote"."""
    helper: str | None = field(repr=False)
    """The value of `credential.helper`; None where no helper holds it. Not for showing: it may be
    a script, with anything in it."""
    username: str
    number: int
    """Equal secrets have the same number."""
    verdict: Verdict
    expires_at: int | None = None
    """When it ends, as the helper remembers: seconds since 1970-01-01 UTC."""
    removal: str = ""
    """The command that takes it away, where that is not the remote's address."""
    account: Account | None = None
    """None where it was not asked for: no token, or one that no server can know."""
    fetch: Knock | None = None
    """None where it was not tried."""

    @property
    def who(self) -> str:
        """Whose it is, as far as is known."""
        return (self.account.login if self.account else "") or self.username or "somebody"

    @property
    def opens(self) -> bool:
        """Whether a fetch with it would work."""
        return self.fetch is not None and self.fetch.opens

    @property
    def is_refused(self) -> bool:
        """Whether the server takes it for no credential at all."""
        return self.fetch is not None and self.fetch.status == 401

    @property
    def scopes(self) -> frozenset[str] | None:
        """What the server says of its scopes."""
        return self.account.scopes if self.account else None


@dataclass(frozen=True, slots=True)
class Silent:
    """A helper that gave nothing."""

    source: str
    helper: str = field(repr=False)
    timed_out: bool = False
    failed: str = ""
    """What it complained of; "" where it just holds nothing."""
    empty: bool = False
    """It gave an empty name and an empty password, which git takes for a credential."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Git Credential Manager, where it is among the helpers."""

    provider: str = ""
    """What `credential.https://HOST.provider` says."""
    provider_scope: str = ""
    """In which configuration that stands."""
    provider_key: str = ""
    """The entry as it is written."""
    accounts: tuple[str, ...] = ()
    """The accounts of this server that it knows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the API shows of the repository to what git would use."""

    status: int
    private: bool = False
    archived: bool = False
    can_push: bool = False
    accepted: frozenset[str] = frozenset()
    """Any of these scopes would have done (`X-Accepted-OAuth-Scopes`)."""


@dataclass(frozen=True, slots=True)
class SshTried:
    """What came of asking over SSH, where that is what the remote speaks."""

    opens: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it."""

    remote: str
    """Its name; "" where an address was given."""
    url: str
    """Its address as it may be shown, after the rules of insteadOf."""
    address: Address
    host: str
    """HOST, or HOST:PORT, for HTTPS."""
    now: int
    """Seconds since 1970-01-01 UTC."""
    terminal: bool
    """Whether somebody could be asked."""
    ca: str = ""
    """The file that was named by --ca at the sign-in, where git does not look at it."""
    reached: Reached | None = None
    held: tuple[Held, ...] = ()
    """In the order in which git would ask; the first is what it uses."""
    others: tuple[Held, ...] = ()
    """What helpers hold of other accounts, where the address names one that they do not know."""
    silent: tuple[Silent, ...] = ()
    manager: Manager | None = None
    nobody: Knock | None = None
    """What a fetch without any credential gets; asked where none is held."""
    push: Knock | None = None
    """What a push gets with what git would use."""
    seen: Seen | None = None
    workflows_ahead: bool = False
    """Commits that are to be pushed change something below .github/workflows."""
    ssh: SshTried | None = None
    pushes_to: str = ""
    """Where a push goes, if that is another address; it was not looked at then."""

    @property
    def used(self) -> Held | None:
        """The credential that git would send."""
        return self.held[0] if self.held else None

    @property
    def speaks_https(self) -> bool:
        """Whether a token has a place in it at all."""
        return self.address.form in {Form.HTTPS, Form.HTTP}

    @property
    def is_gist(self) -> bool:
        """Whether it is a gist."""
        return self.address.path.startswith("gist/")

    @property
    def repository(self) -> str:
        """OWNER/REPO, as people write it."""
        return self.address.path.removesuffix(".git")

    @property
    def owned(self) -> bool:
        """Whether the path names an owner and a repository."""
        return self.repository.count("/") == 1 and not self.is_gist


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause, and its cure."""

    code: str
    """Its name for scripts; never changes."""
    status: int
    """The exit status of the family that it belongs to."""
    says: str
    """One sentence."""
    cure: str
    """The one command that helps."""
    because: tuple[str, ...] = ()
    """What was seen."""
    harmless: bool = False
    """Worth knowing, and nothing that stops git."""
