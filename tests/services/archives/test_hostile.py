"""Hostile archives: nothing gets out of the project, nothing fills memory or disk, and the message names the limit."""

import contextlib
import io
import itertools
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.archives import ImportReport
from services.archives.incoming import ArchiveMember, MemberKind
from services.archives.intake import open_archive
from services.archives.layout import Layout
from services.container import Services
from services.errors import InvalidError, LimitError
from services.limits import limits_of
from services.paths import fold, normalise, parents
from tests.factories import add_person, add_project, tar_of, tree_of, zip_of
from tests.services.archives.hostile import (
    encrypted,
    raw_name_zip,
    tar_member,
    tar_with,
    with_declared_size,
    zip_link,
    zip_with,
)

GOOD = ('good.v', b'good')
NUMBERS = itertools.count()


def take_in(services: Services, archive: io.BytesIO) -> tuple[dict[str, bytes | None], ImportReport]:
    """Import an archive into a fresh project of a fresh person."""
    person = add_person(services, f'person{next(NUMBERS)}')
    report = services.archives.import_archive(person, archive, None, 'x.zip')
    return tree_of(services, person, report.project.id), report


@pytest.mark.parametrize('name', ['../evil.v', 'a/../../evil.v', '..', 'a/..', '..\\evil.v', 'a\\..\\..\\b', './../x'])
def test_an_archive_that_reaches_outside_is_refused_whole(embedded: Services, name: str):
    ada = add_person(embedded)
    for archive in (zip_with(GOOD, (name, b'x')), tar_with(tar_member('good.v'), tar_member(name))):
        with pytest.raises(InvalidError, match='outside of the project'):
            embedded.archives.import_archive(ada, archive)
    assert embedded.projects.own(ada).items == []


@pytest.mark.parametrize(
    ('name', 'reason'),
    [
        ('/etc/passwd', 'absolute'),
        ('C:/windows/x.v', 'absolute'),
        ('c:evil.v', 'colon'),
        ('a:b.v', 'colon'),
        ('rtl/con.v', 'device on Windows'),
        ('LPT1', 'device on Windows'),
        ('end. ', 'dot or space'),
        ('back\\slash/x.v', 'backslash'),
        ('bell\x07.v', 'invisible'),
        ('rtl\u202evil.v', 'invisible'),
        ('x' * 300, 'at most 255'),
        ('/'.join(['deep' * 20] * 10), 'at most 500'),
        ('GIT~1/config', '.git'),
    ],
)
def test_a_name_that_no_project_has_is_left_out_and_told(embedded: Services, name: str, reason: str):
    for archive in (zip_with(GOOD, (name, b'x')), tar_with(tar_member('good.v'), tar_member(name), data=b'good')):
        tree, report = take_in(embedded, archive)
        assert tree == {'good.v': b'good'}
        assert [(item.name, reason in item.reason) for item in report.skipped] == [(name[:300], True)]


def test_links_devices_and_pipes_are_left_out_by_name(services: Services):
    tree, report = take_in(services, zip_with(GOOD, zip_link('passwd', '/etc/passwd'), ('passwd/x.v', b'x')))
    assert tree == {'good.v': b'good', 'passwd': None, 'passwd/x.v': b'x'}
    assert [item.name for item in report.skipped] == ['passwd']
    kinds = {'sym': tarfile.SYMTYPE, 'hard': tarfile.LNKTYPE, 'chr': tarfile.CHRTYPE, 'blk': tarfile.BLKTYPE,
             'pipe': tarfile.FIFOTYPE}  # fmt: skip
    members = [tar_member(name, kind, '/etc/passwd') for name, kind in kinds.items()]
    tree, report = take_in(services, tar_with(*members, tar_member('good.v'), data=b'good'))
    assert tree == {'good.v': b'good'}
    assert [item.name for item in report.skipped] == list(kinds)


