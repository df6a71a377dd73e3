"""Licences, lists of files that git leaves alone, and repositories that begin with them."""

import pytest

from tests.histories import History


def test_licences_are_listed_and_shown(api):
    listed = api.ask("GET", "/licenses").json
    assert {"mit", "apache-2.0", "gpl-3.0"} <= {one["key"] for one in listed}
    assert all(one["url"].endswith(f"/licenses/{one['key']}") for one in listed)
    featured = [one["key"] for one in api.ask("GET", "/licenses?featured=true").json]
    assert "mit" in featured
    assert len(featured) < len(listed)
    assert 'rel="next"' in api.ask("GET", "/licenses?per_page=2").header("link")
    mit = api.ask("GET", "/licenses/MIT").json
    assert (mit["spdx_id"], mit["name"], mit["featured"]) == ("MIT", "MIT License", True)
    assert "[year] [fullname]" in mit["body"]
    assert "commercial-use" in mit["permissions"]
    for other in ("nothing", "..", "mit.txt", "%00"):
        assert api.ask("GET", f"/licenses/{other}").status == 404


def test_lists_are_listed_and_shown(api):
    assert "Python" in api.ask("GET", "/gitignore/templates").json
    found = api.ask("GET", "/gitignore/templates/Python").json
    assert found["name"] == "Python"
    assert "__pycache__" in found["source"]
    raw = ("accept", "application/vnd.github.raw")
    plain = api.ask("GET", "/gitignore/templates/Python", headers=[raw])
    assert plain.body.decode() == found["source"]
    for other in ("python", "..", "%2e%2e%2fPython"):
        assert api.ask("GET", f"/gitignore/templates/{other}").status == 404


@pytest.mark.parametrize("readme", [True, False])
def test_a_repository_begins_with_what_was_chosen(api, world, octavia, readme):
    token = world.token(octavia, "repo")[1]
    wanted = {
        "name": "things",
        "auto_init": readme,
        "license_template": "mit",
        "gitignore_template": "Python",
    }
    made = api.ask("POST", "/user/repos", token, body=wanted)
    assert made.status == 201, made.body
    found = world.read(lambda work: work.repositories.by_id(made.json["id"], None))
    history = History(api.layout.root, found.key)
    names = history.git("ls-tree", "--name-only", "main").splitlines()
    assert set(names) == {".gitignore", "LICENSE", *(["README.md"] if readme else [])}
    assert "Copyright (c) 2027 Octavia Vigil" in history.git("show", "main:LICENSE")
    history.git("fsck", "--strict")
    assert api.ask("GET", "/repos/octavia/things/license", token).json["license"]["key"] == "mit"


@pytest.mark.parametrize("field", ["license_template", "gitignore_template"])
def test_what_is_not_there_is_refused(api, world, octavia, field):
    token = world.token(octavia, "repo")[1]
    answer = api.ask("POST", "/user/repos", token, body={"name": "things", field: "nothing"})
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == field
    assert api.ask("GET", "/repos/octavia/things", token).status == 404


def test_the_licence_of_a_repository_is_recognised(api, world, octavia):
    made = world.repository(octavia, "things")
    history = History(api.layout.root, made.key)
    assert api.ask("GET", "/repos/octavia/things/license").status == 404
    first = history.commit({"a.txt": "a"})
    assert api.ask("GET", "/repos/octavia/things/license").status == 404
    history.commit({"COPYING": "Mine alone.", "a.txt": "a"}, "Keep", first)
    other = api.ask("GET", "/repos/octavia/things/license").json
    assert (other["name"], other["license"]["spdx_id"]) == ("COPYING", "NOASSERTION")
