"""A person at the pages of the real server without a browser: opens pages and sends their forms."""

import httpx

from tests.pages import Shown
from tests.running_server import PATIENCE, RunningServer


class Person:
    """Somebody who is signed in."""

    def __init__(self, server: RunningServer, login: str, password: str) -> None:
        self._client = httpx.Client(
            base_url=server.url, verify=server.trust(), timeout=PATIENCE, follow_redirects=True
        )
        shown = self.press("/login", "Sign in", login=login, password=password)
        assert shown.status == 200
        assert "Your repositories" in shown.text

    def press(self, path: str, button: str, **fields: str) -> Shown:
        """Open a page and send its form with that button, some fields filled in."""
        form = Shown(self._client.get(path)).form(button)
        return Shown(self._client.post(form.action, data=dict(form.fields) | fields))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
