"""Asking a server: what is trusted, and what is said when no answer comes."""

import http.server
import threading

import pytest

from watchword_client.api import Api
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.speaking import Exit, Trouble
from watchword_client.trust import Trust, find

HOST = Host("git.example.test")


@pytest.fixture
def variables(tmp_path):
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}


def test_trust_is_looked_for_where_git_looks(tmp_path, variables):
    def found(given=None, **more):
        trust = find(HOST, Git(variables | more, tmp_path), variables | more, given)
        return str(trust.ca), trust.source

    assert found() == ("None", "the system's certificates")
    assert found(SSL_CERT_FILE="/c") == ("/c", "SSL_CERT_FILE")
    Git(variables).set_global("http.https://git.example.test.sslCAInfo", ["/b"])
    assert found(SSL_CERT_FILE="/c") == ("/b", "git's http.sslCAInfo")
    assert found(GIT_SSL_CAINFO="/a") == ("/a", "GIT_SSL_CAINFO")
    assert found(tmp_path, GIT_SSL_CAINFO="/a") == (str(tmp_path), "--ca")


def test_git_s_proxy_is_used(tmp_path, variables):
    git = Git(variables, tmp_path)
    git.set_global("http.proxy", ["http://proxy.test:3128"])
    assert find(HOST, git, variables).proxy == "http://proxy.test:3128"
    git.set_global("http.proxy", ["no address"])
    with pytest.raises(Trouble, match="proxy"):
        Api(HOST, find(HOST, git, variables)).get("/meta")


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_file_of_no_certificates_is_said(tmp_path, content):
    ca = tmp_path / "ca.pem"
    if content is not None:
        ca.write_text(content)
    with pytest.raises(Trouble, match="holds no certificate") as raised:
        Api(HOST, Trust(ca, "--ca")).get("/meta")
    assert raised.value.exit_code == Exit.UNTRUSTED


def test_nobody_there_is_said(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(Trouble, match="localhost:1 cannot be reached") as raised:
        Api(Host("localhost:1"), Trust()).get("/meta")
    assert raised.value.exit_code == Exit.UNREACHABLE


def test_what_speaks_no_tls_is_said(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with pytest.raises(Trouble, match="cannot be reached"):
        Api(Host(f"localhost:{server.server_port}"), Trust()).get("/meta")
    thread.join()
    server.server_close()
