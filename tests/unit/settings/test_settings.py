"""Flags over environment over file; each error names its source and what the value may be."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from watchword.kernel.secret import Secret
from watchword.settings import Settings, SettingsError, load


def settings(tmp_path, flags=None, environ=None, file="", *, may_bind_443=False):
    (tmp_path / "watchword.toml").write_text(file)
    return load(tmp_path, flags or {}, environ or {}, may_bind_443=may_bind_443)


def test_nothing_needs_to_be_said(tmp_path):
    made = load(tmp_path, {}, {}, may_bind_443=False)
    assert made.listen == ("127.0.0.1", 8443)
    assert made.public_url == "https://localhost:8443"
    assert made.database_url == f"sqlite:///{tmp_path}/watchword.db"


def test_the_usual_port_is_taken_where_it_may_be_and_is_not_shown(tmp_path):
    made = settings(tmp_path, may_bind_443=True)
    assert made.listen == ("127.0.0.1", 443)
    assert made.public_url == "https://localhost"


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path):
    file = 'workers = 1\ndrain = 1\nrate_limit = 1\npublic_url = "https://file.example"'
    environ = {"WATCHWORD_WORKERS": "2", "WATCHWORD_DRAIN": "2"}
    made = settings(tmp_path, {"workers": 3, "public_url": None}, environ, file)
    assert (made.workers, made.drain, made.rate_limit) == (3, 2, 1)
    assert made.public_url == "https://file.example"


@pytest.mark.parametrize(
    ("flags", "environ", "file", "told"),
    [
        pytest.param(
            {},
            {},
            "wokers = 2",
            "watchword.toml: wokers is no setting. The nearest is workers.",
            id="a misspelt key in the file",
        ),
        pytest.param(
            {},
            {},
            "[tls]\ncert = 'x'",
            "tls is no setting. The nearest is",
            id="a table that is none of ours",
        ),
        pytest.param(
            {},
            {"WATCHWORD_RATE_LIMITS": "9"},
            "",
            "WATCHWORD_RATE_LIMITS is no setting. The nearest is WATCHWORD_RATE_LIMIT.",
            id="a misspelt variable",
        ),
        pytest.param(
            {"listen": "nowhere"},
            {},
            "",
            "--listen must be HOST:PORT",
            id="a flag that cannot be read",
        ),
        pytest.param(
            {},
            {"WATCHWORD_LISTEN": "127.0.0.1:65536"},
            "",
            "WATCHWORD_LISTEN must be HOST:PORT",
            id="a port past the last",
        ),
        pytest.param(
            {},
            {},
            "workers = true",
            "workers must be a whole number from 1 to 64, not True.",
            id="a truth is no number",
        ),
        pytest.param({}, {}, "drain = -1", "drain must be a whole number", id="out of bounds"),
        pytest.param({}, {}, "workers = ", "watchword.toml cannot be read", id="broken TOML"),
        pytest.param(
            {}, {}, "extra_hosts = [1]", "extra_hosts must be a list of texts", id="a wrong list"
        ),
        pytest.param(
            {"behind_proxy": "10.0.0.1/8"},
            {},
            "",
            "--behind-proxy must be addresses or networks",
            id="bits beyond the mask",
        ),
        pytest.param(
            {},
            {},
            'max_push_bytes = "2 GB"',
            "max_push_bytes must be a number of bytes",
            id="a unit that could mean two things",
        ),
        pytest.param(
            {},
            {},
            "token_keys = '1:AAAA'",
            "token_keys may stand in the environment only.",
            id="keys beside the data they protect",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_source(tmp_path, flags, environ, file, told):
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, flags, environ, file)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://git.example.com", id="tokens in clear"),
        pytest.param("https://git.example.com/git", id="a path"),
        pytest.param("https://al:pw@git.example.com", id="a login"),
        pytest.param("git.example.com", id="no scheme"),
        pytest.param("https://", id="no host"),
        pytest.param("https://git.example.com:99999", id="no such port"),
        pytest.param("https://git.example.com?x", id="a query"),
        pytest.param("https://git\nexample.com", id="a line break"),
    ],
)
def test_the_public_address_is_scheme_host_and_port(tmp_path, address):
    with pytest.raises(SettingsError, match="--public-url must"):
        settings(tmp_path, {"public_url": address})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Git.Example.com/", "https://git.example.com"),
        ("https://git.example.com:443", "https://git.example.com"),
        ("https://git.example.com:8443", "https://git.example.com:8443"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_the_public_address_has_one_form(tmp_path, given, kept):
    assert settings(tmp_path, {"public_url": given}).public_url == kept


def test_plain_http_needs_a_proxy_and_the_address_that_people_use(tmp_path):
    with pytest.raises(SettingsError, match="needs a proxy"):
        settings(tmp_path, {"no_tls": True})
    with pytest.raises(SettingsError, match="unless no_tls"):
        settings(tmp_path, {"public_url": "http://localhost"})
    made = settings(
        tmp_path,
        {"no_tls": True, "behind_proxy": "127.0.0.1,10.0.0.0/8"},
        file='public_url = "https://git.example.com"',
    )
    assert made.behind_proxy == (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"))


def test_a_certificate_and_its_key_go_together(tmp_path):
    with pytest.raises(SettingsError, match="go together"):
        settings(tmp_path, {"tls_cert": "a.pem"})


def test_paths_in_the_file_begin_at_the_data_folder(tmp_path):
    made = settings(tmp_path, file='tls_cert = "my/cert.pem"\ntls_key = "/etc/key.pem"')
    assert (made.tls_cert, made.tls_key) == (tmp_path / "my/cert.pem", Path("/etc/key.pem"))


def test_variables_that_kubernetes_sets_are_not_ours(tmp_path):
    environ = {
        "WATCHWORD_SERVICE_HOST": "10.0.0.9",
        "WATCHWORD_SERVICE_PORT_HTTPS": "443",
        "WATCHWORD_PORT": "tcp://10.0.0.9:443",
        "WATCHWORD_PORT_443_TCP_ADDR": "10.0.0.9",
        "WATCHWORD_DATA": str(tmp_path),
    }
    assert settings(tmp_path, environ=environ) == settings(tmp_path)


def test_a_child_gets_just_what_its_parent_has(tmp_path):
    made = settings(
        tmp_path,
        {"listen": "[::1]:0", "behind_proxy": "::1,10.0.0.0/8", "extra_hosts": ["a", "b:1"]},
        {"WATCHWORD_TOKEN_KEYS": "1:c2VjcmV0", "WATCHWORD_DATABASE_URL": "postgresql://u:pw@h/d"},
    )
    assert Settings.unpacked(made.packed()) == made


def test_a_free_port_goes_into_the_address(tmp_path):
    made = settings(tmp_path, {"listen": "127.0.0.1:0"}).listening_on(45678)
    assert made.listen == ("127.0.0.1", 45678)
    assert made.public_url == "https://localhost:45678"
    fixed = settings(tmp_path, {"listen": "127.0.0.1:0", "public_url": "https://x.example"})
    assert fixed.listening_on(45678).public_url == "https://x.example"


def test_passwords_and_keys_are_not_shown(tmp_path):
    made = settings(
        tmp_path,
        environ={
            "WATCHWORD_DATABASE_URL": "postgresql://u:hush@h/d",
            "WATCHWORD_TOKEN_KEYS": "hush",
        },
    )
    assert made.token_keys == Secret("hush")
    assert "hush" not in repr(made)
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, environ={"WATCHWORD_DATABASE_URL": "mysql://u:hush@h/d"})
    assert "hush" not in str(caught.value)


def test_mails_come_from_the_host_of_the_public_address(tmp_path):
    made = settings(tmp_path, {"public_url": "https://git.example.com:8443"})
    assert (made.smtp_host, made.mail_from) == ("", "noreply@git.example.com")
    assert settings(tmp_path, {"listen": "127.0.0.1:1"}).mail_from == "noreply@localhost"
    by_address = settings(tmp_path, {"public_url": "https://192.0.2.7"})
    assert by_address.mail_from == "noreply@[192.0.2.7]"
    assert Settings.unpacked(by_address.packed()) == by_address


def test_a_mail_server_is_named_with_its_password_in_the_environment(tmp_path):
    file = 'smtp_host = "mail.example.com"\nsmtp_user = "git"\nmail_from = "git@example.com"'
    made = settings(tmp_path, environ={"WATCHWORD_SMTP_PASSWORD": "mail-secret"}, file=file)
    assert made.smtp_password == Secret("mail-secret")
    assert (made.smtp_port, made.smtp_tls, made.mail_from) == (587, "starttls", "git@example.com")
    assert "mail-secret" not in repr(made)
    assert Settings.unpacked(made.packed()) == made


@pytest.mark.parametrize(
    ("file", "environ", "told"),
    [
        pytest.param(
            'smtp_password = "x"', {}, "may stand in the environment only", id="in a file"
        ),
        pytest.param(
            'smtp_host = "m"\nsmtp_user = "git"', {}, "go together", id="no password for a user"
        ),
        pytest.param('smtp_tls = "ssl"', {}, "one of starttls, implicit, none", id="no such way"),
        pytest.param('mail_from = "Git <a@b>"', {}, "must be an email address", id="a name"),
        pytest.param('smtp_host = "m 25"', {}, "must be a host name", id="no host"),
        pytest.param(
            'smtp_host = "m"\nsmtp_user = "git"\nsmtp_tls = "none"',
            {"WATCHWORD_SMTP_PASSWORD": "x"},
            "in clear",
            id="a password in clear",
        ),
        pytest.param(
            'smtp_user = "git"', {"WATCHWORD_SMTP_PASSWORD": "x"}, "give smtp_host", id="no host"
        ),
    ],
)
def test_what_contradicts_itself_about_mail_is_refused(tmp_path, file, environ, told):
    with pytest.raises(SettingsError, match=told):
        settings(tmp_path, environ=environ, file=file)


@pytest.mark.parametrize(
    ("told", "at", "port", "served"),
    [
        ({}, None, 22, False),
        ({"ssh_listen": "off"}, None, 22, False),
        ({"ssh_listen": "OFF", "ssh_public_port": "2022"}, None, 2022, True),
        ({"ssh_listen": "0.0.0.0:22"}, ("0.0.0.0", 22), 22, True),
        ({"ssh_listen": "[::1]:2222"}, ("::1", 2222), 2222, True),
        ({"ssh_listen": "127.0.0.1:2222", "ssh_public_port": "22"}, ("127.0.0.1", 2222), 22, True),
    ],
)
def test_where_ssh_is_listened_for_and_which_port_people_see(tmp_path, told, at, port, served):
    made = settings(tmp_path, told)
    assert (made.ssh_at, made.ssh_port, made.ssh_served) == (at, port, served)
    assert Settings.unpacked(made.packed()) == made
    assert made.as_told(made.told()) == made


def test_ssh_listens_at_an_address_or_not_at_all(tmp_path):
    with pytest.raises(SettingsError, match=r"--ssh-listen must be HOST:PORT, .*, or off"):
        settings(tmp_path, {"ssh_listen": "22"})


def test_the_port_for_ssh_that_was_found_is_put_in(tmp_path):
    made = settings(tmp_path, {"listen": "192.0.2.1:443"})
    assert made.listening_for_ssh_on(2222).ssh_at == ("192.0.2.1", 2222)
    assert made.listening_for_ssh_on(None).ssh_at is None
