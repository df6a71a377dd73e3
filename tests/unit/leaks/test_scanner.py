"""How secrets are found in files. They are put together here: none stands in the tree."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.kernel.entropy import system_entropy
from watchword.leaks.model import Spot
from watchword.leaks.patterns import PATTERNS
from watchword.leaks.scanner import LARGEST, MOST, scan
from watchword.tokens import secret as token_format

X36 = "aB3" * 12
PEM = "-" * 5
SIZE = LARGEST // 8
SECRETS = {
    "aws_access_key_id": "AKIA" + "QWERTYUIOPASDFG2",
    "aws_temporary_access_key_id": "ASIA" + "QWERTYUIOPASDFG2",
    "slack_api_token": "xoxb" + "-123456789012-123456789012-abcdefABCDEF",
    "slack_incoming_webhook_url": "https://hooks.slack.com/services/"
    "T12345678/B12345678/" + "aB3d" * 6,
    "google_api_key": "AIza" + "x-_7J" * 7,
    "google_oauth_client_secret": "GOCSPX-" + "aB3_" * 7,
    "stripe_api_key": "sk_live_" + "aB3d" * 6,
    "stripe_live_restricted_key": "rk_live_" + "aB3d" * 6,
    "npm_access_token": "npm_" + X36,
    "pypi_api_token": "pypi-" + "AgEIcHlwaS5vcmc" + "aB3_-" * 20,
    "gitlab_access_token": "glpat-" + "aB3_-" * 4,
    "sendgrid_api_key": "SG." + "aB" * 11 + "." + "c" * 43,
    "openai_api_key": "sk-" + "aB3d" * 5 + "T3BlbkFJ" + "aB3d" * 5,
    "anthropic_api_key": "sk-ant-api03-" + "aB3" * 31 + "AA",
    "digitalocean_personal_access_token": "dop_v1_" + "0a" * 32,
    "shopify_access_token": "shpat_" + "0a" * 16,
    "hashicorp_vault_service_token": "hvs." + "aB3" * 31,
    "docker_personal_access_token": "dckr_pat_" + "aB3" * 9,
    "generic_private_key": f"{PEM}BEGIN PRIVATE KEY{PEM}\n{'aB3/' * 30}\n{PEM}END PRIVATE KEY{PEM}",
    "rsa_private_key": f"{PEM}BEGIN RSA PRIVATE KEY{PEM}\n{'aB3/' * 30}\n"
    f"{PEM}END RSA PRIVATE KEY{PEM}",
    "ec_private_key": f"{PEM}BEGIN EC PRIVATE KEY{PEM}\n{'aB3/' * 30}\n"
    f"{PEM}END EC PRIVATE KEY{PEM}",
    "openssh_private_key": f"{PEM}BEGIN OPENSSH PRIVATE KEY{PEM}\n{'aB3/' * 30}\n"
    f"{PEM}END OPENSSH PRIVATE KEY{PEM}",
}


def kinds(text, **more):
    return {(kind, secret.text) for kind, secret, _ in scan(text.encode(), **more)}


def own(kind=token_format.CLASSIC, prefix=""):
    return token_format.mint(system_entropy, prefix, kind).text


@pytest.mark.parametrize("kind", SECRETS)
def test_each_known_form_is_found_within_a_line(kind):
    assert kinds(f'key = "{SECRETS[kind]}";\n') == {(kind, SECRETS[kind])}


def test_all_forms_have_an_example_here():
    own_kinds = {one.kind for one in PATTERNS if one.kind.startswith("github_")}
    assert {one.kind for one in PATTERNS} - own_kinds - {"aws_secret_access_key"} == set(SECRETS)


def test_the_secret_of_aws_is_found_by_its_name_and_told_without_it():
    secret = "aB3/" * 10
    for line in (f"aws_secret_access_key = {secret}", f'"aws_secret_access_key": "{secret}"'):
        assert kinds(line) == {("aws_secret_access_key", secret)}


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("ghp_", "github_personal_access_token"),
        ("gho_", "github_oauth_access_token"),
        ("ghr_", "github_refresh_token"),
    ],
)
def test_our_own_tokens_are_found_by_their_checksum(prefix, kind):
    token = own(prefix)
    assert kinds(f"https://octavia:{token}@host/x.git") == {(kind, token)}
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert kinds(wrong) == set()


def test_the_prefix_of_the_site_belongs_to_the_token():
    token = own(prefix="acme")
    assert kinds(f"={token}", site_prefix="acme") == {("github_personal_access_token", token)}
    assert kinds(token) == {("github_personal_access_token", token.removeprefix("acme_"))}


def test_what_is_part_of_a_longer_word_is_none():
    assert kinds("x" + SECRETS["aws_access_key_id"]) == set()
    assert kinds(SECRETS["aws_access_key_id"] + "Z") == set()
    assert kinds(own() + "a") == set()


def test_examples_of_manuals_and_encrypted_keys_are_none():
    assert kinds("AKIA" + "IOSFODNN7EXAMPLE") == set()
    head = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
    key = SECRETS["rsa_private_key"].replace("aB3/", head + "aB3/", 1)
    assert kinds(key) == set()


def test_a_place_is_told_in_lines_and_columns_from_one():
    token = own()
    text = f"one\nab {token} c\n"
    assert scan(text.encode())[0][2] == Spot(2, 2, 4, 4 + len(token))
    key = SECRETS["ec_private_key"]
    assert scan(f"\n{key}".encode())[0][2] == Spot(2, 4, 1, len(key.split("\n")[2]) + 1)


def test_binary_and_very_large_files_are_left_alone():
    token = own().encode()
    assert scan(b"\0" + token) == []
    assert scan(token + b" " * LARGEST) == []
    assert len(scan(token + b" " * (LARGEST - len(token)))) == 1


def test_a_file_full_of_secrets_is_told_up_to_a_bound():
    assert len(scan(f"{own()}\n".encode() * (MOST * 2))) == MOST


@given(st.binary(max_size=2_000))
def test_whatever_the_bytes_are_nothing_breaks(data):
    for kind, secret, spot in scan(data):
        assert kind
        assert secret.text.encode("latin-1") in data
        assert spot.start_line >= 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_token_is_found_whatever_stands_around_it(before, after):
    if "\0" in before + after:
        return
    token = own()
    assert token in {secret for _, secret in kinds(f"{before} {token} {after}")}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: f"{one.kind}-{one.needle.decode()}")
def test_no_form_takes_long_over_what_nearly_fits(pattern):
    """Bytes that begin like a secret, over and over."""
    for tail in (b"", b"a", b"aB3_-" * 10, b"-----" + b"a" * 80, b"0" * 200, b"a" * 5_000):
        one = pattern.needle + tail
        data = (one * (SIZE // len(one) + 1))[:SIZE]
        begun = time.process_time()
        scan(data)
        assert time.process_time() - begun < 0.5