def test_a_repository_inside_is_told_once(services: Services):
    members = [(f'proj/.git/objects/{number}', b'x') for number in range(50)]
    tree, report = take_in(services, zip_with(('proj/top.v', b't'), *members, ('proj/sub/.GIT', b'gitdir: ..')))
    assert tree == {'top.v': b't'}
    assert [item.name for item in report.skipped] == ['proj/.git', 'proj/sub/.GIT']


@pytest.mark.filterwarnings('ignore:Duplicate name')
def test_names_that_would_be_one_file_are_never_mixed(services: Services):
    members = [('a.v', b'1'), ('a.v', b'2'), ('A.v', b'3'), ('RTL/x.v', b'4'), ('rtl/y.v', b'5'), ('a.v/b.v', b'6')]
    tree, report = take_in(services, zip_with(*members, ('Straße.v', b'7'), ('STRASSE.v', b'8'), ('RTL', b'9')))
    assert tree == {'a.v': b'1', 'RTL': None, 'RTL/x.v': b'4', 'Straße.v': b'7'}
    assert [item.name for item in report.skipped] == ['a.v', 'A.v', 'rtl/y.v', 'a.v/b.v', 'STRASSE.v', 'RTL']


def test_names_in_forgotten_alphabets_are_read(services: Services):
    for raw, name in [(b'z\x84hler.v', 'zähler.v'), ('zähler.v'.encode(), 'zähler.v'), (b'rtl\\top.v', 'rtl/top.v')]:
        tree, _ = take_in(services, raw_name_zip(raw))
        assert tree[name] == b'x'
    member = tarfile.TarInfo('z\udc84hler.v')
    tree, _ = take_in(services, tar_with(member))
    assert list(tree) == ['zähler.v']


def test_a_name_is_never_cut_at_a_nul(services: Services):
    tree, report = take_in(services, raw_name_zip(b'evil.v\0.png', system=3))
    assert tree == {'good.v': b'good'}
    assert [('U+0000' in item.reason, item.name) for item in report.skipped] == [(True, 'evil.v\0.png')]


def test_an_encrypted_zip_says_what_to_do(services: Services):
    with pytest.raises(InvalidError, match=r"encrypted \('good\.v' needs a password\)"):
        take_in(services, encrypted(zip_with(GOOD)))


