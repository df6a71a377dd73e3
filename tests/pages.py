"""A browser without a screen: follows links, fills in forms, keeps cookies; for surface tests."""

import asyncio
import atexit
from collections.abc import Coroutine
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from tests.histories import History
from tests.world import CHEAP, World
from watchword.accounts.model import User
from watchword.authn.counters import Counters
from watchword.authn.download_links import DownloadLinks
from watchword.authn.throttle import Throttle
from watchword.git_process.file_stream import FileStreams
from watchword.git_process.first_commit import FirstCommitter
from watchword.git_process.genealogist import Genealogist
from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.shelf import GitShelf
from watchword.git_process.slots import Limits
from watchword.kernel.entropy import system_entropy
from watchword.object_store.local import LocalObjects
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.host import Host
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.web import build
from watchword.surfaces.web.archives import Ports
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.rooms import Rooms
from watchword.surfaces.web.services import PasswordRoom, Services
from watchword.surfaces.web.typeset import worker
from watchword.surfaces.web.typeset.typesetter import Typesetter
from watchword.tokens.usage import Usage
from watchword.work.copies import copies
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches
from watchword.work.gists import Gists

ADDRESS = "https://git.example.test"
PASSWORD = "correct horse"


@dataclass
class Form:
    """A form of a page, with what stands in its fields."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        return dict(self.fields)[name]

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]


class _Reader(HTMLParser):
    """Finds forms, links, and the text that people see."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self.ids: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self._select = ""

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", "")))
        if tag == "select":
            self._select = found["name"]
        if tag == "textarea":
            self.forms[-1].fields.append((found["name"], ""))
        if tag == "option" and "selected" in found:
            self.forms[-1].fields.append((self._select, found["value"]))
        if tag == "input" and self.forms and "name" in found:
            boxed = found.get("type") in {"checkbox", "radio"}
            if not boxed or "checked" in found:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))
        if tag not in {"input", "meta", "link", "use", "br"}:
            self._open.append((tag, found))

    def handle_endtag(self, tag):
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        text = " ".join(data.split())
        if self._open and self._open[-1][0] == "textarea":
            # The first line's end after the tag is none of the text (HTML, 13.1.2.5).
            name, before = self.forms[-1].fields[-1]
            data = data if before else data.removeprefix("\n")
            self.forms[-1].fields[-1] = (name, before + data)
        if not text or (self._open and self._open[-1][0] in {"script", "style", "title"}):
            return
        self.words.append(text)
        for tag, attributes in self._open:
            if tag == "a" and "href" in attributes:
                self.links.setdefault(text, attributes["href"])
            if tag == "button":
                self.forms and self.forms[-1].buttons.append(text)
            if "id" in attributes:
                self.ids[attributes["id"]] = self.ids.get(attributes["id"], "") + data


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def run(story: Coroutine):
    """Run it as `asyncio.run` does, what it left behind ended, but keep the loop and its threads.

    To begin and end them takes longer than most requests.
    """

    async def ended_after():
        try:
            return await story
        finally:
            mine = asyncio.current_task()
            others = [task for task in asyncio.all_tasks() if task is not mine]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    return _loop().run_until_complete(ended_after())


