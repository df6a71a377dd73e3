"""What the manual says of this server and of its reader: every command in it works as it stands."""

import base64
import hashlib
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from watchword.oauth.model import GIT_CREDENTIAL_OAUTH
from watchword.surfaces.shapes.addresses import SSH_PORT, Addresses
from watchword.surfaces.web.about import About

SAVED_CA: Final = "~/watchword-ca.pem"
"""Where the page about certificates puts ours on a person's machine."""
PEM_BEGUN: Final = "-----BEGIN CERTIFICATE-----"
PEM_ENDED: Final = "-----END CERTIFICATE-----"


class Facts(Struct, frozen=True):
    """What stands in the documents under the name `site`."""

    url: str
    """Scheme, host and port, without a slash at the end."""
    about: About
    idle_days: int
    """Days without use after which the token of an application dies."""
    login: str = ""
    """The reader's; empty where nobody is signed in."""

    @property
    def host(self) -> str:
        """Host and port, as Git's helpers know the server."""
        return urlsplit(self.url).netloc

    @property
    def scheme(self) -> str:
        """How the server is reached: `https`, or `http` on a loopback address alone."""
        return urlsplit(self.url).scheme

    @property
    def name(self) -> str:
        """The host alone."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int | None:
        """The port, where it is not the usual one."""
        return urlsplit(self.url).port

    @property
    def reader(self) -> str:
        """The reader's login, or what stands in its place."""
        return self.login or "USERNAME"

    @property
    def owner(self) -> str:
        """Whose repositories the examples are about."""
        return self.login or "OWNER"

    @property
    def repository(self) -> str:
        """The address of an example, as it is typed in a shell."""
        return quote(f"{self.url}/{self.owner}/REPO.git")

    @property
    def ssh_port(self) -> int:
        """The port of SSH; the usual one where it is not answered."""
        return self.about.ssh or SSH_PORT

    @property
    def ssh_prefix(self) -> str:
        """What SSH addresses of repositories begin with."""
        return Addresses(self.url, self.ssh_port).ssh_url("").removesuffix(".git")

    @property
    def ssh_repository(self) -> str:
        """The SSH address of an example."""
        return f"{self.ssh_prefix}{self.owner}/REPO.git"

    @property
    def curl(self) -> str:
        """How curl is called here: with the file that the page about certificates writes."""
        return f"curl --cacert {SAVED_CA}" if self.authority else "curl"

    @property
    def oauth_lines(self) -> tuple[tuple[str, str], ...]:
        """What git-credential-oauth has to be told."""
        return (
            ("oauthClientId", GIT_CREDENTIAL_OAUTH),
            ("oauthAuthURL", "/login/oauth/authorize"),
            ("oauthTokenURL", "/login/oauth/access_token"),
            ("oauthDeviceAuthURL", "/login/device/code"),
        )

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the CA's certificate, as other programs write it."""
        body = self.about.authority.partition(PEM_BEGUN)[2].partition(PEM_ENDED)[0]
        return hashlib.sha256(base64.b64decode(body)).digest().hex(":").upper()

    @property
    def authority(self) -> str:
        """The certificate of the server's own CA; empty where there is none."""
        return self.about.authority.strip()
