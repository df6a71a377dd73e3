"""`admin doctor` beside a server that runs with what its command line said and no file holds."""

import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from watchword.processes import certificates

HEADER = "x-github-request-id"


class Proxy(ThreadingHTTPServer):
    """Hands requests on to a port, and takes one header away when it is told to."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.to = 0
        self.strips = False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://localhost:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        onward = http.client.HTTPConnection("127.0.0.1", self.server.to, timeout=60)
        onward.request("GET", self.path, headers={"Host": self.headers["Host"]})
        answer = onward.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if not (self.server.strips and name.lower() == HEADER):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        onward.close()

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def proxy():
    made = Proxy()
    yield made
    made.shutdown()
    made.server_close()


def test_doctor_meets_a_server_behind_a_proxy_as_people_do(start_server, proxy):
    flags = ("--no-tls", "--behind-proxy", "127.0.0.1", "--public-url", proxy.url)
    server = start_server(*flags)
    proxy.to = server.port
    well = server.command("admin", "doctor", check=False)
    assert "ok    TLS is the proxy's" in well.stdout
    assert f"ok    {proxy.url} answers (200) with X-GitHub-Request-Id" in well.stdout
    assert well.returncode == 0
    proxy.strips = True
    got = server.command("admin", "doctor", check=False)
    assert f"FAIL  {proxy.url} answers (200) without X-GitHub-Request-Id" in got.stdout
    assert "the proxy takes the header away" in got.stdout
    assert got.returncode == 1


def test_doctor_looks_at_the_certificate_that_is_served(start_server, tmp_path):
    now = int(time.time())
    names = certificates.names_of(["localhost", "127.0.0.1"])
    ca = certificates.make_ca(names, now)
    leaf = certificates.make_leaf(ca, names, now)
    files = {"ca.pem": ca.certificate, "chain.pem": leaf.certificate, "key.pem": leaf.key}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    trusted = {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}
    server = start_server("--tls-cert", str(chain), "--tls-key", str(key), **trusted)
    got = server.command("admin", "doctor", check=False)
    assert f"ok    certificate {chain}, " in got.stdout
    assert f"ok    {server.url} answers (200) with X-GitHub-Request-Id" in got.stdout
    assert got.returncode == 0
    server.stop()
    # Stopped, it has said nothing to anybody: the certificate is that of the next start.
    assert str(chain) not in server.command("admin", "doctor", check=False).stdout
