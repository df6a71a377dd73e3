"""Mails of the real server: from what happened, through the queue, to where they leave."""

import time
from email import message_from_bytes, policy

from tests.mailbox import MailServer

PATIENCE = 60


def wait_for(found):
    """What the function gives, as soon as that is anything."""
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.2)
    return there


def told(mails):
    return {mail["To"]: mail["Subject"] for mail in mails}


def test_a_mail_is_spooled_when_a_token_is_made(fresh_server):
    fresh_server.add_user("ann")
    fresh_server.token("ann")
    spool = fresh_server.data / "spool"
    (path,) = wait_for(lambda: list(spool.glob("*.eml")))
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert "has been added to your account" in told([mail])["ann@example.com"]
    assert f"{fresh_server.url}/settings/tokens" in mail.get_content()


def test_a_mail_goes_through_the_mail_server_that_is_named(start_server):
    with MailServer() as relay:
        server = start_server(
            WATCHWORD_SMTP_HOST="127.0.0.1",
            WATCHWORD_SMTP_PORT=str(relay.port),
            WATCHWORD_SMTP_TLS="none",
            WATCHWORD_MAIL_FROM="git@example.test",
        )
        server.add_user("ann")
        server.token("ann")
        (mail,) = wait_for(lambda: relay.taken)
        said = server.command("admin", "doctor", check=False).stdout
    assert mail["From"] == "Watchword <git@example.test>"
    assert not list((server.data / "spool").glob("*.eml"))
    assert f"ok    mail goes through 127.0.0.1:{relay.port} (none), from git@example.test" in said
    said = server.command("admin", "doctor", check=False).stdout
    assert f"FAIL  mail goes through 127.0.0.1:{relay.port} (none), which does not answer" in said
