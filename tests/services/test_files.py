import threading
from uuid import UUID

import pytest

from services.container import Services
from services.content import StoredBlob
from services.errors import (
    A6HubError,
    ConflictError,
    InvalidError,
    LimitError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    PreconditionError,
)
from services.events import Event, FileChanged, TreeChanged
from services.ids import new_id
from services.models import ProjectMember
from services.permissions import ANONYMOUS, Role
from services.tree import Tree
from tests.factories import add_person, add_project, tree_of


def test_a_saved_file_is_given_back_byte_for_byte(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    written = services.files.write(ada, project.id, 'rtl/top.v', b'module top;\r\n\tendmodule')
    assert written.created
    assert services.files.read(ada, project.id, 'rtl/top.v') == b'module top;\r\n\tendmodule'
    assert tree_of(services, ada, project.id) == {'rtl': None, 'rtl/top.v': b'module top;\r\n\tendmodule'}


def test_a_binary_file_stays_as_it_is_and_is_known_as_one(services: Services):
    ada = add_person(services)
    data = bytes(range(256)) * 9000
    project = add_project(services, ada, {'rom.bin': data})
    opened = services.files.open(ada, project.id, 'rom.bin')
    assert opened.entry.is_binary
    assert opened.read() == data
    assert b''.join(opened.stream(1_000_000, 3)) == data[1_000_000:1_000_003]


def test_the_project_counts_its_files_and_bytes(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'12345', 'rtl/b.v': b'123'})
    assert (project.file_count, project.byte_count) == (2, 8)
    services.files.write(ada, project.id, 'a.v', b'1')
    services.files.delete(ada, project.id, 'rtl')
    project = services.projects.get(ada, project.id)
    assert (project.file_count, project.byte_count) == (1, 1)


def test_of_two_writers_with_the_same_etag_exactly_one_wins(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'first'})
    etag = services.files.open(ada, project.id, 'top.v').entry.etag
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def write(text: bytes) -> None:
        start.wait()
        try:
            services.files.write(ada, project.id, 'top.v', text, if_match=etag)
            outcomes.append('saved')
        except PreconditionError as error:
            outcomes.append(error.etag)

    threads = [threading.Thread(target=write, args=(text,)) for text in (b'mine', b'yours')]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    present = services.files.open(ada, project.id, 'top.v').entry.etag
    assert sorted(outcomes) == sorted(['saved', present])


def test_many_writers_at_once_are_all_counted(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    threads = [
        threading.Thread(target=services.files.write, args=(ada, project.id, f'rtl/cell{number}.v', b'x' * number))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    project = services.projects.get(ada, project.id)
    assert (project.file_count, project.byte_count) == (8, sum(range(8)))


def test_if_none_match_never_replaces_a_file(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'mine'})
    with pytest.raises(PreconditionError, match='exists already'):
        services.files.write(ada, project.id, 'top.v', b'yours', if_none_match=True)
    assert services.files.read(ada, project.id, 'top.v') == b'mine'


def test_a_file_that_was_deleted_meanwhile_is_not_written_again(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'first'})
    etag = services.files.open(ada, project.id, 'top.v').entry.etag
    services.files.delete(ada, project.id, 'top.v')
    with pytest.raises(PreconditionError, match='not there any more') as caught:
        services.files.write(ada, project.id, 'top.v', b'second', if_match=etag)
    assert caught.value.etag == ''


def test_names_that_differ_only_by_case_are_refused_with_both_names(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b''})
    for path in ('rtl/Top.v', 'RTL/other.v'):
        with pytest.raises(ConflictError, match='differ only by case') as caught:
            services.files.write(ada, project.id, path, b'')
        assert path.split('/')[0] in str(caught.value)
        assert 'rtl' in str(caught.value)


def test_nothing_can_lie_below_a_file_and_no_file_replaces_a_folder(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b''})
    with pytest.raises(ConflictError, match='is a file'):
        services.files.write(ada, project.id, 'rtl/top.v/below.v', b'')
    with pytest.raises(ConflictError, match='is a folder'):
        services.files.write(ada, project.id, 'rtl', b'')
    with pytest.raises(InvalidError, match='is a folder'):
        services.files.open(ada, project.id, 'rtl')


