"""Archives become projects: everything that is a file comes in, byte for byte, under the path that it had."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from services.archives import ImportReport
from services.container import Services
from services.errors import InvalidError, NotFoundError, NotPermittedError, NotSignedInError
from services.permissions import ANONYMOUS, Actor
from services.project_fields import ProjectChange
from tests.factories import add_person, add_project, tar_of, tree_of, zip_of

FILES = {'rtl/top.v': b'module top; endmodule\n', 'README.md': 'Größe'.encode(), 'rom.bin': bytes(range(256))}


def imported(services: Services, actor: Actor, data: bytes, filename: str = 'design.zip') -> ImportReport:
    return services.archives.import_archive(actor, io.BytesIO(data), None, filename)


def files_of(services: Services, actor: Actor, report: ImportReport) -> dict[str, bytes | None]:
    tree = tree_of(services, actor, report.project.id)
    return {path: data for path, data in tree.items() if data is not None}


@pytest.mark.parametrize('packing', ['zip', 'tar', 'gz', 'bz2', 'xz'])
def test_every_kind_of_archive_is_read_whatever_it_is_called(services: Services, packing: str):
    ada = add_person(services)
    data = zip_of(FILES) if packing == 'zip' else tar_of(FILES, f'w:{packing.replace("tar", "")}')
    report = imported(services, ada, data, 'My design (2).ZIP')
    assert files_of(services, ada, report) == FILES
    assert (report.project.name, report.stored, report.skipped) == ('My design', 3, [])
    assert report.project.file_count == 3


def test_an_archive_may_lie_on_the_disk(services: Services, tmp_path: Path):
    ada = add_person(services)
    (tmp_path / 'x').write_bytes(zip_of(FILES))
    change = ProjectChange(name='From disk', visibility='public')
    report = services.archives.import_archive(ada, tmp_path / 'x', change)
    assert (report.project.name, report.project.visibility) == ('From disk', 'public')


def test_the_folder_around_everything_is_taken_off(services: Services):
    ada = add_person(services)
    wrapped = {f'adder-main/{path}': data for path, data in FILES.items()} | {'__MACOSX/adder-main/._top.v': b'x'}
    report = imported(services, ada, zip_of(wrapped), 'adder-main.zip')
    assert files_of(services, ada, report) == FILES
    assert report.project.name == 'adder'
    assert [item.name for item in report.skipped] == ['__MACOSX']


def test_our_own_zip_comes_back_as_it_was(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b'a', 'rtl/inner/low.v': b'b'})
    services.files.add_folder(ada, project.id, 'rtl/empty')
    data = b''.join(services.archives.download(ada, project.id).pieces)
    report = imported(services, ada, data)
    assert tree_of(services, ada, report.project.id) == tree_of(services, ada, project.id)


def test_empty_folders_and_empty_files_are_kept(services: Services):
    ada = add_person(services)
    report = imported(services, ada, zip_of({'a/empty/': b'', 'b/nothing.v': b'', './c/./d//e.v': b'e'}))
    tree = tree_of(services, ada, report.project.id)
    assert tree['a/empty'] is None
    assert (tree['b/nothing.v'], tree['c/d/e.v']) == (b'', b'e')


def test_large_files_pass_through_without_loss(services: Services):
    ada = add_person(services)
    files = {f'data/{number}.bin': random.Random(number).randbytes(3_000_001) for number in range(4)}
    assert files_of(services, ada, imported(services, ada, zip_of({**files, 'x.v': b''}))) == {**files, 'x.v': b''}


def test_names_in_any_alphabet_are_kept(services: Services):
    ada = add_person(services)
    files = {'größe/zähler.v': b'1', '設計/計數器.sv': b'2', 'Ünï.v': b'3'}
    for data in (zip_of(files), tar_of(files)):
        assert files_of(services, ada, imported(services, ada, data)) == files


def test_a_licence_is_recognised(services: Services):
    ada = add_person(services)
    data = zip_of({'LICENSE': b'MIT License\n\nCopyright', 'top.v': b'// SPDX-License-Identifier: ISC'})
    assert imported(services, ada, data).project.licence == 'MIT'
    assert imported(services, ada, zip_of({'top.v': b'// SPDX-License-Identifier: ISC'})).project.licence == 'ISC'


def test_an_archive_is_added_to_a_project_and_what_it_replaced_comes_back(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b'old', 'same.v': b'same', 'kept.v': b'kept'})
    data = zip_of({'rtl/top.v': b'new', 'same.v': b'same', 'RTL/other.v': b'x', 'new/n.v': b'n'})
    report = services.archives.import_into(ada, project.id, io.BytesIO(data))
    assert (report.stored, [item.name for item in report.skipped]) == (3, ['RTL/other.v'])
    assert report.project.file_count == 4
    assert services.files.read(ada, project.id, 'rtl/top.v') == b'new'
    services.files.undo(ada, project.id, report.undo)
    assert services.files.read(ada, project.id, 'rtl/top.v') == b'old'
    assert services.files.read(ada, project.id, 'new/n.v') == b'n'


def test_only_those_who_may_write_import(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    data = io.BytesIO(zip_of(FILES))
    with pytest.raises(NotSignedInError):
        services.archives.import_archive(ANONYMOUS, data)
    secret, shared = add_project(services, ada), add_project(services, ada, visibility='public')
    with pytest.raises(NotFoundError):
        services.archives.import_into(eve, secret.id, data)
    with pytest.raises(NotPermittedError):
        services.archives.import_into(eve, shared.id, data)


@pytest.mark.parametrize('data', [b'', b'PK', b'Rar!\x1a\x07', b'7z\xbc\xaf\x27\x1c', b'module top;', b'\0' * 2000])
def test_what_is_no_archive_is_told_so(services: Services, data: bytes):
    with pytest.raises(InvalidError, match='no archive that can be read'):
        imported(services, add_person(services), data)


@pytest.mark.parametrize('packing', ['zip', 'tar', 'gz', 'bz2', 'xz'])
def test_a_damaged_archive_leaves_nothing_behind(embedded: Services, packing: str):
    ada = add_person(embedded)
    files = {f'{number}.bin': bytes((number * 7 + index * index) % 251 for index in range(5000)) for number in range(5)}
    data = zip_of(files) if packing == 'zip' else tar_of(files, f'w:{packing.replace("tar", "")}')
    cut = [data[: len(data) * part // 10] for part in (3, 6, 9)] if packing != 'tar' else [data[:7000], data[:-12000]]
    flipped = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0xFF]) + data[len(data) // 2 + 1 :]
    for damaged in [*cut, flipped] if packing != 'tar' else cut:
        with pytest.raises(InvalidError, match='damaged'):
            imported(embedded, ada, damaged)
    assert embedded.projects.own(ada).items == []


def test_an_empty_archive_is_told_so(services: Services):
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, 'w').close()
    with pytest.raises(InvalidError, match='no file'):
        imported(services, add_person(services), buffer.getvalue())
