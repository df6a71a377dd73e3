"""Apache as Debian has it, with git http-backend as its CGI program."""

import os
import shutil
from pathlib import Path

from bench.accounting import Account
from bench.peers.address import PEERS_PASSWORD, PEERS_USER, GitAddress, write_passwords
from bench.peers.nginx import BACKEND
from bench.running import Running, environment, found, free_port

MODULES = Path("/usr/lib/apache2/modules")
NEEDED = "mpm_event authn_core authn_file authz_core authz_user auth_basic alias env setenvif cgid"
USER, GROUP = "nobody", "nogroup"
"""Who Apache is where we are root: as root it serves nothing."""

CONFIGURATION = """\
{modules}
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Mutex posixsem
ScriptSock {folder}/cgi.sock
MaxKeepAliveRequests 0
SetEnv GIT_PROJECT_ROOT {repositories}
SetEnv GIT_HTTP_EXPORT_ALL 1
SetEnv GIT_CONFIG_NOSYSTEM 1
SetEnv GIT_CONFIG_COUNT 1
SetEnv GIT_CONFIG_KEY_0 safe.directory
SetEnv GIT_CONFIG_VALUE_0 *
SetEnvIf Git-Protocol "(.+)" GIT_PROTOCOL=$1
ScriptAlias / {backend}/
<Location />
    AuthType Basic
    AuthName peer
    AuthBasicProvider file
    AuthUserFile {folder}/passwords
    Require valid-user
</Location>
"""


class Apache:
    """One Apache over a folder of bare repositories."""

    def __init__(self, folder: Path, repositories: Path) -> None:
        self.folder = folder
        self._repositories = repositories
        self._server = Running("apache", folder)
        self._port = free_port()

    def start(self) -> None:
        write_passwords(self.folder / "passwords")
        modules = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED.split()]
        configuration = self.folder / "apache.conf"
        configuration.write_text(
            CONFIGURATION.format(
                modules="\n".join(modules),
                folder=self.folder,
                port=self._port,
                repositories=self._repositories,
                backend=BACKEND,
            )
        )
        give_away(self.folder)
        argv = [found("apache2"), "-DFOREGROUND", "-f", str(configuration)]
        if os.geteuid() == 0:
            become = [f"--reuid={USER}", f"--regid={GROUP}", "--clear-groups"]
            argv = [found("setpriv"), *become, "--pdeathsig", "TERM", *argv]
        self._server.start(argv, environment(self.folder / "home"), self._port)

    def stop(self) -> None:
        self._server.stop()

    @property
    def account(self) -> Account:
        return self._server.account

    @property
    def address(self) -> GitAddress:
        url = f"http://127.0.0.1:{self._port}"
        return GitAddress(url, Path(), PEERS_USER, PEERS_PASSWORD)


def give_away(folder: Path) -> None:
    """Let Apache write into a folder and all below it."""
    if os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, USER, GROUP)
