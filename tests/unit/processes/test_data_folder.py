"""The data folder: made from nothing, refused where it is not ours."""

import pytest

from watchword.processes import data_folder
from watchword.processes.cannot_start import CannotStart

ENTROPY = b"\1".__mul__


def mode(path):
    return path.stat().st_mode & 0o777


def test_it_is_made_from_nothing(tmp_path):
    data = tmp_path / "deep" / "data"
    assert data_folder.is_new(data)
    data_folder.prepare(data, ENTROPY, own_keys=True)
    assert not data_folder.is_new(data)
    assert mode(data / "secrets/token-keys") == 0o600
    assert mode(data / "secrets") == mode(data / "repositories") == mode(data / "run") == 0o700
    assert mode(data / "tls") == mode(data) == 0o711, "others must get at tls/ca.pem"


def test_preparing_again_changes_nothing(tmp_path):
    data_folder.prepare(tmp_path, ENTROPY, own_keys=True)
    keys = (tmp_path / "secrets/token-keys").read_bytes()
    data_folder.prepare(tmp_path, b"\2".__mul__, own_keys=True)
    assert (tmp_path / "secrets/token-keys").read_bytes() == keys


def test_a_crash_in_the_middle_is_no_obstacle(tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "watchword.toml").touch()
    (tmp_path / "watchword.db-wal").touch()
    (tmp_path / ".VERSION.new").touch()
    assert data_folder.is_new(tmp_path)
    data_folder.prepare(tmp_path, ENTROPY, own_keys=True)


def test_keys_of_a_secret_store_are_not_doubled(tmp_path):
    data_folder.prepare(tmp_path, ENTROPY, own_keys=False)
    assert not (tmp_path / "secrets/token-keys").exists()


def test_lost_keys_are_not_replaced_in_silence(tmp_path):
    data_folder.prepare(tmp_path, ENTROPY, own_keys=True)
    (tmp_path / "secrets/token-keys").unlink()
    with pytest.raises(CannotStart, match="token-keys is missing"):
        data_folder.prepare(tmp_path, ENTROPY, own_keys=True)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(CannotStart, match=r"holiday\.jpg"):
        data_folder.prepare(tmp_path, ENTROPY, own_keys=True)
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize("version", ["2", "one", ""])
def test_a_folder_of_a_newer_release_is_refused(tmp_path, version):
    data_folder.prepare(tmp_path, ENTROPY, own_keys=True)
    (tmp_path / "VERSION").write_text(version)
    with pytest.raises(CannotStart, match="newer Watchword"):
        data_folder.prepare(tmp_path, ENTROPY, own_keys=True)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="is a file"):
        data_folder.is_new(tmp_path / "file")


def test_one_whole_server_runs_on_it(tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "LOCK_PATIENCE", 0.0)
    assert not data_folder.is_served(tmp_path)
    with data_folder.locked(tmp_path, shared=False):
        assert data_folder.is_served(tmp_path)
        for shared in (False, True):
            with (
                pytest.raises(CannotStart, match="Another server"),
                data_folder.locked(tmp_path, shared=shared),
            ):
                pass
    assert not data_folder.is_served(tmp_path)


def test_several_that_run_one_kind_of_child_share_it(tmp_path):
    with data_folder.locked(tmp_path, shared=True), data_folder.locked(tmp_path, shared=True):
        assert data_folder.is_served(tmp_path)


def test_a_file_is_replaced_as_a_whole_and_never_readable_by_others(tmp_path):
    path = tmp_path / "key"
    path.write_text("old")
    (tmp_path / ".key.new").write_text("left by a crash")
    data_folder.write(path, b"new", 0o600)
    assert path.read_text() == "new"
    assert mode(path) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["key"]
