"""How well-known secrets look. One row for each form; GitHub's names of their types.

Each expression begins with the row's needle, repeats nothing within a repetition, and has bounds
everywhere: whatever is pushed, looking for it takes time in proportion to the size (ADR 0016).
"""

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from watchword.tokens import secret as token_format

OWN: Final = "github_personal_access_token"


def always(_found: bytes) -> bool:
    """The form says enough."""
    return True


def has_checksum(found: bytes) -> bool:
    """Whether the last six characters belong to the thirty before (github-auth 1.2)."""
    body = found.rpartition(b"_")[2].decode("ascii")
    return token_format.checksum(body[: token_format.RANDOM]) == body[token_format.RANDOM :]


def is_no_example(found: bytes) -> bool:
    """Whether it is none of those that stand in Amazon's own manuals."""
    return not found.endswith(b"EXAMPLE")


class Pattern(Struct, frozen=True):
    """One form."""

    kind: str
    title: str
    needle: bytes
    """What each of them begins with, as plain bytes: most files are done with by this."""
    form: re.Pattern[bytes]
    """The group, where there is one, is the secret."""
    proves: Callable[[bytes], bool] = always
    """Whether what looks like one is one."""


def _row(
    kind: str, title: str, needle: str, rest: str, proves: Callable[[bytes], bool] = always
) -> Pattern:
    form = re.compile(re.escape(needle.encode()) + rest.encode())
    return Pattern(kind, title, needle.encode(), form, proves)


_TOKEN: Final = r"[A-Za-z0-9]{36}(?![A-Za-z0-9])"
_PEM: Final = r"-----[^-]{64,16384}-----END "
_AWS: Final = r"[A-Z2-7]{16}(?![A-Za-z0-9])"

PATTERNS: Final[tuple[Pattern, ...]] = (
    _row(OWN, "GitHub Personal Access Token", "ghp_", _TOKEN, has_checksum),
    _row(OWN, "GitHub Personal Access Token", "github_pat_", r"[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _row("github_oauth_access_token", "GitHub OAuth Access Token", "gho_", _TOKEN, has_checksum),
    _row("github_refresh_token", "GitHub Refresh Token", "ghr_", _TOKEN, has_checksum),
    _row(
        "github_app_installation_access_token",
        "GitHub App Installation Access Token",
        "ghs_",
        _TOKEN,
        has_checksum,
    ),
    _row("aws_access_key_id", "Amazon AWS Access Key ID", "AKIA", _AWS, is_no_example),
    _row(
        "aws_temporary_access_key_id",
        "Amazon AWS Temporary Access Key ID",
        "ASIA",
        _AWS,
        is_no_example,
    ),
    _row(
        "aws_secret_access_key",
        "Amazon AWS Secret Access Key",
        "aws_secret_access_key",
        r"""["']?[ \t]{0,8}[=:][ \t]{0,8}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])""",
    ),
    _row("slack_api_token", "Slack API Token", "xox", r"[abprs]-[0-9]{10,13}-[0-9A-Za-z-]{10,80}"),
    _row(
        "slack_incoming_webhook_url",
        "Slack Incoming Webhook URL",
        "https://hooks.slack.com/services/",
        r"T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}(?![A-Za-z0-9])",
    ),
    _row("google_api_key", "Google API Key", "AIza", r"[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    _row("google_oauth_client_secret", "Google OAuth Client Secret", "GOCSPX-", r"[\w-]{28}"),
    _row("stripe_api_key", "Stripe API Key", "sk_live_", r"[0-9A-Za-z]{24,99}(?![0-9A-Za-z])"),
    _row(
        "stripe_live_restricted_key",
        "Stripe Live API Restricted Key",
        "rk_live_",
        r"[0-9A-Za-z]{24,99}(?![0-9A-Za-z])",
    ),
    _row("npm_access_token", "npm Access Token", "npm_", _TOKEN),
    _row("pypi_api_token", "PyPI API Token", "pypi-AgEIcHlwaS5vcmc", r"[\w-]{50,1000}"),
    _row("gitlab_access_token", "GitLab Access Token", "glpat-", r"[\w-]{20}(?![\w-])"),
    _row("sendgrid_api_key", "SendGrid API Key", "SG.", r"[\w-]{22}\.[\w-]{43}(?![\w-])"),
    _row("openai_api_key", "OpenAI API Key", "sk-", r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    _row("anthropic_api_key", "Anthropic API Key", "sk-ant-api03-", r"[\w-]{93}AA(?![\w-])"),
    _row(
        "digitalocean_personal_access_token",
        "DigitalOcean Personal Access Token",
        "dop_v1_",
        r"[0-9a-f]{64}(?![0-9a-f])",
    ),
    _row("shopify_access_token", "Shopify Access Token", "shpat_", r"[0-9a-fA-F]{32}"),
    _row(
        "hashicorp_vault_service_token",
        "HashiCorp Vault Service Token",
        "hvs.",
        r"[\w-]{90,120}(?![\w-])",
    ),
    _row(
        "docker_personal_access_token",
        "Docker Personal Access Token",
        "dckr_pat_",
        r"[\w-]{27}(?![\w-])",
    ),
    *(
        _row(kind, title, f"-----BEGIN {word}PRIVATE KEY", f"{_PEM}{word}PRIVATE KEY-----")
        for kind, title, word in (
            ("generic_private_key", "Private Key", ""),
            ("rsa_private_key", "RSA Private Key", "RSA "),
            ("ec_private_key", "EC Private Key", "EC "),
            ("openssh_private_key", "OpenSSH Private Key", "OPENSSH "),
        )
    ),
)

TITLES: Final = {one.kind: one.title for one in PATTERNS}
"""What people call each type."""
