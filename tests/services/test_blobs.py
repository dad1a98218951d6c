import contextlib
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.blobs import BlobService, CorruptBlobError, blob_key
from services.container import Services
from services.content import Content, is_binary
from services.errors import UnavailableError
from tests.factories import add_person, add_project


def without_grace(services: Services) -> BlobService:
    settings = services.settings.model_copy(update={'blob_grace_hours': 0})
    return BlobService(services.database, services.store, settings)


def test_bytes_are_stored_under_their_hash_and_given_back(services: Services):
    blob = services.blobs.put(b'module top; endmodule\n')
    assert blob.sha256 == hashlib.sha256(b'module top; endmodule\n').hexdigest()
    assert services.blobs.read(blob.sha256) == b'module top; endmodule\n'
    assert services.store.size(f'blobs/{blob.sha256[:2]}/{blob.sha256[2:4]}/{blob.sha256}') == blob.size


def test_a_large_file_is_stored_and_read_by_ranges(services: Services, tmp_path: Path):
    data = bytes(range(256)) * 20_000
    (tmp_path / 'large').write_bytes(data)
    blob = services.blobs.put(tmp_path / 'large')
    assert blob.size == len(data)
    assert services.blobs.read(blob.sha256) == data
    assert b''.join(services.blobs.stream(blob.sha256, 255, 3)) == b'\xff\x00\x01'


def test_an_empty_file_is_a_blob(services: Services):
    blob = services.blobs.put(b'')
    assert (blob.size, blob.is_binary, services.blobs.read(blob.sha256)) == (0, False, b'')


@pytest.mark.parametrize(
    ('data', 'binary'),
    [
        (b'', False),
        (b'text', False),
        ('grün'.encode(), False),
        (b'\x00', True),
        (b'\xff\xfe', True),
        (b'\xc3', True),
    ],
)
def test_bytes_that_are_no_utf8_text_are_binary(data: bytes, binary: bool):
    assert is_binary(data) is binary


def test_a_letter_that_is_split_between_two_pieces_is_still_text():
    with Content() as content:
        for byte in 'Größe'.encode():
            content.write(bytes([byte]))
        assert not content.blob.is_binary


def test_a_damaged_blob_is_an_error_that_says_so_and_saving_again_repairs_it(services: Services):
    blob = services.blobs.put(b'precious')
    services.store.put(blob_key(blob.sha256), b'pressure')
    with pytest.raises(CorruptBlobError, match='does not match its checksum'):
        services.blobs.read(blob.sha256)
    services.blobs.put(b'precious')
    assert services.blobs.read(blob.sha256) == b'precious'


def test_a_lost_blob_is_an_error_that_says_so(services: Services):
    blob = services.blobs.put(b'precious')
    services.store.delete(blob_key(blob.sha256))
    with pytest.raises(CorruptBlobError, match='missing'):
        services.blobs.read(blob.sha256)


def test_only_blobs_that_nothing_refers_to_are_collected(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'kept.v': b'kept', 'trashed.v': b'trashed', 'run.v': b'in a snapshot'})
    services.snapshots.take(ada, project.id)
    services.files.write(ada, project.id, 'run.v', b'newer')
    services.files.delete(ada, project.id, 'trashed.v')
    unused = services.blobs.put(b'nobody wants this')
    assert without_grace(services).collect() == 1
    assert services.store.size(blob_key(unused.sha256)) is None
    for data in (b'kept', b'trashed', b'in a snapshot', b'newer'):
        assert services.blobs.read(hashlib.sha256(data).hexdigest()) == data


def test_an_unreferenced_blob_is_spared_during_its_grace(services: Services):
    blob = services.blobs.put(b'just written')
    assert services.blobs.collect() == 0
    assert services.blobs.read(blob.sha256) == b'just written'


def test_a_write_that_a_collection_races_with_is_whole_or_refused(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    collector = without_grace(services)
    acknowledged = 0
    for number in range(20):
        data = f'version {number % 2}'.encode()
        with ThreadPoolExecutor() as threads:
            collecting = threads.submit(collector.collect)
            with contextlib.suppress(UnavailableError):
                services.files.write(ada, project.id, 'top.v', data)
                acknowledged += 1
                assert services.files.read(ada, project.id, 'top.v') == data
            collecting.result()
    assert acknowledged
