"""Following people from their pages, and the lists of who follows whom."""

from collections.abc import Callable
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page as Listed
from watchword.kernel.pagination import PageRequest
from watchword.social import following
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.repository.finding import NAME
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, oneself, page
from watchword.work.unit import Work

PATH: Final = "/users/{owner}"


def user_of_path(work: Work, _caller: Caller, params: Params) -> User | None:
    """Find the person that the path names."""
    login = params["owner"]
    return work.users.by_login(login) if NAME.fullmatch(login) else None


def _whom(work: Work, asked: Asked) -> User:
    found = user_of_path(work, asked.caller, asked.params)
    if found is None:
        raise NotFound
    return found


def follow(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Follow a person."""
    whom = _whom(work, asked)
    following.follow(work, grant, whom)
    return Redirect(f"/{whom.login}")


def unfollow(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Follow a person no longer."""
    whom = _whom(work, asked)
    following.unfollow(work, grant, whom)
    return Redirect(f"/{whom.login}")


def show_followers(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List who follows a person."""
    return _people(grant.target, asked, "followers", work.follows.followers)


def show_following(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List whom a person follows."""
    return _people(grant.target, asked, "following", work.follows.following)


def _people(
    owner: User, asked: Asked, which: str, find: Callable[[UserId, PageRequest], Listed[User]]
) -> View:
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values = {"owner": owner, "which": which, "people": find(owner.id, wanted)}
    return View("repository/people.html", values)


PAGES: list[Page] = [
    page("GET", f"{PATH}/followers", table.LIST, user_of_path, show_followers),
    page("GET", f"{PATH}/following", table.LIST, user_of_path, show_following),
    page("POST", f"{PATH}/follow", table.FOLLOW, oneself, follow),
    page("POST", f"{PATH}/unfollow", table.UNFOLLOW, oneself, unfollow),
]
