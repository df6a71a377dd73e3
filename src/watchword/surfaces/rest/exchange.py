"""One request and what is known of it so far."""

from watchword.authn.resolve import Caller
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope, headers_of, raw_path
from watchword.surfaces.http_kit.trie import Found, Trie
from watchword.surfaces.rest import versions
from watchword.surfaces.rest.endpoint import PREFIX, SAFE, Endpoint
from watchword.surfaces.rest.rate_limits import CORE, Resource, Standing

BY_NAME = f"{PREFIX}/repos/"
CONDITIONS = frozenset({b"if-none-match", b"if-modified-since"})


class Exchange:
    """What the steps of answering tell each other."""

    caller: Caller | None = None
    """Who asks; None until it is known."""
    standing: Standing | None = None
    version = versions.FIRST
    other_login: str | None = None
    """The login of another account, where one stood beside the token."""
    digest: bytes | None = None
    """The hash by which the token was found; None where a name stood beside it."""

    def __init__(self, scope: Scope, routes: Trie[Endpoint], now: int) -> None:
        """Find the row; `now` is in seconds since 1970."""
        self.scope = scope
        self.method: str = scope["method"]
        self.path = raw_path(scope)
        self.is_safe = self.method in SAFE
        self.headers = headers_of(scope)
        self.query_string: bytes = scope.get("query_string", b"")
        self.whence = whence.of(scope)
        self.now = now
        found: Found[Endpoint] | None = routes.find(self.method, self.path)
        self.endpoint = found.route if found else None
        self.params: dict[str, str] = found.params if found else {}

    @property
    def is_conditional(self) -> bool:
        """Whether it may be enough to say that nothing has changed."""
        return not CONDITIONS.isdisjoint(self.headers)

    @property
    def resource(self) -> Resource:
        """Which allowance it is counted against."""
        return CORE if self.endpoint is None else self.endpoint.resource

    @property
    def beyond_repository(self) -> str:
        """What stands behind `/repos/OWNER/NAME` in the path, with the query."""
        tail = self.path.removeprefix(BY_NAME).split("/", 2)[2:]
        query = self.query_string.decode("latin-1")
        return "".join(f"/{part}" for part in tail) + (f"?{query}" if query else "")
