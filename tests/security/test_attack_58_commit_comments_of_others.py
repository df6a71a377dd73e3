"""Attack 58: a number of a comment on a commit, put below another repository than its own."""

from watchword.repositories.model import Visibility
from watchword.social.comments.ports import NewComment


def test_a_comment_is_reached_through_its_own_repository_only(api, world):
    alice, mallory = world.user("alice"), world.user("mallory")
    hers = world.repository(alice, "secret", Visibility.PRIVATE)
    his = world.repository(mallory, "bait")
    new = NewComment("a" * 40, alice.id, "the plan", None, None, None)
    said = world.write(lambda work: work.commit_comments.add(hers, new, work.now)).id
    token = world.token(mallory, "repo")[1]
    for base in ("/repos/mallory/bait", f"/repositories/{his.id}", "/repos/alice/secret"):
        for method in ("GET", "PATCH", "DELETE"):
            answer = api.ask(method, f"{base}/comments/{said}", token, body={"body": "mine now"})
            assert (answer.status, answer.message) == (404, "Not Found"), (method, base)
    own = world.token(alice, "repo")[1]
    kept = api.ask("GET", f"/repos/alice/secret/comments/{said}", own)
    assert kept.json["body"] == "the plan"
