"""The pages of secret-scanning alerts: for those who run the repository, and nobody else."""

import pytest

from tests.leak_world import AWS
from tests.pages import Browser
from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import leaks as table
from watchword.authn import resolve
from watchword.kernel.secret import Secret
from watchword.leaks import service
from watchword.leaks.model import Found, Place, Spot

ALERTS = "/octavia/aqueduct/security/secret-scanning"


@pytest.fixture
def found(world, aqueduct, history):
    """A key that stands in two places."""

    def unit(work):
        grant = require(resolve.system(), table.SCAN, work.repositories.by_id(aqueduct.id, None))
        for path, line in (("src/flow.py", 1), ("docs/100% <b>", 7)):
            place = Place(path, "0" * 40, history.first, Spot(line, line, 1, 20))
            alert, _ = service.keep(
                work, grant, Found("aws_access_key_id", Secret(AWS), place), None, None
            )
        return alert

    return world.write(unit)


def test_who_runs_the_repository_sees_its_alerts(signed_in, found):
    page = signed_in.get("/octavia/aqueduct")
    assert page.links["Security"] == "/octavia/aqueduct/security"
    page = signed_in.get("/octavia/aqueduct/security")
    assert page.path == ALERTS
    assert "Amazon AWS Access Key ID" in page.text
    assert AWS not in page.html
    page = signed_in.get(f"{ALERTS}/1")
    assert AWS in page.text
    assert "Found in 2 places" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_the_places_lead_to_lines_and_commits(signed_in, found, history):
    page = signed_in.get(f"{ALERTS}/1")
    first = f"/octavia/aqueduct/blob/{history.first}"
    assert page.links["src/flow.py"] == f"{first}/src/flow.py?plain=1#L1"
    assert page.links["docs/100% <b>"] == f"{first}/docs/100%25%20%3Cb%3E?plain=1#L7"
    assert page.links[history.first[:7]] == f"/octavia/aqueduct/commit/{history.first}"
    assert signed_in.get(f"{first}/src/flow.py?plain=1").status == 200


def test_an_alert_is_resolved_and_opened_again(signed_in, found):
    signed_in.get(f"{ALERTS}/1")
    page = signed_in.press(
        "Resolve alert", resolution="used_in_tests", resolution_comment="only <b>there</b>"
    )
    assert "Alert 1 was resolved." in page.text
    assert "Used in tests by octavia" in page.text
    assert "only <b>there</b>" in page.text
    assert "No open alerts" in signed_in.get(ALERTS).text
    assert "Used in tests" in signed_in.get(f"{ALERTS}?state=resolved").text
    signed_in.get(f"{ALERTS}/1")
    page = signed_in.press("Open again")
    assert "Alert 1 was opened again." in page.text
    assert page.form("Resolve alert")


def test_what_is_no_reason_is_refused(signed_in, found):
    signed_in.get(f"{ALERTS}/1")
    assert signed_in.press("Resolve alert", resolution="boredom").status == 422
    signed_in.get(f"{ALERTS}/1")
    page = signed_in.press("Resolve alert", resolution_comment="x" * 501)
    assert page.status == 422
    assert "too long" in page.ids["resolution_comment-error"]


def test_to_everybody_else_there_are_no_alerts(world, site, aqueduct, found):
    """Attack 52: also to those who may write, and under a former name."""
    lucius = world.user("lucius")
    for role in (None, Role.READ, Role.WRITE, Role.MAINTAIN):
        if role:
            world.collaborator(aqueduct, lucius, role)
        browser = Browser(site)
        browser.sign_in(lucius)
        for path in ("", "/1", "/2"):
            assert browser.get(ALERTS + path).status == 404
        assert "Security" not in browser.get("/octavia/aqueduct").links
    assert Browser(site).get(f"{ALERTS}/1", follow=False).status in {303, 404}


def test_an_alert_is_looked_for_in_its_own_repository(world, signed_in, octavia, found):
    """Attack 58."""
    world.repository(octavia, "other")
    assert signed_in.get("/octavia/other/security/secret-scanning/1").status == 404
    for wrong in ("0", "2", "x", "9" * 18):
        assert signed_in.get(f"{ALERTS}/{wrong}").status == 404
