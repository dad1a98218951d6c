from pathlib import Path

import pytest

from services.container import Services
from services.errors import NotFoundError, NotPermittedError
from services.ids import new_id
from services.permissions import ANONYMOUS
from tests.factories import add_person, add_project


def test_a_snapshot_keeps_what_the_project_held(services: Services, tmp_path: Path):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b'first', 'rom.bin': bytes(range(256)), 'empty.v': b''})
    services.files.add_folder(ada, project.id, 'folder')
    snapshot = services.snapshots.take(ada, project.id)
    services.files.write(ada, project.id, 'rtl/top.v', b'second')
    services.files.delete(ada, project.id, 'rom.bin')
    manifest = services.snapshots.materialise(snapshot, tmp_path)
    assert [(file.path, file.size) for file in manifest] == [('empty.v', 0), ('rom.bin', 256), ('rtl/top.v', 5)]
    assert (tmp_path / 'rtl/top.v').read_bytes() == b'first'
    assert (tmp_path / 'rom.bin').read_bytes() == bytes(range(256))
    assert services.snapshots.read(snapshot, 'rtl/top.v') == b'first'
    assert (snapshot.file_count, snapshot.byte_count) == (3, 261)


def test_a_project_that_did_not_change_has_one_snapshot(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'first'})
    first = services.snapshots.take(ada, project.id)
    assert services.snapshots.take(ada, project.id).id == first.id
    services.files.write(ada, project.id, 'top.v', b'second')
    second = services.snapshots.take(ada, project.id)
    assert second.id != first.id
    services.files.write(ada, project.id, 'top.v', b'first')
    assert services.snapshots.take(ada, project.id).id == first.id
    assert services.snapshots.get(second.id).manifest_sha256 == second.manifest_sha256


def test_what_a_tool_changes_in_its_folder_does_not_reach_the_store(services: Services, tmp_path: Path):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'first'})
    snapshot = services.snapshots.take(ada, project.id)
    services.snapshots.materialise(snapshot, tmp_path / 'one')
    (tmp_path / 'one/top.v').write_bytes(b'spoilt')
    services.snapshots.materialise(snapshot, tmp_path / 'two')
    assert (tmp_path / 'two/top.v').read_bytes() == b'first'


def test_a_folder_that_holds_a_link_is_not_written_through(services: Services, tmp_path: Path):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'first'})
    snapshot = services.snapshots.take(ada, project.id)
    (tmp_path / 'secret').write_text('secret')
    (tmp_path / 'job').mkdir()
    (tmp_path / 'job/top.v').symlink_to(tmp_path / 'secret')
    with pytest.raises(FileExistsError):
        services.snapshots.materialise(snapshot, tmp_path / 'job')
    assert (tmp_path / 'secret').read_text() == 'secret'


def test_only_who_may_run_takes_a_snapshot(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    project = add_project(services, ada, visibility='public')
    with pytest.raises(NotPermittedError):
        services.snapshots.take(eve, project.id)
    with pytest.raises(NotFoundError):
        services.snapshots.take(ANONYMOUS, new_id())
    with pytest.raises(NotFoundError):
        services.snapshots.get(new_id())