def test_a_folder_moves_with_all_it_holds(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/a.v': b'a', 'rtl/deep/b.v': b'b', 'rtl2/c.v': b'c'})
    moved = services.files.move(ada, project.id, 'rtl', 'src/hdl')
    assert [entry.path for entry in moved] == ['src/hdl', 'src/hdl/a.v', 'src/hdl/deep', 'src/hdl/deep/b.v']
    assert set(tree_of(services, ada, project.id)) == {entry.path for entry in moved} | {'src', 'rtl2', 'rtl2/c.v'}


def test_a_file_can_be_renamed_to_another_case_of_itself(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b'a'})
    services.files.move(ada, project.id, 'rtl/top.v', 'rtl/Top.v')
    services.files.move(ada, project.id, 'rtl', 'RTL')
    assert tree_of(services, ada, project.id) == {'RTL': None, 'RTL/Top.v': b'a'}


def test_a_move_never_overwrites_and_a_folder_cannot_move_into_itself(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/a.v': b'a', 'b.v': b'b'})
    with pytest.raises(ConflictError, match='is there already'):
        services.files.move(ada, project.id, 'b.v', 'rtl/a.v')
    with pytest.raises(ConflictError, match='into itself'):
        services.files.move(ada, project.id, 'rtl', 'rtl/inner')
    assert tree_of(services, ada, project.id) == {'rtl': None, 'rtl/a.v': b'a', 'b.v': b'b'}


def test_signs_in_names_are_not_patterns(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a%/x.v': b'1', 'a_/x.v': b'2', 'abc/x.v': b'3'})
    services.files.delete(ada, project.id, 'a%')
    services.files.move(ada, project.id, 'a_', 'moved')
    assert {path for path, data in tree_of(services, ada, project.id).items() if data} == {'abc/x.v', 'moved/x.v'}


def test_a_duplicate_stands_beside_its_original_under_a_free_name(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/top.v': b'a'})
    assert [entry.path for entry in services.files.duplicate(ada, project.id, 'rtl/top.v')] == ['rtl/top copy.v']
    assert [entry.path for entry in services.files.duplicate(ada, project.id, 'rtl/top.v')] == ['rtl/top copy 2.v']
    services.files.duplicate(ada, project.id, 'rtl', 'bench')
    assert services.files.read(ada, project.id, 'bench/top copy.v') == b'a'
    assert services.projects.get(ada, project.id).file_count == 6


def test_a_deleted_folder_comes_back_whole(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'rtl/a.v': b'a', 'rtl/b.bin': b'\0', 'c.v': b'c'})
    services.files.add_folder(ada, project.id, 'rtl/empty')
    before = tree_of(services, ada, project.id)
    deletion = services.files.delete_many(ada, project.id, ['rtl', 'c.v'])
    assert tree_of(services, ada, project.id) == {}
    services.files.undo(ada, project.id, deletion.batch_id)
    assert tree_of(services, ada, project.id) == before
    assert services.projects.get(ada, project.id).file_count == 3
    with pytest.raises(NotFoundError, match='nothing to undo'):
        services.files.undo(ada, project.id, deletion.batch_id)


def test_an_undo_never_overwrites_what_was_written_since(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'old', 'b.v': b'old'})
    deletion = services.files.delete_many(ada, project.id, ['a.v', 'b.v'])
    services.files.write(ada, project.id, 'b.v', b'new')
    with pytest.raises(ConflictError, match=r"'b\.v' was written since"):
        services.files.undo(ada, project.id, deletion.batch_id)
    assert tree_of(services, ada, project.id) == {'b.v': b'new'}
    services.files.move(ada, project.id, 'b.v', 'mine.v')
    services.files.undo(ada, project.id, deletion.batch_id)
    assert tree_of(services, ada, project.id) == {'a.v': b'old', 'b.v': b'old', 'mine.v': b'new'}


def test_pages_of_files_follow_each_other_without_gap_or_overlap(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {f'{name}/x.v': b'' for name in ('a', 'B', 'c', 'ä', '_')})
    seen: list[str] = []
    cursor: str | None = ''
    while cursor is not None:
        entries, cursor = services.files.page(ada, project.id, limit=3, cursor=cursor)
        seen += [entry.path for entry in entries]
    assert len(seen) == len(set(seen)) == 10


def test_a_project_over_its_bytes_is_refused_with_the_measured_value(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    with services.database.write() as session:
        tree = Tree(session, project, ada.user_id)
        tree.put('large.bin', StoredBlob('0' * 64, 99_000_000, True))
        tree.close()
    with pytest.raises(LimitError, match=r'101\.0 MB; at most 100\.0 MB'):
        services.files.write(ada, project.id, 'more.bin', b'\0' * 2_000_000)
    assert services.projects.get(ada, project.id).byte_count == 99_000_000


def test_a_project_over_its_files_is_refused_with_the_measured_value(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    blob = services.blobs.put(b'')
    with services.database.write() as session:
        tree = Tree(session, project, ada.user_id)
        tree.add_many((f'cell{number}.v', blob) for number in range(10_000))
        tree.close()
    with pytest.raises(LimitError, match=r'10,001 files; at most 10,000'):
        services.files.write(ada, project.id, 'one more.v', b'')
    services.files.write(ada, project.id, 'cell1.v', b'changed')


def test_writers_and_readers_need_their_permission(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    secret = add_project(services, ada, {'top.v': b'secret'})
    shared = add_project(services, ada, {'top.v': b'open'}, visibility='public')
    acts = [
        lambda actor, project_id: services.files.write(actor, project_id, 'top.v', b'evil'),
        lambda actor, project_id: services.files.move(actor, project_id, 'top.v', 'evil.v'),
        lambda actor, project_id: services.files.delete(actor, project_id, 'top.v'),
        lambda actor, project_id: services.files.duplicate(actor, project_id, 'top.v'),
        lambda actor, project_id: services.files.add_folder(actor, project_id, 'evil'),
        lambda actor, project_id: services.files.undo(actor, project_id, new_id()),
    ]
    for act in acts:
        for actor, project, error in [
            (eve, secret, NotFoundError),
            (ANONYMOUS, secret, NotFoundError),
            (eve, shared, NotPermittedError),
            (ANONYMOUS, shared, NotSignedInError),
        ]:
            with pytest.raises(error):
                act(actor, project.id)
    with pytest.raises(NotFoundError):
        services.files.read(eve, secret.id, 'top.v')
    assert services.files.read(ANONYMOUS, shared.id, 'top.v') == b'open'


def test_an_editor_writes_and_a_viewer_does_not(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    project = add_project(services, ada, {'top.v': b'old'})
    for role in (Role.VIEWER, Role.EDITOR):
        with services.database.write() as session:
            session.merge(ProjectMember(project_id=project.id, user_id=eve.user_id, role=role))
        if role == Role.VIEWER:
            with pytest.raises(NotPermittedError):
                services.files.write(eve, project.id, 'top.v', b'new')
    services.files.write(eve, project.id, 'top.v', b'new')
    assert services.files.read(ada, project.id, 'top.v') == b'new'


def test_another_projects_file_id_is_not_found(services: Services):
    ada = add_person(services)
    mine, other = add_project(services, ada), add_project(services, ada, {'top.v': b''})
    file_id = services.files.open(ada, other.id, 'top.v').entry.id
    with pytest.raises(NotFoundError):
        services.files.open_by_id(ada, mine.id, file_id)
    with pytest.raises(NotFoundError):
        services.files.delete(ada, mine.id, file_id)


def test_each_change_is_told_after_it_is_stored(embedded: Services):
    ada = add_person(embedded)
    project = add_project(embedded, ada)
    told: list[tuple[Event, set[str]]] = []
    embedded.bus.subscribe(lambda event: told.append((event, set(tree_of(embedded, ada, project.id)))))
    entry = embedded.files.write(ada, project.id, 'top.v', b'x', origin='tab-1').entry
    embedded.files.move(ada, project.id, 'top.v', 'new.v')
    embedded.files.delete(ada, project.id, 'new.v')
    assert told == [
        (FileChanged(project.id, 'top.v', entry.sha256, ada.user_id, 'tab-1'), {'top.v'}),
        (TreeChanged(project.id), {'new.v'}),
        (FileChanged(project.id, 'new.v', '', ada.user_id), set()),
        (TreeChanged(project.id), set()),
    ]


def test_a_failed_write_leaves_nothing_behind(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'x'})
    with pytest.raises(A6HubError):
        services.files.write(ada, project.id, 'new/folder/TOP.v', b'x', if_match='0' * 64)
    assert tree_of(services, ada, project.id) == {'top.v': b'x'}
    assert isinstance(project.id, UUID)
