"""Where SSH is listened for when nobody says where."""

import socket

import pytest

from watchword.operator_cli import serve
from watchword.operator_cli.rights import Borrowed
from watchword.settings import Settings


@pytest.fixture
def ports():
    """Two ports: that of a server which is there already, and a free one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with socket.create_server(("127.0.0.1", 0)) as found:
            free = found.getsockname()[1]
        yield taken.getsockname()[1], free


def chosen(tmp_path, monkeypatch, usual, only=None, **told):
    monkeypatch.setattr(serve, "SSH_PORTS", usual)
    return serve._with_ssh(Settings(data=tmp_path, **told), Borrowed(tmp_path), only).ssh_listen


def test_the_first_usual_port_that_is_free_is_taken(tmp_path, monkeypatch, ports):
    taken, free = ports
    assert chosen(tmp_path, monkeypatch, (free, taken)) == ("127.0.0.1", free)
    assert chosen(tmp_path, monkeypatch, (taken, free)) == ("127.0.0.1", free)


def test_where_none_is_free_the_server_starts_without(tmp_path, monkeypatch, ports):
    assert chosen(tmp_path, monkeypatch, (ports[0],)) == ("", 0)


def test_what_was_said_stays(tmp_path, monkeypatch, ports):
    told = ("127.0.0.1", ports[0])
    assert chosen(tmp_path, monkeypatch, (ports[1],), ssh_listen=told) == told


def test_processes_that_serve_no_ssh_look_for_no_port(tmp_path, monkeypatch, ports):
    assert chosen(tmp_path, monkeypatch, (ports[1],), only="web") is None
