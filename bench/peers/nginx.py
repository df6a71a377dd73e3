"""nginx as Debian has it: `return 200`, and git http-backend behind fcgiwrap."""

import os
from pathlib import Path

from bench.accounting import Account
from bench.peers.address import PEERS_PASSWORD, PEERS_USER, GitAddress, write_passwords
from bench.running import Running, environment, found, free_port, run

BACKEND = "/usr/lib/git-core/git-http-backend"
PROCESSES = 8
"""Requests that fcgiwrap answers at a time."""

NGINX = """\
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type text/plain;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{plain};
        location / {{ return 200 "hello\\n"; }}
        {git}
    }}
    server {{
        listen 127.0.0.1:{tls} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        location / {{ return 200 "hello\\n"; }}
        {git}
    }}
}}
"""
GIT = """
        location ~ \\.git/ {{
            auth_basic "peer";
            auth_basic_user_file {folder}/passwords;
            client_max_body_size 0;
            fastcgi_read_timeout 300;
            fastcgi_pass unix:{folder}/fcgi;
            fastcgi_param SCRIPT_FILENAME {backend};
            fastcgi_param GIT_PROJECT_ROOT {folder}/repositories;
            fastcgi_param GIT_HTTP_EXPORT_ALL "";
            fastcgi_param GIT_PROTOCOL $http_git_protocol;
            fastcgi_param PATH_INFO $uri;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REMOTE_USER $remote_user;
            fastcgi_param REMOTE_ADDR $remote_addr;
        }}
"""
"""What nginx hands on to git http-backend, over TLS and without."""


class Nginx:
    """nginx as Debian has it: `return 200`, and git http-backend behind fcgiwrap."""

    def __init__(self, folder: Path, workers: int, core: int | None = None) -> None:
        self.folder = folder
        self.workers = workers
        self._server = Running(f"nginx-{workers}", folder, core)
        self.plain, self.tls = free_port(), free_port()

    def start(self) -> None:
        self._certificate()
        asked = NGINX.format(
            user="user root;" if os.geteuid() == 0 else "",
            workers=self.workers,
            folder=self.folder,
            plain=self.plain,
            tls=self.tls,
            git=GIT.format(folder=self.folder, backend=BACKEND),
        )
        path = self.folder / "nginx.conf"
        path.write_text(asked)
        argv = [found("nginx"), "-p", str(self.folder), "-e", "stderr", "-c", str(path)]
        self._server.start(argv, environment(self.folder / "home"), self.tls)

    def stop(self) -> None:
        self._server.stop()

    @property
    def account(self) -> Account:
        return self._server.account

    def _certificate(self) -> None:
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        if certificate.exists():
            return
        argv = [found("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
        argv += ["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=127.0.0.1"]
        argv += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key)]
        run([*argv, "-out", str(certificate)], environment(self.folder / "home"))


class HttpBackend(Nginx):
    """The same with fcgiwrap beside it, counted as one server."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, workers=2)
        self._wrapper = Running("fcgiwrap", folder, account=self.account)

    def start(self) -> None:
        write_passwords(self.folder / "passwords")
        self.repositories.mkdir()
        socket = self.folder / "fcgi"
        argv = [found("fcgiwrap"), "-c", str(PROCESSES), "-s", f"unix:{socket}"]
        self._wrapper.start(argv, environment(self.folder / "home"), socket)
        super().start()

    def stop(self) -> None:
        self._wrapper.stop()
        super().stop()

    @property
    def repositories(self) -> Path:
        return self.folder / "repositories"

    def address(self, *, tls: bool) -> GitAddress:
        url = f"https://127.0.0.1:{self.tls}" if tls else f"http://127.0.0.1:{self.plain}"
        certificate = self.folder / "certificate.pem"
        return GitAddress(url, certificate, PEERS_USER, PEERS_PASSWORD)