class Shown:
    """A page as it came."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text

    @cached_property
    def _reader(self) -> _Reader:
        """What stands on it; most pages of a story are only passed through."""
        reader = _Reader()
        if self.headers.get("content-type", "").startswith("text/html"):
            reader.feed(self.html)
        return reader

    @property
    def forms(self) -> list[Form]:
        return self._reader.forms

    @property
    def links(self) -> dict[str, str]:
        return self._reader.links

    @cached_property
    def text(self) -> str:
        return " ".join(self._reader.words)

    @property
    def ids(self) -> dict[str, str]:
        return self._reader.ids

    @property
    def path(self) -> str:
        return self.response.url.raw_path.decode()

    def form(self, button: str) -> Form:
        """The form with that button."""
        return next(form for form in self.forms if button in form.buttons)


class Browser:
    """Talks to the pages in process."""

    def __init__(self, application, *, address: str = "127.0.0.1", **headers: str) -> None:
        transport = httpx.ASGITransport(application, client=(address, 1234))
        self._client = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
        self.page: Shown

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self._client.cookies)

    def set_cookie(self, name: str, value: str) -> None:
        self._client.cookies.set(name, value, domain="git.example.test", path="/")

    def forget_cookies(self) -> None:
        self._client.cookies.clear()

    def request(self, method: str, path: str, *, follow: bool = False, **more) -> Shown:
        async def ask() -> httpx.Response:
            return await self._client.request(method, path, follow_redirects=follow, **more)

        self.page = Shown(run(ask()))
        return self.page

    def get(self, path: str, *, follow: bool = True, **headers: str) -> Shown:
        """Go to an address, as by a link of ours."""
        return self.request("GET", path, follow=follow, headers=headers)

    def click(self, link: str) -> Shown:
        """Follow a link by its words."""
        return self.get(urljoin(self.page.path, self.page.links[link]))

    def press(self, button: str, *, follow: bool = True, tick=None, **fields: str) -> Shown:
        """Send the form with that button, some fields filled in, as a browser would."""
        form = self.page.form(button)
        kept = [pair for pair in form.fields if pair[0] not in fields]
        if tick is not None:
            kept = [pair for pair in kept if pair[0] != "scopes"]
            kept += [("scopes", scope) for scope in tick]
        return self.send(form.action, [*kept, *fields.items()], follow=follow)

    def send(self, path: str, pairs, *, follow: bool = True, **headers: str) -> Shown:
        """Post a form from a page of the server itself."""
        said = {
            "content-type": "application/x-www-form-urlencoded",
            "origin": ADDRESS,
            "sec-fetch-site": "same-origin",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        body = urlencode(list(pairs)).encode()
        return self.request("POST", path, follow=follow, content=body, headers=said)

    def token_of_forms(self) -> str:
        """The hidden field that the forms of the present page carry."""
        tokens = (dict(form.fields).get("authenticity_token") for form in self.page.forms)
        return next(token for token in tokens if token)

    def sign_in(self, user: User | str, password: str = PASSWORD) -> Shown:
        """Sign in on the page for it."""
        self.get("/login")
        login = user if isinstance(user, str) else user.login
        return self.press("Sign in", login=login, password=password)


class Bench:
    """Highlights here and now, without a process."""

    async def ask(self, question: bytes) -> bytes | None:
        return worker.answer(question)


class _Late:
    """Something that is made when it is first asked for anything."""

    def __init__(self, make) -> None:
        self._make = make

    def __getattr__(self, name):
        return getattr(self._make(), name)


class Disk:
    """Repositories in a folder, read as the server reads them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.layout = Layout(folder / "repositories")
        self.shelf = GitShelf(self.layout)
        self.objects = LocalObjects(folder / "assets")
        self.large_files = LocalObjects(folder / "lfs")
        self._world = world
        self._folder = folder

    @cached_property
    def git(self) -> LocalGit:
        run = self._folder / "run"
        return LocalGit(
            self._world.database,
            self.layout,
            run,
            Limits(),
            self._world.clock,
            largest_push=2**30,
        )

    @property
    def streams(self) -> FileStreams:
        return FileStreams(self.git.parts)

    async def _first_commit(self, actor, repository, begun) -> None:
        committer = FirstCommitter(self.git.parts, self._world.clock, "git.example.test")
        await committer(actor, repository, begun)

    @property
    def rooms(self) -> Rooms:
        maker = RepositoryMaker(
            self._world.database, self.layout, system_entropy, self._first_commit
        )
        from watchword.git_process.fork_filler import ForkFiller
        from watchword.git_process.gist_writer import GistWriter

        clock, host = self._world.clock, "git.example.test"
        writer = _Late(lambda: GistWriter(self.git.parts))
        filler = _Late(lambda: ForkFiller(self.git.parts))
        return Rooms(
            self.shelf,
            Typesetter(Bench()),
            maker,
            DefaultBranches(self.layout),
            Gists(self._world.database, writer, system_entropy, clock, host),
            copies(self._world.database, self.layout, filler, maker, clock, host),
        )

    def history(self, repository: Repository) -> History:
        """The folder of a repository, made when it is not there; to be written with git."""
        return History(self.layout.root, repository.key)


def filled(path: str) -> str:
    """The path of a row with the number 1 in each of its places."""
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


def services(
    world: World,
    *,
    prefix: str = "",
    disk: Disk | None = None,
    public_url: str = ADDRESS,
    mail_leaves: bool = False,
    ssh_port: int | None = None,
) -> Services:
    """What the pages are given, over a small world; with a disk, there are repositories on it."""
    return Services(
        database=world.database,
        clock=world.clock,
        entropy=system_entropy,
        keys=world.keys,
        throttle=Throttle(Counters(world.clock)),
        passwords=PasswordRoom(CHEAP),
        rooms=(disk or Disk(world, Path("/nonexistent"))).rooms,
        public_url=public_url,
        token_prefix=prefix,
        mail_leaves=mail_leaves,
        ssh=None if ssh_port is None else Addresses(public_url, ssh_port),
    )


def application(
    world: World,
    *,
    prefix: str = "",
    disk: Disk | None = None,
    public_url: str = ADDRESS,
    mail_leaves: bool = False,
    ssh_port: int | None = None,
):
    """The whole host with pages only, over a small world."""

    async def nothing(_scope, _receive, _send) -> None:
        raise AssertionError

    throttle = Throttle(Counters(world.clock))
    mismatches = Mismatches(world.database, world.clock)
    callers = RawCallers(
        world.database, world.clock, throttle, Usage().observe, mismatches, prefix, False
    )
    streams = disk.streams if disk else None
    given = services(
        world,
        prefix=prefix,
        disk=disk,
        public_url=public_url,
        mail_leaves=mail_leaves,
        ssh_port=ssh_port,
    )
    genealogy = Genealogist(disk.git.parts) if disk else None
    downloads = Ports(callers, given.rooms.shelf, genealogy, DownloadLinks(world.keys))
    kept = disk.objects if disk else None
    large = disk.large_files if disk else None
    pages = build.application(given, streams, downloads, kept, large)
    host = urlsplit(ADDRESS).netloc
    return Outermost(
        Host(git=nothing, lfs=nothing, oauth=nothing, api=nothing, pages=pages),
        {host},
        system_entropy,
    )
