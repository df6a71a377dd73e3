"""Texts that no row holds, so that nothing is found by them."""


def is_kept(text: str) -> bool:
    """Whether a text may be among those that are kept, and so can be compared with them.

    What an address holds need not be one: PostgreSQL has no NUL in texts, and bytes that are no
    UTF-8 cannot be sent to any database.
    """
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
