from pathlib import Path

import pytest

from services.errors import InvalidError, NotFoundError
from services.storage import LocalStore, ObjectStore, S3Store


@pytest.fixture(params=['local', pytest.param('s3', marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return LocalStore(tmp_path) if request.param == 'local' else S3Store(request.getfixturevalue('s3_url'))


def test_what_was_put_is_given_back(store: ObjectStore):
    store.put('blobs/ab/cd/abcd', b'\x00binary\xff')
    assert store.get('blobs/ab/cd/abcd') == b'\x00binary\xff'
    assert store.size('blobs/ab/cd/abcd') == 8


def test_a_file_is_stored_and_read_by_ranges(store: ObjectStore, tmp_path: Path):
    source = tmp_path / 'source'
    source.write_bytes(bytes(range(256)) * 10_000)
    store.put_file('big', source)
    assert store.get('big', offset=255, length=3) == b'\xff\x00\x01'
    assert store.get('big', offset=2_559_999) == b'\xff'
    assert store.get('big', offset=9_999_999) == b''
    assert b''.join(store.stream('big')) == source.read_bytes()


def test_a_key_is_replaced_listed_and_forgotten(store: ObjectStore):
    store.put('list/a/1', b'one')
    store.put('list/a/1', b'three')
    store.put('list/b/2', b'two')
    assert sorted((item.key, item.size) for item in store.list('list/')) == [('list/a/1', 5), ('list/b/2', 3)]
    store.delete('list/a/1')
    store.delete('list/a/1')
    assert [item.key for item in store.list('list/')] == ['list/b/2']


def test_an_unknown_key_is_not_found(store: ObjectStore):
    assert store.size('nowhere') is None
    with pytest.raises(NotFoundError):
        store.get('nowhere')


def test_an_empty_object_is_an_object(store: ObjectStore):
    store.put('empty', b'')
    assert (store.size('empty'), store.get('empty')) == (0, b'')


def test_a_store_that_works_passes_its_check(store: ObjectStore):
    store.check()


def test_a_key_cannot_leave_the_folder(tmp_path: Path):
    (tmp_path / 'secret').write_text('secret')
    store = LocalStore(tmp_path / 'store')
    with pytest.raises(NotFoundError):
        store.get('../secret')


def test_a_url_without_a_bucket_is_refused():
    with pytest.raises(InvalidError):
        S3Store('http://access:secret@127.0.0.1:9000/')
