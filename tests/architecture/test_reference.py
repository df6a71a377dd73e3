"""The generated reference says what the code does; every operation is used by something."""

from docs.reference import generate
from docs.reference.surfaces import every_route
from watchword.access.operation import REGISTERED
from watchword.accounts.names import RESERVED

# Asked by the command line, over SSH, by jobs, or from within a handler that asks for more than its
# route.
NOT_ROUTED = {
    "collaborator.remove",
    "hook.send",
    "lfs.copy",
    "lfs.sweep",
    "org.read_settings",
    "org.see_concealed",
    "team.give_repository",
    "oauth.sweep",
    "oauth_app.list_all",
    "oauth_app.switch",
    "public_key.greet",
    "public_key.note_usage",
    "repo.change_workflows",
    "repo.create_private",
    "repo.edit",
    "repo.rename",
    "repo.set_visibility",
    "repo.archive",
    "repo.settle_pushes",
    "mail.send",
    "mark.forget_blind",
    "notification.sweep",
    "notification.tell",
    "repo.finish_forks",
    "repo.measure",
    "repo.note_look",
    "repo.set_template",
    "repo.sweep_folders",
    "secret_scanning.scan",
    "session.note_seen",
    "session.prove",
    "session.sweep",
    "site.diagnose",
    "token.note_usage",
    "token.warn",
    "token.widen",
    "user.finish_deleting",
    "user.list",
    "user.set_password",
    "release.see_drafts",
    "release_asset.sweep",
}


def test_the_reference_is_what_make_docs_would_write():
    for path, text in generate.pages():
        assert path.read_text() == text, f"{path.name} is out of date: run make docs"


def test_every_operation_stands_in_the_table():
    assert generate.unnamed() == set()


def test_every_operation_is_asked_by_something():
    routed = {operation.name for _, _, operation in every_route()}
    assert set(REGISTERED) - routed <= NOT_ROUTED


def test_nobody_gets_a_login_that_is_the_first_segment_of_a_path():
    first = {path.split("/")[1] for _, path, _ in every_route()}
    assert {one for one in first if one and "{" not in one and "." not in one} <= RESERVED
