"""How mails leave: into a folder, or through a mail server."""

import stat
from email import message_from_bytes, policy

import aiosmtplib
import pytest

from tests.mailbox import SENDER, MailServer
from tests.world import NOON
from watchword.surfaces.mails.message import written
from watchword.surfaces.mails.outbox import SpoolFolder
from watchword.surfaces.mails.rendering import Words
from watchword.surfaces.mails.smtp import Encryption, Relay


def mail(text="Hello\n\nÜber “all”\n", to="octavia@example.test"):
    return written(Words("A subject", text), to=to, sender=SENDER, key="7-abc", at=NOON)


def test_a_spooled_mail_is_a_file_for_the_server_alone(tmp_path):
    spool = SpoolFolder(tmp_path / "spool")
    spool.send("7-abc", mail())
    spool.send("7-abc", mail())
    (path,) = (tmp_path / "spool").iterdir()
    assert path.name == "7-abc.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert read["Message-ID"] == "<7-abc@git.example.test>"
    assert read["Date"].datetime.timestamp() == NOON
    assert read.get_content().splitlines() == ["Hello", "", "Über “all”"]


def test_old_mails_are_swept_out_of_the_folder(tmp_path):
    spool = SpoolFolder(tmp_path)
    spool.send("1-old", mail())
    made = (tmp_path / "1-old.eml").stat().st_mtime
    (tmp_path / "note.txt").write_text("kept")
    spool.sweep(made - 1)
    assert (tmp_path / "1-old.eml").exists()
    spool.sweep(made + 1)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_mail_server_takes_a_mail():
    with MailServer() as server:
        relay = Relay("127.0.0.1", server.port, Encryption.NONE)
        relay.probe()
        assert server.taken == []
        relay.send("7-abc", mail())
    (taken,) = server.taken
    assert taken["Subject"] == "[Watchword] A subject"
    assert "Über" in taken.get_content()


def test_what_the_mail_server_refuses_is_an_error_for_the_queue():
    with MailServer() as server:
        relay = Relay("127.0.0.1", server.port, Encryption.NONE)
        with pytest.raises(aiosmtplib.SMTPException):
            relay.send("7-abc", mail(to="nobody@example.test"))
    assert server.taken == []


def test_a_mail_server_without_encryption_gets_nothing_where_it_is_wanted():
    with MailServer() as server:
        relay = Relay("127.0.0.1", server.port, Encryption.STARTTLS)
        with pytest.raises(aiosmtplib.SMTPException):
            relay.send("7-abc", mail())
    assert server.taken == []


@pytest.mark.parametrize("what", ["subject", "to"])
def test_no_line_break_gets_into_a_header(what):
    given = {"subject": "A subject", "to": "octavia@example.test"}
    given[what] += "\r\nBcc: everybody@example.test"
    with pytest.raises(ValueError, match=r"(?i)linefeed|newline|line"):
        written(Words(given["subject"], "text"), to=given["to"], sender=SENDER, key="1", at=NOON)
