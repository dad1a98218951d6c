"""A project leaves as a zip that every tool reads."""

import io
import zipfile

import pytest

from services.container import Services
from services.errors import NotFoundError
from services.permissions import ANONYMOUS
from tests.factories import add_person, add_project


def test_a_zip_holds_every_file_byte_for_byte(services: Services):
    ada = add_person(services)
    files = {'rtl/top.v': b'module top; endmodule\n', 'README.md': 'Größe'.encode(), 'rom.bin': bytes(range(256)) * 9}
    files |= {'large.vcd': b'#1\n0!\n' * 400_000, 'docs/Ünïcode.txt': b''}
    project = add_project(services, ada, files)
    services.files.add_folder(ada, project.id, 'empty/inner')
    download = services.archives.download(ada, project.id)
    with zipfile.ZipFile(io.BytesIO(b''.join(download.pieces))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {**files, 'empty/inner/': b''}
        entry = services.files.open(ada, project.id, 'rtl/top.v').entry
        assert archive.getinfo('rtl/top.v').date_time[:5] == entry.updated_at.timetuple()[:5]
    assert download.name == 'adder.zip'


def test_two_zips_of_one_state_are_the_same_bytes(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'b.v': b'b', 'a.v': b'a', 'a/c.v': b'c'})
    first, second = (b''.join(services.archives.download(ada, project.id).pieces) for _ in range(2))
    assert first == second


def test_only_those_who_may_read_files_get_the_zip(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    secret = add_project(services, ada, {'top.v': b'x'})
    for actor in (eve, ANONYMOUS):
        with pytest.raises(NotFoundError):
            services.archives.download(actor, secret.id)
    shared = add_project(services, ada, {'top.v': b'x'}, visibility='unlisted')
    assert b''.join(services.archives.download(ANONYMOUS, shared.id).pieces)
