"""Mails are written in the language of the account that reads them, also those of jobs."""

import re

import pytest

from watchword.jobs import housekeeping
from watchword.surfaces.mails.rendering import worded

DAY = 86_400


@pytest.fixture
def octavia(world):
    user = world.user("octavia")
    world.write(lambda work: work.users.update(user.id, {"language": "ja"}, 1))
    return user


def test_a_mail_is_in_the_language_of_the_account(world, post, octavia):
    post.forget()
    world.token(octavia, "repo", "gist", note="ノート PC", expires_at=world.clock.now + 30 * DAY)
    (mail,) = post.deliver()
    text = mail.get_content()
    assert (
        mail["Subject"] == "[Watchword] アカウントに個人アクセストークン（classic）が追加されました"
    )
    assert text.startswith("octavia さん\r\n")
    assert "「ノート PC」が追加されました。" in text
    assert "スコープ: gist、repo。" in text
    assert re.search(r"有効期限は20\d\d年\d+月\d+日.曜日です。", text)
    assert "token" not in text.replace("/settings/tokens", "")


@pytest.mark.parametrize(
    ("left", "words"),
    [(6 * DAY, "「laptop」の有効期限は、7 日以内（"), (60, "有効期限は、1 日以内（")],
)
def test_a_mail_of_a_job_is_in_the_language_of_the_account(world, post, octavia, left, words):
    end = world.clock.now + 30 * DAY
    world.token(octavia, "repo", note="laptop", expires_at=end)
    post.forget()
    world.clock.now = end - left
    housekeeping.warn_of_tokens(world.database)
    (mail,) = post.deliver()
    assert mail["Subject"] == (
        "[Watchword] 個人アクセストークン（classic）の有効期限がまもなく切れます"
    )
    assert words in mail.get_content()


@pytest.mark.parametrize("language", [None, "en", "tlh"])
def test_who_chose_no_language_or_one_that_is_gone_is_written_to_in_english(language):
    values = {"user": type("User", (), {"login": "octavia"}), "site": "https://git.example.test"}
    event = {"email": "octavia@example.test"}
    words = worded(
        "user.resend_email_link",
        language,
        {**values, "event": event, "path": "/x", "hours": 24},
    )
    assert words.subject == "Please verify your email address"
