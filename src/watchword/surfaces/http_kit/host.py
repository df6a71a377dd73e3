"""Which surface answers a path. Surfaces do not know each other; this is where they meet."""

from collections.abc import Awaitable

from watchword.surfaces.http_kit.asgi import Application, Receive, Scope, Send, raw_path

GIT = ("/info/refs", "/git-upload-pack", "/git-receive-pack")
API = "/api/"
OAUTH = frozenset(
    {
        "/login/oauth/access_token",
        "/login/oauth/revoke",
        "/login/device/code",
        "/.well-known/oauth-authorization-server",
        "/api/v3/authorizations",
    }
)
"""What programs ask while they sign somebody in, or about the tokens that they got."""
OF_APPLICATIONS = "/api/v3/applications/"


class Host:
    """The application of the whole host: git, Git LFS, OAuth, the API, or pages, by the path alone.

    Never by a parameter: `?service=` chooses nothing here (attack 37).
    """

    def __init__(
        self,
        *,
        git: Application,
        lfs: Application,
        oauth: Application,
        api: Application,
        pages: Application,
    ) -> None:
        """Take the application of each surface."""
        self._git = git
        self._lfs = lfs
        self._oauth = oauth
        self._api = api
        self._pages = pages

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Hand the request on."""
        return self._surface(raw_path(scope))(scope, receive, send)

    def _surface(self, path: str) -> Application:
        if path in OAUTH or path.startswith(OF_APPLICATIONS):
            return self._oauth
        if path.startswith(API):
            return self._api
        if _is_lfs(path):
            return self._lfs
        if _is_git(path):
            return self._git
        return self._pages


def _is_git(path: str) -> bool:
    """Whether that is one of git's three places, below OWNER/REPO or less.

    Deeper down it is the page of a file that is called so: bare repositories hold an `info/refs`.
    """
    return any(path.endswith(end) and path.count("/", 0, -len(end)) <= 2 for end in GIT)


def _is_lfs(path: str) -> bool:
    """Whether that is a place of Git LFS: `/OWNER/REPO/info/lfs/…`, and not deeper down."""
    parts = path.split("/", 5)
    return len(parts) > 5 and not parts[0] and parts[3:5] == ["info", "lfs"]
