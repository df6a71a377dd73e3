"""Hashing passwords: argon2id, slow on purpose, so never inside of a unit of work."""

from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from watchword.kernel.entropy import Entropy, random_base62
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled

SHORTEST = 8
LONGEST = 1_024
ONE_TIME_LENGTH = 20
"""Characters of base 62: 119 bits."""


def check_strength(password: Secret, login: str = "") -> None:
    """Refuse a password that is too short, too long, or the login itself. Raises Invalid.

    Length is what counts (NIST SP 800-63B 5.1.1.2): there are no rules about kinds of characters.
    """
    text = password.text
    problem = ""
    if len(text) < SHORTEST:
        problem = filled("Password is too short (minimum is %(least)s characters)", least=SHORTEST)
    elif len(text) > LONGEST:
        problem = filled("Password is too long (maximum is %(most)s characters)", most=LONGEST)
    elif text.lower() == login.lower() or len(set(text)) == 1:
        problem = N_("Password is too easy to guess")
    if problem:
        raise Invalid(FieldError("User", "password", "custom", problem))


def one_time(entropy: Entropy) -> Secret:
    """Make a password that is printed once and changed at the first sign-in."""
    return Secret(random_base62(entropy, ONE_TIME_LENGTH))


class Passwords:
    """Hashes and checks. Each call takes some 50 ms of a processor and 46 MiB."""

    def __init__(self, memory: int = 47_104, rounds: int = 1) -> None:
        """Take the memory in KiB and the rounds (OWASP: 46 MiB, t=1, p=1)."""
        hasher = Argon2Hasher(time_cost=rounds, memory_cost=memory, parallelism=1)
        self._hash = PasswordHash((hasher,))

    def hash(self, password: Secret) -> str:
        """Give what is kept of the password."""
        return self._hash.hash(password.text)

    def matches(self, password: Secret, kept: str | None) -> bool:
        """Check a password against what was kept.

        Without a kept hash (no such user) the same work is done in vain, so that the time does not
        tell whether the user exists (attack 17).
        """
        found = self._hash.verify(password.text, kept or self._nobody)
        return found and kept is not None

    @cached_property
    def _nobody(self) -> str:
        return self._hash.hash("nobody has this password")
