"""The pages as an ASGI application: finds the row, lets it answer, turns the answer into HTTP."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import cast

import structlog
from msgspec.structs import replace

from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import accounts
from watchword.accounts import sessions
from watchword.accounts.model import SESSION_IDLE, Session
from watchword.authn import resolve
from watchword.authn.resolve import Caller
from watchword.kernel import errors
from watchword.kernel.errors import BadCredential, Busy, Invalid, PasswordNeeded, Refused
from watchword.kernel.secret import Secret
from watchword.surfaces.http_kit.asgi import (
    Receive,
    Response,
    Scope,
    Send,
    header,
    raw_path,
    respond,
)
from watchword.surfaces.http_kit.body import ClientGone, read_body
from watchword.surfaces.http_kit.trie import Found, Trie
from watchword.surfaces.web import addresses, cookies, forgery, forms, headers, sudo, visit
from watchword.surfaces.web.addresses import SAFE
from watchword.surfaces.web.assets import PREFIX, Asset, Assets
from watchword.surfaces.web.cookies import pack_notice
from watchword.surfaces.web.errors import (
    FAILURE,
    METHOD,
    Moved,
    MovedInside,
    Told,
    problems,
    sentence,
    told,
)
from watchword.surfaces.web.forms import SUDO_FIELD, TOKEN_FIELD, Form
from watchword.surfaces.web.rendering import Renderer
from watchword.surfaces.web.route import Answer, Asked, Away, Page, Redirect, View
from watchword.surfaces.web.services import Services
from watchword.surfaces.web.signing_in import FIRST_PASSWORD
from watchword.surfaces.web.visit import Visit
from watchword.work.unit import Work

log = structlog.get_logger("watchword.web")

HTML = (b"content-type", b"text/html; charset=utf-8")


class Application:
    """Answers every path that is neither git's nor the API's."""

    def __init__(
        self, pages: Iterable[Page], services: Services, renderer: Renderer, assets: Assets
    ) -> None:
        """Take the table of pages. Raises ValueError for a row that is there twice."""
        rows = list(pages)
        self._trie = Trie((row.route.method, row.route.path, row) for row in rows)
        self._forms = {row.route.path: row for row in rows if row.route.method == "GET"}
        if lost := {row.again for row in rows} - {"", *self._forms}:
            msg = f"there is no page with the form {sorted(lost)}"
            raise ValueError(msg)
        self._services = services
        self._renderer = renderer
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = raw_path(scope)
        if path.startswith(PREFIX) and (asset := self._assets.at(path)):
            await respond(scope, send, _file(scope, asset))
            return
        here = visit.begin(scope, path, self._services, self._renderer)
        response = await self._answered(here, receive)
        await respond(scope, send, response.having(here.jar.headers()))

    async def _answered(self, here: Visit, receive: Receive) -> Response:
        """Answer, whatever happens; a failure while a page is made is the outermost layer's."""
        try:
            await self._recognise(here)
            return await self._response(here, await self._answer(here, receive))
        except Refused as refusal:
            return await self._refused(here, refusal)
        except ClientGone:
            raise
        except Exception:
            log.exception("page failed", request=here.whence.request, path=here.raw_path)
            return await self._response(here, _error(here, FAILURE, here.translator(FAILURE.text)))

    async def _recognise(self, here: Visit) -> None:
        """Tell whose browser it is. `Authorization` is never read here (attack 6)."""
        cookie = here.request.cookies.get(cookies.SESSION)
        if not cookie:
            return
        secret, origin = Secret(cookie), here.whence

        def unit(work: Work) -> tuple[Caller, bool]:
            caller = resolve.session_caller(work, secret, origin)
            user = caller.actor.user
            return caller, user is not None and work.threads.has_unread(user)

        try:
            here.caller, here.has_news = await self._services.database.glance(unit, origin)
        except BadCredential:
            here.signed_out()
            return
        session = here.caller.session
        if session and here.now - session.seen_at >= sessions.SEEN_EVERY:
            # Where the writers are busy, the next request notes it as well.
            with suppress(Busy):
                await self._note_seen(here, session)
                here.signed_in(secret, SESSION_IDLE)

    async def _note_seen(self, here: Visit, session: Session) -> None:
        actor = here.caller.actor

        def unit(work: Work) -> None:
            grant = require(actor, accounts.NOTE_SEEN, work.sessions.by_id(session.id))
            sessions.note_seen(work, grant, here.whence.address)

        await self._services.database.write(unit, actor.origin)

    async def _answer(self, here: Visit, receive: Receive) -> Answer:
        method = here.request.method
        found = self._trie.find(method, here.raw_path)
        if found is None:
            return self._lost(here)
        if method not in SAFE:
            forgery.check_source(here.request.headers, self._services.public_url)
            if _is_anonymous(here) and not _is_open(found.route):
                raise errors.NotAuthenticated
            body = await read_body(receive, forms.LARGEST)
            here.form = forms.decode(body, here.request.headers.get("content-type", ""))
            here.check_authenticity(here.form, TOKEN_FIELD)
        return await self._run(here, found)

    async def _run(self, here: Visit, found: Found[Page]) -> Answer:
        """Let the row answer; between it and the gate stands the password, where one is needed."""
        form = here.form
        if form is not None and SUDO_FIELD in form:
            if not here.caller.actor.sudo and not await sudo.prove(here, form):
                return await self._ask_password(here, found, form, wrong=True)
            form = Form(form.kept())
        asked = _asked(here, found, form)
        try:
            return await self._ask(found.route, asked)
        except PasswordNeeded:
            return await self._ask_password(here, found, form or Form(), wrong=False)
        except Invalid as invalid:
            if not found.route.again:
                raise
            wrong = asked.with_problems(*problems(invalid, asked.translator))
            again = await self._ask(self._forms[found.route.again], wrong)
            return replace(again, status=422) if isinstance(again, View) else again

    async def _ask_password(
        self, here: Visit, found: Found[Page], form: Form, *, wrong: bool
    ) -> Answer:
        """Ask on the page of the form, where that has the field; else on a page of its own."""
        if not found.route.asks_password:
            return sudo.ask(here, form, wrong=wrong)
        asked = _asked(here, found, Form(form.kept()))
        asked = asked.with_problems(sudo.problem(here, wrong=wrong))
        again = await self._ask(self._forms[found.route.again], asked)
        return replace(again, status=403) if isinstance(again, View) else again

    async def _ask(self, row: Page, asked: Asked) -> Answer:
        answer = await row.route.run(
            self._services.database, asked.caller, asked.params, lambda: asked
        )
        return cast("Answer", answer)

    def _address(self, here: Visit) -> str:
        """Where the page is found again that is shown now, without credentials in its query."""
        if here.request.method in SAFE:
            return addresses.asked_for(here)
        found = self._trie.find("GET", here.raw_path)
        return "/" if found is None else addresses.as_header(here.raw_path)

    def _lost(self, here: Visit) -> Answer:
        """Tell that there is no such page, or not by that method, or without the last slash."""
        path = here.raw_path
        if known := self._trie.methods(path):
            allow = (b"allow", ", ".join(sorted(known)).encode())
            return replace(_error(here, METHOD, here.translator(METHOD.text)), headers=(allow,))
        shorter = path.rstrip("/")
        if shorter and here.request.method in SAFE and self._trie.find("GET", shorter):
            return Redirect(addresses.as_header(shorter))
        raise errors.NotFound

    async def _refused(self, here: Visit, refusal: Refused) -> Response:
        if isinstance(refusal, Moved | MovedInside):
            query = here.request.url.query
            status, address = addresses.elsewhere(here.raw_path, query, refusal)
            return await self._response(here, Redirect(address, status=status))
        if isinstance(refusal, errors.PasswordChangeNeeded):
            return await self._response(here, Redirect(FIRST_PASSWORD))
        if isinstance(refusal, errors.BadCredential):
            here.signed_out()
        if isinstance(refusal, errors.NotAuthenticated | errors.BadCredential):
            # A page that admits anybody looks missing instead: what is hidden is not told apart.
            found = self._trie.find(here.request.method, here.raw_path)
            if found and not _is_open(found.route):
                return await self._response(here, Redirect(addresses.sign_in(here)))
        page = _error(here, told(refusal), sentence(refusal, here.translator))
        if isinstance(refusal, errors.Busy):
            page = replace(page, headers=((b"retry-after", b"%d" % refusal.retry_after),))
        return await self._response(here, page)

    async def _response(self, here: Visit, answer: Answer) -> Response:
        if isinstance(answer, Redirect):
            return _redirect(here, answer)
        if isinstance(answer, Away):
            location = (b"location", answer.to.encode("ascii"))
            return Response(303, (location, *headers.ALWAYS, *headers.KEPT_BY_NOBODY))
        frame = here.frame(self._address(here))
        # In a thread: a long page would hold up everybody else's streams.
        html = await asyncio.to_thread(self._renderer.render, answer.template, frame, answer.values)
        keeping = headers.KEPT_BY_NOBODY if answer.secret else headers.ASKED_AGAIN
        language = (b"content-language", frame.language.encode())
        always = headers.always(answer.form_action)
        extra = (HTML, language, *always, *keeping, *answer.headers)
        return Response(answer.status, extra, html.encode())


