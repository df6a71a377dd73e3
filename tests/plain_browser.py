"""A browser without a screen against a running server: forms and cookies over HTTP, no script."""

from urllib.parse import urlencode, urljoin

import httpx

from tests.named_server import HOST, Proxy
from tests.pages import Shown

SITE = f"https://{HOST}"


class PlainBrowser:
    """Follows links and sends forms as they stand on the page, through the proxy."""

    def __init__(self, proxy: Proxy) -> None:
        """Begin without cookies."""
        self._client = httpx.Client(
            base_url=SITE,
            proxy=proxy.address,
            verify=proxy.server.trust(),
            timeout=120,
            trust_env=False,
        )
        self.page: Shown

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def get(self, address: str) -> Shown:
        """Go to an address, and on to where it leads within the site."""
        response = self._client.get(address)
        while (onward := response.next_request) and onward.url.host == HOST:
            response = self._client.send(onward)
        self.page = Shown(response)
        return self.page

    def press(self, button: str, *, follow: bool = True, **fields: str) -> Shown:
        """Send the form with that button, some fields filled in."""
        form = self.page.form(button)
        kept = [pair for pair in form.fields if pair[0] not in fields]
        response = self._client.post(
            urljoin(self.page.path, form.action),
            content=urlencode([*kept, *fields.items()]),
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "origin": SITE,
                "sec-fetch-site": "same-origin",
            },
            follow_redirects=follow,
        )
        self.page = Shown(response)
        return self.page

    def elsewhere(self, address: str) -> httpx.Response:
        """Follow to where a program of this machine listens."""
        return httpx.get(address, timeout=120, trust_env=False)

    def sign_in(self, login: str, password: str) -> None:
        """Sign in on the page for it."""
        self.get("/login")
        page = self.press("Sign in", login=login, password=password)
        assert page.status == 200, page.text


class PersonAtForms:
    """Somebody who answers programs at a plain browser, where the browser is not the point."""

    def __init__(self, proxy: Proxy, login: str, password: str) -> None:
        """Sign in."""
        self.login = login
        self._browser = PlainBrowser(proxy)
        self._browser.sign_in(login, password)

    def close(self) -> None:
        """Leave."""
        self._browser.close()

    def connect(self, code: str, application: str) -> None:
        """Let a device in."""
        self._browser.get("/login/device")
        page = self._browser.press("Continue", user_code=code)
        assert application in page.text, page.text
        page = self._browser.press("Authorize")
        assert "Your device is connected" in page.text, page.text

    def revoke(self, application: str) -> None:
        """Revoke an application in one's settings."""
        page = self._browser.get("/settings/applications")
        (way,) = {page.links[words] for words in page.links if words.startswith("Revoke access")}
        page = self._browser.get(way)
        assert application in page.text, page.text
        page = self._browser.press("Revoke access")
        assert f"“{application}” was revoked." in page.text, page.text
