"""A mail as it travels (RFC 5322)."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from watchword.surfaces.mails.rendering import Words

SENDER = "Watchword"
POLICY = SMTP.clone(max_line_length=200)
"""Lines of usual subjects are not folded: some readers show the fold."""


def written(words: Words, *, to: str, sender: str, key: str, at: int) -> EmailMessage:
    """Put words between headers. Raises ValueError for a line's end in a header.

    `key` tells this mail from all others: the same mail sent twice has the same number. `at` is in
    seconds since 1970.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = f"{SENDER} <{sender}>"
    message["To"] = to
    message["Subject"] = f"[{SENDER}] {words.subject}"
    message["Date"] = datetime.fromtimestamp(at, UTC)
    message["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    # Nobody's holiday notice shall answer (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    # Readable also in the spool folder, and safe with every mail server.
    message.set_content(words.text, cte="quoted-printable")
    return message
