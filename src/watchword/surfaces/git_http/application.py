"""The ASGI application for git's smart HTTP protocol (gitprotocol-http(5))."""

from msgspec import Struct, field

from watchword.gists.model import Gist
from watchword.git_transport import version
from watchword.git_transport.advertisement import Service
from watchword.kernel.errors import NotFound, NotPermitted, Refused
from watchword.ref_updates.service import ARCHIVED
from watchword.repositories.model import Repository
from watchword.surfaces.git_http import answers
from watchword.surfaces.git_http.admission import Admission, Porter
from watchword.surfaces.git_http.body import Patience
from watchword.surfaces.git_http.paths import Asked, Endpoint, parse
from watchword.surfaces.git_http.regulars import Regulars
from watchword.surfaces.git_http.turns import Turns
from watchword.surfaces.git_http.visiting import pushing, visit
from watchword.surfaces.git_http.visitor import Visitor
from watchword.surfaces.http_kit.asgi import (
    Receive,
    Response,
    Scope,
    Send,
    header,
    raw_path,
    respond,
)
from watchword.work.git_host import GitHost, Visit


class GitHttp(Struct, frozen=True):
    """Answers `info/refs`, `git-upload-pack` and `git-receive-pack` of all repositories."""

    porter: Porter
    git: GitHost
    site: str
    """The public address, without a slash at its end."""
    largest_push: int
    patience: Patience = field(default_factory=Patience)
    turns: Turns = field(default_factory=Turns)
    regulars: Regulars = field(default_factory=Regulars)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        query: bytes = scope.get("query_string", b"")
        asked = parse(raw_path(scope), query)
        try:
            response = await self._answer(scope, receive, send, asked)
        except Refused as error:
            response = answers.refusal(error, self.site, asked.service if asked else None)
        if response is not None:
            await respond(scope, send, response)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, asked: Asked | None
    ) -> Response | None:
        """A whole response, or None when the answer was streamed."""
        if asked is None:
            raise NotFound
        if scope["method"] != asked.endpoint.method:
            return answers.wrong_method(asked.endpoint.method)
        await self.turns.next()
        if (regular := self.regulars.find(self.porter, scope)) is not None:
            return await self._again(scope, receive, send, regular)
        return await self._judged(scope, receive, send, asked)

    async def _judged(
        self, scope: Scope, receive: Receive, send: Send, asked: Asked
    ) -> Response | None:
        """The same, of somebody about whom the gate is to be asked."""
        admission = await self.porter.admit(scope, asked)
        repository = admission.repository
        if admission.refusal is not None or repository is None:
            return self._refused(admission, asked)
        if (elsewhere := self._elsewhere(asked, repository)) is not None:
            return elsewhere
        spoken = version.parse(header(scope, b"git-protocol"))
        told = visit(admission, repository, spoken, self.porter.clock.seconds(), self.site)
        self.regulars.note(scope, asked, admission, told)
        assert asked.service is not None
        visitor = self._visitor(scope, receive, send, asked.service)
        if asked.endpoint is Endpoint.INFO_REFS:
            return await visitor.refs(told)
        if asked.service is Service.UPLOAD_PACK:
            return await _fetched(visitor, told)
        push = pushing(admission, repository, self.porter)
        return visitor.unfit() or await visitor.push(told, push)

    async def _again(
        self, scope: Scope, receive: Receive, send: Send, told: Visit
    ) -> Response | None:
        """Answer a request of a fetch to somebody who was let in before: most need little else."""
        visitor = self._visitor(scope, receive, send, Service.UPLOAD_PACK)
        if scope["method"] == Endpoint.INFO_REFS.method:
            return visitor.known_refs(told) or await visitor.refs(told)
        return await visitor.told_before(told) or await _fetched(visitor, told)

    def _visitor(self, scope: Scope, receive: Receive, send: Send, service: Service) -> Visitor:
        return Visitor(
            self.git,
            scope,
            receive,
            send,
            service,
            largest_push=self.largest_push,
            patience=self.patience,
            turns=self.turns,
        )

    def _elsewhere(self, asked: Asked, repository: Repository | Gist) -> Response | None:
        """The answer where there is nothing to serve, to somebody who may know why."""
        if (moved := self._moved(asked, repository)) is not None:
            return moved
        if asked.service is None:
            return answers.forbidden(answers.NOT_SMART)
        if asked.service is Service.RECEIVE_PACK and repository.is_archived:
            return answers.forbidden(ARCHIVED)
        return None

    def _refused(self, admission: Admission, asked: Asked) -> Response:
        error = admission.refusal or NotFound()
        user, repository = admission.caller.user, admission.repository
        if isinstance(error, NotPermitted) and user is not None and repository is not None:
            return answers.denied(repository.full_name, user.login)
        return answers.refusal(error, self.site, asked.service)

    def _moved(self, asked: Asked, repository: Repository | Gist) -> Response | None:
        """Where a repository of another name is now.

        Git follows a redirect of its first request only, and only to the same suffix; what it
        sends later is served under the old name.
        """
        renamed = asked.full_name.lower() != repository.full_name.lower()
        if asked.endpoint is not Endpoint.INFO_REFS or not renamed:
            return None
        ending = ".git" if asked.dot_git else ""
        query = f"?service={asked.service.value}" if asked.service else ""
        return answers.moved(f"{self.site}/{repository.full_name}{ending}/info/refs{query}")


async def _fetched(visitor: Visitor, told: Visit) -> Response | None:
    return visitor.unfit() or await visitor.fetch(told)
