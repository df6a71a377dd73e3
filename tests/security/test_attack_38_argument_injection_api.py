"""Attack 38 over the API: words of a person on the command line of git.

What is verified: whatever a path, a ref, a message or a name says, git is started with words of our
own and ids alone; what a person wrote reaches it on its standard input, inside of objects.
"""

import base64
import re

import pytest

from tests.histories import History
from tests.security.git_shim import Shim

AT = "/repos/octavia/things"
EVIL = (
    "--upload-pack=touch${IFS}x",
    "-x",
    "--output=/tmp/x",
    "$(id)",
    "`id`",
    "a;id",
    "@{-1}",
    "main^{/x}",
    ":/x",
)
OURS = re.compile(
    r"[a-z-]+|-[a-zM0-9]+|--[a-z-]+(=[A-Za-z0-9,=.%#()/-]+)?|\^?[0-9a-f]{40}(\.{2,3}[0-9a-f]{40})?|\."
    r"|--prefix=[A-Za-z0-9._-]+/|--format=%ae%x00%an|--batch-check=%\(objectname\) %\(objecttype\)"
)


@pytest.fixture
def octavia(world):
    return world.user("octavia", name="--exec=id")


@pytest.fixture
def history(api, world, octavia):
    made = History(api.layout.root, world.repository(octavia, "things").key)
    first = made.commit({"README.md": "# Things\n"}, "Begin")
    made.commit({"README.md": "# More\n"}, "More", first)
    made.commit({"other": "x\n"}, "Side", first, branch="side")
    return made


@pytest.fixture
def shim(api, history, tmp_path):
    return Shim(api, tmp_path)


def test_no_word_of_a_person_is_an_argument(api, world, octavia, history, shim):
    token = world.token(octavia, "repo", "workflow")[1]
    content = base64.b64encode(b"x").decode()
    for evil in EVIL:
        person = {"name": evil, "email": evil}
        body = {"message": evil, "content": content, "author": person}
        api.ask("PUT", f"{AT}/contents/{evil.replace('/', '_')}", token, body=body)
        api.ask("PUT", f"{AT}/contents/x", token, body={**body, "branch": evil})
        api.ask(
            "GET",
            f"{AT}/commits/{evil}",
            token,
            headers=[("accept", "application/vnd.github.diff")],
        )
        api.ask("GET", f"{AT}/compare/main...{evil}", token)
        api.ask("GET", f"{AT}/tarball/{evil}", token)
        ref = {"ref": f"refs/heads/{evil}", "sha": history.git("rev-parse", "side")}
        api.ask("POST", f"{AT}/git/refs", token, body=ref)
        api.ask("POST", f"{AT}/merges", token, body={"base": "main", "head": evil})
    for form in ("diff", "patch"):
        accept = [("accept", f"application/vnd.github.{form}")]
        assert api.ask("GET", f"{AT}/compare/main...side", token, headers=accept).status == 200
        assert api.ask("GET", f"{AT}/commits/main", token, headers=accept).status == 200
    merge = {"base": "main", "head": "side", "commit_message": "--exec=id"}
    assert api.ask("POST", f"{AT}/merges", token, body=merge).status in {201, 409}
    assert api.ask("GET", f"{AT}/contributors", token).status == 200
    calls = shim.calls()
    verbs = {words[0] for words in calls}
    assert {"unpack-objects", "update-ref", "rev-list", "diff-tree", "format-patch", "log"} <= verbs
    words = [word for words in calls for word in words]
    assert [word for word in words if not OURS.fullmatch(word)] == []
    assert [word for word in words if word in EVIL or "exec=id" in word or "IFS" in word] == []
