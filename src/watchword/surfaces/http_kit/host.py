"""Which surface answers a path. Surfaces do not know each other; this is where they meet."""

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        path = raw_path(scope)
        if path in OAUTH or path.startswith(OF_APPLICATIONS):
            await self._oauth(scope, receive, send)
        elif path.startswith(API):
            await self._api(scope, receive, send)
        elif _is_lfs(path):
            await self._lfs(scope, receive, send)
        elif _is_git(path):
            await self._git(scope, receive, send)
        else:
            await self._pages(scope, receive, send)


def _is_git(path: str) -> bool:
    """Whether that is one of git's three places, below OWNER/REPO or less.

    Deeper down it is the page of a file that is called so: bare repositories hold an `info/refs`.
    """
    return any(path.endswith(end) and path.count("/", 0, -len(end)) <= 2 for end in GIT)


def _is_lfs(path: str) -> bool:
    """Whether that is a place of Git LFS: `/OWNER/REPO/info/lfs/…`, and not deeper down."""
    parts = path.split("/", 5)
    return len(parts) > 5 and not parts[0] and parts[3:5] == ["info", "lfs"]
