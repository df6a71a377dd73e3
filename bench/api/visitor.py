"""A person at Watchword who uses the API and the pages as they are meant to be used."""

import html
import json
import re
from pathlib import Path
from urllib.parse import urlencode

from bench.api.load import Answer, asked
from bench.git import generated
from bench.git.client import Client
from bench.ours import OWNER, Watchword
from bench.peers.address import GitAddress
from bench.running import Failed

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = re.compile(r'<form[^>]*action="/login".*?</form>', re.DOTALL)
FIRST = "first"
"""A repository of the owner's."""


class Visitor:
    """The owner of the data folder, at a server that speaks HTTP."""

    def __init__(self, server: Watchword) -> None:
        self._server = server
        self.url = server.url
        self.authorization = server.folder / "owner-authorization"
        """A file with the value of the header."""
        _write(self.authorization, f"Bearer {server.secret}")

    def make_repositories(self, count: int) -> None:
        """Make so many private repositories, the first of them named `first`. Raises Failed."""
        headers = {"Authorization": f"Bearer {self._server.secret}", "User-Agent": "bench"}
        for number in range(count):
            name = f"shelf-{number}" if number else FIRST
            body = json.dumps({"name": name, "private": True}).encode()
            made = asked(self.url, "POST", "/api/v3/user/repos", headers, body)
            _must_be(made, 201)

    def push_files(self, count: int, folder: Path) -> None:
        """Push so many files to the first repository, all in one folder. Raises Failed."""
        # A certificate is named to git in any case; here none is looked at.
        address = GitAddress(f"{self.url}/{OWNER}", folder / "none", OWNER, self._server.secret)
        client = Client(folder / "visitor", [address], is_asked=False)
        source = generated.wide(count, folder, client.environment)
        client.push(source, f"{address.url}/{FIRST}.git")

    def sign_in(self) -> Path:
        """Sign in by the form; gives a file with the value of the header `Cookie`."""
        shown = asked(self.url, "GET", "/login", {})
        _must_be(shown, 200)
        form = FORM.search(shown.body.decode())
        if form is None:
            raise Failed("The page /login shows no form to sign in with.")
        fields = {name: html.unescape(value) for name, value in HIDDEN.findall(form[0])}
        fields |= {"login": OWNER, "password": self._server.password}
        headers = {"Cookie": shown.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        sent = asked(self.url, "POST", "/login", headers, urlencode(fields).encode())
        _must_be(sent, 303)
        path = self._server.folder / "cookie"
        _write(path, sent.cookies)
        return path


def _must_be(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise Failed(f"{answer.status} and not {status}: {answer.body[:400]!r}")


def _write(path: Path, line: str) -> None:
    path.touch(0o600)
    path.write_text(f"{line}\n")
