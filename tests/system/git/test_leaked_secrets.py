"""A real push with a token in it: it goes through at once, and afterwards the token is dead."""

import subprocess
import time

PATIENCE = 60


def ask(server, path, token):
    answer = server.request("GET", f"/api/v3{path}", token=token)
    return answer.status, answer.json


def test_a_pushed_token_makes_an_alert_and_dies_where_everybody_reads_it(fresh_server, tmp_path):
    server = fresh_server
    for name in ("ann", "ben"):
        server.add_user(name)
    token, leaked = server.token("ann"), server.token("ben")
    server.repository("ann/things", "public")
    environment = server.git_environment(tmp_path / "home")
    work = tmp_path / "work"
    work.mkdir()

    def git(*words):
        command = ["git", *words]
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    git("init", "-q", "-b", "main")
    (work / "deploy.sh").write_text(f"#!/bin/sh\ngit clone https://ben:{leaked}@host/x\n")
    git("add", "deploy.sh")
    git("commit", "-qm", "Deploy")
    assert ask(server, "/user", leaked)[0] == 200
    git("push", "-q", server.with_token(f"{server.url}/ann/things.git", token), "main")
    end = time.monotonic() + PATIENCE
    while not (alerts := ask(server, "/repos/ann/things/secret-scanning/alerts", token)[1]):
        assert time.monotonic() < end, "no alert came"
        time.sleep(0.2)
    (alert,) = alerts
    assert (alert["secret"], alert["validity"]) == (leaked, "inactive")
    place = alert["first_location_detected"]
    assert (place["path"], place["start_line"]) == ("deploy.sh", 2)
    assert place["commit_sha"] == git("rev-parse", "HEAD").decode().strip()
    assert ask(server, "/user", leaked)[0] == 401