def _asked(here: Visit, found: Found[Page], form: Form | None) -> Asked:
    came_from = here.request.headers.get("sec-fetch-site")
    return Asked(
        services=here.services,
        whence=here.whence,
        caller=here.caller,
        translator=here.translator,
        now=here.now,
        params=found.params,
        query=here.query,
        form=form,
        from_here=came_from == "same-origin",
        from_elsewhere=came_from in {"cross-site", "same-site"},
    )


def _is_anonymous(here: Visit) -> bool:
    return here.caller.actor.kind is Kind.ANONYMOUS


def _is_open(row: Page) -> bool:
    """Whether the page admits people who are not signed in."""
    return Kind.ANONYMOUS in row.route.operation.who


def _error(here: Visit, how: Told, text: str) -> View:
    values = {
        "status": how.status,
        "title": here.translator(how.title),
        "text": text,
        "request_id": here.whence.request,
        "sign_in": addresses.sign_in(here) if _is_anonymous(here) and how.status == 404 else "",
    }
    return View("errors/error.html", values, how.status)


def _redirect(here: Visit, answer: Redirect) -> Response:
    if answer.session is not None:
        here.signed_in(answer.session, SESSION_IDLE)
    if answer.signed_out:
        here.signed_out()
    if answer.language is not None:
        here.speak(answer.language)
    if answer.notice is not None:
        packed = pack_notice(answer.notice, here.services.keys)
        here.jar.put(cookies.NOTICE, packed, life=cookies.NOTICE_LIFE)
    location = (b"location", answer.to.encode("ascii"))
    return Response(answer.status, (location, *headers.ALWAYS, *headers.ASKED_AGAIN))


def _file(scope: Scope, asset: Asset) -> Response:
    if scope["method"] not in SAFE:
        return Response(405, ((b"allow", b"GET, HEAD"),))
    about = ((b"content-type", asset.type.encode()), *headers.FOR_EVER)
    accepted = header(scope, b"accept-encoding") or b""
    if b"gzip" in accepted:
        return Response(200, (*about, (b"content-encoding", b"gzip")), asset.packed)
    return Response(200, about, asset.content)
