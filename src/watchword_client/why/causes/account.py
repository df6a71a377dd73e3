"""A live credential of somebody else than was meant."""

from watchword_client.why.causes import cures
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import PLACEHOLDERS, Evidence, Finding


def wrong_account(evidence: Evidence) -> Finding | None:
    """The address names an account, and the token is another's."""
    used = evidence.used
    if used is None:
        return None
    # A server may be set to refuse the name of another account that stands beside a token.
    beside = used.username if used.fetch is not None and used.fetch.status == 403 else ""
    named = evidence.address.user or beside
    if not named or named.lower() in PLACEHOLDERS:
        return None
    login = used.account.login if used.account else ""
    if not login or login.lower() == named.lower():
        return None
    where = "The address" if evidence.address.user else "The helper"
    says = f"{where} names {named}, and the token in {used.source} is {login}'s."
    if used.opens:
        cure = cures.set_url(evidence, cures.address(evidence, login))
    else:
        cure = cures.replace(evidence, used)
    because = ("The server goes by the token alone.",)
    opens = used.opens and (evidence.push is None or evidence.push.opens)
    return Finding("wrong-account", Family.ACCOUNT, says, cure, because, harmless=opens)


def another_is_kept(evidence: Evidence) -> Finding | None:
    """The address names an account that no helper knows, but they know another."""
    if evidence.held or not evidence.others or not evidence.address.user:
        return None
    other = evidence.others[0]
    says = (
        f"The address names {evidence.address.user}, of whom nothing is kept here;"
        f" {other.source} holds a token of {other.who}."
    )
    cure = cures.set_url(evidence, cures.address(evidence, other.who))
    harmless = evidence.nobody is not None and evidence.nobody.opens
    return Finding("wrong-account", Family.ACCOUNT, says, cure, harmless=harmless)


def manager_cannot_ask(evidence: Evidence) -> Finding | None:
    """Git Credential Manager knows several accounts, and nobody says which."""
    manager = evidence.manager
    if manager is None or len(manager.accounts) < 2 or evidence.terminal or evidence.address.user:
        return None
    if evidence.used is not None and evidence.used.opens:
        return None
    known = " and ".join(manager.accounts)
    says = f"Git Credential Manager knows {known}, and cannot ask which without a terminal."
    cure = cures.set_url(evidence, cures.address(evidence, manager.accounts[0]))
    return Finding("several-accounts", Family.ACCOUNT, says, cure)