@pytest.mark.parametrize('packing', ['zip', 'gz', 'bz2', 'xz'])
def test_a_bomb_is_refused_by_its_ratio(services: Services, packing: str):
    zeros = {'zeros.bin': bytes(30_000_000)}
    data = zip_of(zeros) if packing == 'zip' else tar_of(zeros, f'w:{packing}')
    person = add_person(services)
    tracemalloc.start()
    with pytest.raises(LimitError, match=r'over 200 times its size \(archive_ratio\)'):
        services.archives.import_archive(person, io.BytesIO(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25_000_000
    assert services.projects.own(person).items == []


def test_a_zip_that_declares_too_much_is_refused_before_it_is_read(services: Services):
    with pytest.raises(LimitError, match=r'holds 4,000\.0 MB; at most 100\.0 MB .*bytes_per_project'):
        take_in(services, with_declared_size(zip_with(GOOD), 4_000_000_000))


def test_a_zip_that_declares_too_little_is_damaged(services: Services):
    archive = with_declared_size(zip_with(('big.v', b'x' * 100_000)), 10)
    with pytest.raises(InvalidError, match='damaged'):
        take_in(services, archive)


def test_a_tar_with_a_file_longer_than_itself_is_refused(services: Services):
    member = tarfile.TarInfo('huge.bin')
    member.size = 1 << 40
    for data in (member.tobuf(), member.tobuf() + bytes(1024)):
        with pytest.raises((InvalidError, LimitError)):
            take_in(services, io.BytesIO(data))


def test_a_tar_whose_header_claims_gigabytes_is_refused(services: Services):
    header = tarfile.TarInfo('././@PaxHeader')
    header.type, header.size = tarfile.XHDTYPE, 1 << 32
    with pytest.raises(LimitError, match='header'):
        take_in(services, io.BytesIO(header.tobuf() + bytes(100_000)))


def test_too_many_files_are_refused_with_their_number(services: Services):
    names = [(f'{number}.v', b'') for number in range(10_001)]
    with pytest.raises(LimitError, match=r'10,001 files; at most 10,000'):
        take_in(services, zip_with(*names, method=zipfile.ZIP_STORED))
    with pytest.raises(LimitError, match=r'10,001 files; at most 10,000'):
        take_in(services, tar_with(*(tar_member(name) for name, _ in names), packing='gz'))


def test_a_table_of_contents_without_end_is_refused(services: Services):
    names = [(f'{number}/', b'') for number in range(50_001)]
    with pytest.raises(LimitError, match=r'50,001 entries'):
        take_in(services, zip_with(*names, method=zipfile.ZIP_STORED))


def test_a_bomb_inside_is_just_a_file(services: Services):
    inner = zip_of({'zeros.bin': bytes(20_000_000)})
    tree, _ = take_in(services, zip_with(GOOD, ('bomb.zip', inner)))
    assert tree['bomb.zip'] == inner


def test_a_project_that_would_be_too_large_stays_as_it_was(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'old'})
    files = {'top.v': b'new', **{f'{number}.v': b'' for number in range(10_000)}}
    with pytest.raises(LimitError, match=r'10,001 files'):
        services.archives.import_into(ada, project.id, io.BytesIO(zip_of(files)))
    assert tree_of(services, ada, project.id) == {'top.v': b'old'}


NAMES = st.lists(
    st.text(st.sampled_from('aAbßSs./\\:~ \0g\u0301itü'), min_size=1, max_size=12) | st.sampled_from(['.git', 'a/b']),
    max_size=12,
)


@given(NAMES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_names_are_the_paths_are_safe_and_never_collide(names: list[str]):
    layout, paths = Layout(), []
    for name in names:
        kind = MemberKind.FOLDER if name.endswith('/') else MemberKind.FILE
        try:
            path = layout.place(ArchiveMember(name, kind, 0, lambda: iter(())))
        except InvalidError:
            assert '..' in name
            continue
        if path is not None:
            assert normalise(path) == path
            paths.append((path, kind))
    files = [path for path, kind in paths if kind is MemberKind.FILE]
    assert len({fold(path) for path in files}) == len(files)
    folders = {folder for path, _ in paths for folder in parents(path)}
    assert not {fold(folder) for folder in folders} & {fold(path) for path in files}
    assert len({fold(folder) for folder in folders}) == len(folders)


SEEDS = [
    zip_of({'a/top.v': b'module top;' * 50, 'b.bin': bytes(range(256)), 'c/': b''}),
    zip_with(zip_link('link', 'a'), ('x.v', b'x' * 3000), method=zipfile.ZIP_BZIP2).getvalue(),
    zip_with(('x.v', b'x' * 3000), method=zipfile.ZIP_LZMA).getvalue(),
    *(tar_of({'a/top.v': b'module top;' * 50, 'ü' * 120: b'x' * 700}, f'w:{packing}') for packing in ('', 'gz', 'xz')),
    tar_with(tar_member('l', tarfile.SYMTYPE, 'x'), tar_member('d', tarfile.CHRTYPE), tar_member('f')).getvalue(),
]
CHANGES = st.lists(st.tuples(st.integers(0, 2**16), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6)


@given(st.sampled_from(SEEDS), CHANGES, st.integers(0, 2**16))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
def test_whatever_bytes_are_changed_the_answer_is_an_archive_or_a_clear_error(
    seed: bytes, changes: list[tuple[int, bytes]], cut: int
):
    data = bytearray(seed)
    for at, new in changes:
        at %= len(data)
        data[at : at + len(new)] = new
    archive, layout = io.BytesIO(bytes(data[: len(data) - cut % 50])), Layout()
    with contextlib.suppress(InvalidError, LimitError), open_archive(archive, limits_of()) as reader:
        for member in reader.members():
            if layout.place(member) is not None and member.kind is MemberKind.FILE:
                assert sum(len(piece) for piece in member.pieces()) <= limits_of().bytes_per_project
