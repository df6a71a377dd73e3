"""The switch at the foot of every page, the setting, and which language wins."""

import pytest

COOKIE = "__Host-watchword_language"
JAPANESE = {"accept-language": "ja,en;q=0.5"}


def test_pages_speak_the_browsers_language_until_one_is_chosen(browser):
    page = browser.get("/login", **JAPANESE)
    assert '<html lang="ja"' in page.html
    assert "サインイン" in page.text
    assert page.headers["content-language"] == "ja"
    assert "Cookie, Accept-Language" in page.headers["vary"]


def test_one_click_shows_the_same_page_in_the_other_language(browser):
    page = browser.get("/search?q=stone&type=user")
    there = browser.click("日本語")
    assert (there.path, there.status) == ("/search?q=stone&type=user", 200)
    assert '<html lang="ja"' in there.html
    assert 'value="stone"' in there.html
    assert "日本語" not in there.links
    assert browser.click("English").text == page.text


def test_a_browser_keeps_the_language_for_a_year(browser):
    page = browser.request("GET", "/login/language?to=ja&return_to=/login")
    cookie = page.headers["set-cookie"]
    assert page.status == 303
    assert f"{COOKIE}=ja; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000" in cookie
    assert '<html lang="ja"' in browser.get("/").html


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test", ""])
def test_the_switch_leads_nowhere_else(browser, target):
    page = browser.request("GET", "/login/language", params={"to": "ja", "return_to": target})
    assert page.headers["location"] == "/"


@pytest.mark.parametrize("language", ["tlh", "ja-JP", "../ja"])
def test_a_language_that_there_is_not_is_not_kept(browser, language):
    page = browser.request("GET", "/login/language", params={"to": language, "return_to": "/login"})
    assert page.status == 422
    assert COOKIE not in browser.cookies


def test_a_browser_can_forget_the_language(browser):
    browser.get("/login/language?to=ja")
    page = browser.request("GET", "/login/language?to=&return_to=/")
    assert "Max-Age=0" in page.headers["set-cookie"]


def test_a_page_of_another_server_changes_no_language(browser):
    browser.get("/login/language?to=ja", **{"sec-fetch-site": "cross-site"})
    assert COOKIE not in browser.cookies
    assert '<html lang="en"' in browser.get("/").html


@pytest.mark.parametrize("value", ["tlh", "x" * 3000, "en; Path=/"])
def test_a_cookie_that_names_no_language_is_passed_over(browser, value):
    page = browser.request("GET", "/", headers={"cookie": f"{COOKIE}={value}", **JAPANESE})
    assert page.status == 200


def test_credentials_in_a_query_are_not_carried_into_the_switch(browser):
    page = browser.get("/search?q=a&access_token=s3cr3t")
    assert "s3cr3t" not in page.html


def test_who_is_signed_in_keeps_the_language_with_the_account(signed_in, world, octavia):
    signed_in.get("/settings/keys")
    page = signed_in.press("日本語")
    assert page.path == "/settings/keys"
    assert '<html lang="ja"' in page.html
    assert world.read(lambda work: work.users.by_id(octavia.id).language) == "ja"
    assert "user.update" in [event.name for event in world.read(lambda work: work.events.latest(5))]


def test_the_accounts_language_wins_over_the_browsers_and_lasts_beyond_signing_out(signed_in):
    signed_in.get("/")
    signed_in.press("日本語")
    assert '<html lang="ja"' in signed_in.get("/", **{"accept-language": "en"}).html
    page = signed_in.press("サインアウト")
    assert '<html lang="ja"' in page.html


def test_the_account_wins_over_what_the_browser_keeps(signed_in, world, octavia):
    world.write(lambda work: work.users.update(octavia.id, {"language": "en"}, 1))
    signed_in.get("/login/language?to=ja")
    assert '<html lang="en"' in signed_in.get("/").html


def test_the_language_is_a_setting_of_the_profile(signed_in, world, octavia):
    signed_in.get("/settings/profile")
    page = signed_in.press("Save language", language="ja")
    assert page.path == "/settings/profile"
    assert "言語を保存しました。" in page.text
    page = signed_in.press("言語を保存", language="")
    assert world.read(lambda work: work.users.by_id(octavia.id).language) is None
    assert '<html lang="en"' in page.html


def test_a_profile_in_a_form_that_names_no_language_is_refused(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.press("Save language", language="tlh")
    assert page.status == 422
    assert "There is no such language." in page.ids["language-error"]


def test_the_form_of_the_appearance_answers_in_the_language_that_was_chosen(signed_in):
    signed_in.get("/settings/appearance")
    assert "外観を保存しました。" in signed_in.press("Save appearance", language="ja").text


def test_the_switch_needs_a_form_of_this_server(signed_in):
    page = signed_in.request("POST", "/settings/language", data={"language": "ja"})
    assert page.status == 403


def test_after_a_form_that_was_shown_again_the_switch_leads_to_a_page(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.press("Update profile", name="x" * 256)
    assert page.status == 422
    assert signed_in.press("日本語").path == "/settings/profile"


def test_what_is_missing_is_missing_in_both_languages(browser):
    browser.get("/no/such")
    page = browser.click("日本語")
    assert (page.status, page.path) == (404, "/no/such")
    assert "見つかりません" in page.text


@pytest.mark.parametrize(
    ("path", "button", "typed", "said"),
    [
        pytest.param(
            "/settings/profile",
            "プロフィールを更新",
            {"name": "x" * 256},
            "名前は 1 行で、255 文字以内にしてください。",
            id="with a number in it",
        ),
        pytest.param(
            "/organizations/new",
            "Organization を作成",
            {"login": "settings"},
            "ユーザー名「settings」は予約されています。",
            id="with what was typed in it",
        ),
        pytest.param(
            "/settings/ssh/new",
            "SSH 鍵を追加",
            {"key": "ssh-dss AAAA"},
            "鍵が正しくありません。DSA 鍵は弱すぎます。ed25519 の鍵を作成してください。",
            id="plain",
        ),
        pytest.param(
            "/settings/security-log?q=actor:",
            "検索",
            {"q": "actor:"},
            "検索語句の「actor:」の付近を読み取れません。",
            id="of a search",
        ),
    ],
)
def test_complaints_are_in_the_language_of_the_page(signed_in, path, button, typed, said):
    signed_in.get(path)
    signed_in.press("日本語")
    page = signed_in.get(path) if "?" in path else signed_in.press(button, **typed)
    assert said in page.text


def test_texts_that_other_surfaces_raise_are_in_the_language_of_the_page(signed_in):
    signed_in.get("/")
    signed_in.press("日本語")
    page = signed_in.request(
        "POST",
        "/settings/profile",
        content=b"{}",
        headers={"content-type": "application/json", "sec-fetch-site": "same-origin"},
    )
    assert page.status == 400
    assert "このページはフォームだけを受け付けます。" in page.text
