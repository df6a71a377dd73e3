"""What the jobs process does with secrets in pushed content, when told to."""

import asyncio
import base64
from collections import defaultdict

from tests.hook_world import _AnyName
from watchword.git_process.pushed_files import PushedFiles
from watchword.jobs.runner import Runner
from watchword.kernel.entropy import system_entropy
from watchword.kernel.events import Origin
from watchword.work.gist_leaks import GistScan
from watchword.work.leak_scan import LeakScan

AWS = "AKIA" + "QWERTYUIOPASDFG2"
"""In two parts: none stands in the tree."""
NPM = "npm_" + "aB3" * 12


class LeakWorld:
    """Pushes over the API and looks through what came."""

    def __init__(self, api, revocation="public") -> None:
        self.api = api
        files = PushedFiles(api.git.parts)
        self.scan = LeakScan(api.world.database, api.shelf, files, "", revocation)
        listeners = defaultdict(lambda: lambda _event: None)
        listeners["leaks.look"] = self.scan.look
        gists = GistScan(api.world.database, api.shelf, files, "", revocation)
        listeners["leaks.look_in_gist"] = gists.look
        names = _AnyName(listeners)
        self._runner = Runner(api.world.database, names, [], Origin(), system_entropy)

    def push(self, token, path, text, repository="/repos/octavia/made", **more):
        """Put a file there, and look through it; gives the commit."""
        body = {"message": "more", "content": base64.b64encode(text.encode()).decode(), **more}
        answer = self.api.ask("PUT", f"{repository}/contents/{path}", token, body=body)
        assert answer.status in {200, 201}, answer.json
        self.look()
        return answer.json

    def look(self) -> None:
        async def all_jobs():
            while await self._runner.once():
                pass

        asyncio.run(all_jobs())
