"""Attack 48: names of repositories that lead out of their folder, or stand for something else.

What is verified: no part of a path becomes part of a file's name: folders are found by a random
key in the database, and a name that is not there is missing, however it is spelt.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.git_site import make_site
from watchword.git_transport.advertisement import Service
from watchword.kernel.errors import Invalid
from watchword.repositories import names
from watchword.surfaces.git_http.paths import parse

NAMES = [
    "..",
    ".",
    ".git",
    "..git",
    "%2e%2e",
    "%2e%2e%2f%2e%2e",
    "..%2f..%2fetc",
    "CON",
    "kept%20",
    "kept.",
    "kept%00",
    "kept%00.git",
    "kept%0a",
    "x" * 300,
    "-x",
    "--upload-pack=id",
    "kept%2f",
    "kept%5c",
    "ke%CC%81pt",
    "k%C3%A9pt",
    "kept;id",
    "",
    "%",
    "%zz",
    "kept.git.git",
    "kept.GIT",
]
OWNERS = ["api", "login", ".well-known", "..", "", "%2e", "settings", "ann%00", "-ann", "a" * 300]


@pytest.fixture
def site(world, tmp_path):
    made = make_site(world, tmp_path)
    _, history = made.repository(world.user("ann"), "kept")
    history.commit({"a": "b"})
    _, secret = world.token(made.world.read(lambda work: work.users.by_login("ann")), "repo")
    made.secret = secret.text
    return made


@pytest.mark.parametrize("ending", ["", ".git"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_there_is_missing(site, name, ending):
    path = f"/ann/{name}{ending}"
    asked = (site.refs(path), site.refs(path, "git-receive-pack"))
    assert [site.run(one).status for one in asked] == [401, 401]
    reply = site.run(site.refs(path, token=site.secret))
    # One `.git` at the end may be written or left out; that is all.
    found = f"{name}{ending}" in {"kept", "kept.git"}
    assert reply.status == (200 if found else 404)


@pytest.mark.parametrize("owner", OWNERS)
def test_an_owner_that_is_not_there_is_missing(site, owner):
    path = f"/{owner}/kept.git"
    assert site.run(site.refs(path, token=site.secret)).status == 404


@pytest.mark.parametrize(
    "path", ["/ann/b/../kept", "//ann/kept", "/ann//kept", "/ann/kept/", "/./ann/kept", "/kept", ""]
)
def test_other_numbers_of_parts_are_no_repository(site, path):
    assert site.run(site.refs(path, token=site.secret)).status == 404


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_spelling_makes_more_parts_than_two(owner, name):
    from urllib.parse import quote

    path = f"/{quote(owner, safe='')}/{quote(name, safe='')}/git-upload-pack"
    asked = parse(path, b"")
    assert asked is not None
    assert asked.service is Service.UPLOAD_PACK
    assert (asked.owner, asked.name) == (owner, name.removesuffix(".git"))


@pytest.mark.parametrize(
    "name", ["..", ".", "", "-x", "x" * 101, "a.git", "a.wiki", "a.GIT", "nul\0", "a\nb"]
)
def test_a_repository_is_never_given_such_a_name(name):
    with pytest.raises(Invalid):
        names.repository(name)
