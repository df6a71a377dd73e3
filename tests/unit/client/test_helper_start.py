"""Git waits for the credential helper at each fetch and push: it imports what the call needs."""

import subprocess
import sys

import pytest

from tests.running_server import environment

HEAVY = "click httpx rich keyring urllib.request ssl json subprocess secrets argparse socket"
LOOK = """
import io, sys
from watchword_client.credential_helper.main import run
place = b"protocol=https\\nhost=a.test\\n"
run([*sys.argv[1:], "store"], io.BytesIO(place + b"username=u\\npassword=p\\n"), io.BytesIO())
answer = io.BytesIO()
run([*sys.argv[1:], "get"], io.BytesIO(place), answer)
print(answer.getvalue(), *sorted(sys.modules))
"""


@pytest.fixture
def loaded(tmp_path):
    """What a `store` and a `get` load."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOOK, "--store=file"],
        env=environment(HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "password=p" in done.stdout, done.stderr
    return set(done.stdout.split())


def test_a_get_loads_nothing_that_it_does_not_use(loaded):
    assert "watchword_client.credential_helper.actions" in loaded
    assert not loaded & set(HEAVY.split())


def test_it_loads_nothing_of_the_server(loaded):
    assert not {name for name in loaded if name.split(".")[0] == "watchword"}
