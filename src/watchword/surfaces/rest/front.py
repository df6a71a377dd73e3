"""The front of the API: its root, what the server is, versions, a sentence to smile at."""

from typing import Final

import msgspec

from watchword.access.gate import Grant
from watchword.access.table import site as table
from watchword.accounts.model import SITE, Site
from watchword.authn.resolve import Caller
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane, Params, route
from watchword.surfaces.rest import versions
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.headers import ENTERPRISE_VERSION
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work

SENTENCES: Final = (
    "A word kept is a door kept.",
    "Grant what is needed, for as long as it is needed.",
    "Hidden and missing look the same from outside.",
    "Names change; numbers stay.",
    "Rotate before you have to.",
    "Say why, the code says how.",
    "Small commits are easy to love.",
    "The tablet is handed on, the word is whispered.",
)
TEXT: Final = b"text/plain; charset=utf-8"


class Root(msgspec.Struct):
    """Where the API's ways begin; templates as of RFC 6570."""

    current_user_url: str
    current_user_repositories_url: str
    rate_limit_url: str
    repository_url: str
    user_url: str
    user_repositories_url: str


class Meta(msgspec.Struct):
    """By this clients choose how to sign in: no password opens the API, and the release is new."""

    verifiable_password_authentication: bool
    ssh_key_fingerprints: dict[str, str]
    """Of the keys by which clients know this server over SSH, by kind: SHA-256 in base 64."""
    ssh_keys: list[str]
    installed_version: str


def site(_work: Work, _caller: Caller, _params: Params) -> Site:
    """The server itself."""
    return SITE


class Front:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Make once what never changes."""
        self._root = _root(services.at)
        self._entropy = services.entropy
        self._ssh = services.ssh

    def root(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Root:
        """Tell where the API's ways begin."""
        return self._root

    def meta(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Meta:
        """Tell which release of GitHub Enterprise Server this server is compatible with."""
        told = {f"SHA256_{kind}": one for kind, one in self._ssh.fingerprints.items()}
        return Meta(
            verifiable_password_authentication=False,
            ssh_key_fingerprints=told,
            ssh_keys=list(self._ssh.keys.values()),
            installed_version=ENTERPRISE_VERSION,
        )

    def versions(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> list[str]:
        """List the versions of the API."""
        return [one.decode() for one in versions.KNOWN]

    def zen(self, _work: Work, _grant: Grant[Site], _asked: Nothing) -> Plain:
        """Say something to think about."""
        sentence = SENTENCES[self._entropy(1)[0] % len(SENTENCES)]
        return Plain(TEXT, sentence.encode())


def _root(at: Addresses) -> Root:
    return Root(
        current_user_url=f"{at.api}/user",
        current_user_repositories_url=f"{at.api}/user/repos{{?type,page,per_page,sort}}",
        rate_limit_url=f"{at.api}/rate_limit",
        repository_url=f"{at.api}/repos/{{owner}}/{{repo}}",
        user_url=f"{at.api}/users/{{user}}",
        user_repositories_url=f"{at.api}/users/{{user}}/repos{{?type,page,per_page,sort}}",
    )


def routes(services: Services) -> list[Endpoint]:
    """The rows. None of them counts against a limit: clients ask them to find out how to ask."""
    front, glance, read = Front(services), Lane.GLANCE, table.READ_META
    root = "meta/meta#github-api-root"
    return [
        _row(route("GET", "/", table.READ_ROOT, site, front.root, Nothing, glance), root),
        # Without the slash as well, as GHES does: a base address typed into a browser.
        _row(route("GET", "", table.READ_ROOT, site, front.root, Nothing, glance), root),
        _row(
            route("GET", "/meta", read, site, front.meta, Nothing, glance),
            "meta/meta#get-github-meta-information",
        ),
        _row(
            route("GET", "/versions", read, site, front.versions, Nothing, glance),
            "meta/meta#get-all-api-versions",
        ),
        _row(
            route("GET", "/zen", read, site, front.zen, Nothing, glance),
            "meta/meta#get-the-zen-of-github",
        ),
    ]


def _row(row: AnyRoute, documentation: str) -> Endpoint:
    return endpoint(row, documentation, counted=False)
