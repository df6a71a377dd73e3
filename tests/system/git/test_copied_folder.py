"""The data folder, copied while the server is stopped, is a server: that is a backup."""

import shutil

from tests.git_client import GitClient
from tests.running_server import RunningServer


def test_a_copy_of_a_stopped_folder_starts_and_knows_everything(fresh_server, tmp_path):
    fresh_server.add_user("olivia")
    url = fresh_server.repository("olivia/kept")
    token = fresh_server.token("olivia", "repo")
    git = GitClient(fresh_server, tmp_path / "home")
    work = git.folder("work")
    git.run("push", "-q", fresh_server.with_token(url, token), "main", at=work)
    assert fresh_server.stop() == 0

    copied = tmp_path / "restored"
    shutil.copytree(fresh_server.data, copied)
    # The first one is away, at another place: nothing of the copy may lead back into it.
    fresh_server.data.rename(tmp_path / "away")
    copy = RunningServer(copied, fresh_server.flags)
    try:
        copy.start()
        assert copy.admin_password is None
        assert copy.url == fresh_server.url
        # Who trusted the old one need not fetch another CA.
        assert copy.ca.read_bytes() == (tmp_path / "away/tls/ca.pem").read_bytes()
        answer = copy.request("GET", "/api/v3/user", token=token)
        assert answer.json["login"] == "olivia"
        again = GitClient(copy, tmp_path / "home")
        again.run("clone", "-q", copy.with_token(url, token), "again")
        assert again.head(git.home / "again") == git.head(work)
        (folder,) = (copied / "repositories").glob("??/??/*.git")
        again.run("fsck", "--full", "--strict", at=folder)
        again.commit(git.home / "again", "more", "more\n")
        again.run("push", "-q", "origin", "main", at=git.home / "again")
        assert "ok    keys, database and settings are closed to others" in (
            copy.command("admin", "doctor").stdout
        )
        assert str(fresh_server.data) not in copy.log.read_text()
    finally:
        copy.kill()
