"""Mails by SMTP (RFC 5321), through the server that the operator named."""

import asyncio
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib
from msgspec import Struct

from watchword.kernel.secret import Secret

PATIENCE = 30.0
"""Seconds for the whole of it."""


class Encryption(StrEnum):
    """How the way to the mail server is encrypted."""

    STARTTLS = "starttls"
    """Asked for after the connection is made (RFC 3207); without it no mail is sent."""
    IMPLICIT = "implicit"
    """From the first byte on (RFC 8314)."""
    NONE = "none"


class Relay(Struct, frozen=True):
    """A mail server, and how it is spoken to."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: Secret | None = None

    def send(self, _key: str, message: EmailMessage) -> None:
        """Hand over a mail. Raises aiosmtplib.SMTPException and OSError."""
        asyncio.run(self._send(message))

    def probe(self) -> None:
        """Connect and sign in, and send nothing. Raises as `send` does."""
        asyncio.run(self._probe())

    async def _send(self, message: EmailMessage) -> None:
        async with asyncio.timeout(PATIENCE), self._client() as client:
            await client.send_message(message)

    async def _probe(self) -> None:
        async with asyncio.timeout(PATIENCE), self._client() as client:
            await client.noop()

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user if self.password else None,
            password=self.password.text if self.password else None,
            use_tls=self.encryption is Encryption.IMPLICIT,
            start_tls=self.encryption is Encryption.STARTTLS,
            timeout=PATIENCE,
        )
