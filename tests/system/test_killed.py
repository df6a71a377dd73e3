"""What was acknowledged is there after `kill -9` of every process at any moment."""

import contextlib
import threading

import httpx

from tests.person_at_forms import Person

TOKENS = 50
KILLS = 3


def make_token(person, note: str) -> str | None:
    """Make a token by the form; gives its secret if the page with it came back whole."""
    fields = {"description": note, "scopes": "repo"}
    shown = person.press("/settings/tokens/new", "Generate token", **fields)
    return shown.ids["token"].strip() if shown.status == 200 else None


def test_tokens_that_were_shown_work_after_the_server_was_killed(fresh_server):
    server = fresh_server
    password = server.add_user("alice")
    shown: list[str] = []
    for round_ in range(KILLS):
        person = Person(server, "alice", password)
        enough = threading.Event()

        def make(person=person, round_=round_, enough=enough) -> None:
            # The connection breaks when the server dies: what was not shown does not count.
            with contextlib.suppress(httpx.HTTPError):
                for number in range(TOKENS):
                    if secret := make_token(person, f"{round_}-{number}"):
                        shown.append(secret)
                    if number >= TOKENS // 4:
                        enough.set()

        worker = threading.Thread(target=make)
        worker.start()
        assert enough.wait(60)
        server.kill()
        worker.join(60)
        person.close()
        server.start()
    assert len(shown) >= KILLS * TOKENS // 4
    for secret in shown:
        answer = server.request("GET", "/api/v3/user", token=secret, headers={"User-Agent": "test"})
        assert answer.status == 200
        assert answer.json["login"] == "alice"
