"""Searching and replacing in all files of a project."""

import pytest

from services.container import Services
from services.errors import ConflictError, NotFoundError, NotPermittedError, NotSignedInError
from services.file_search import Place
from services.permissions import ANONYMOUS
from services.text_query import TextQuery
from tests.factories import add_person, add_project, tree_of

FILES = {
    'rtl/top.v': b'module top;\n  wire tx_next;\nendmodule\n',
    'tb/tb.v': 'größe 🦆 tx_next\r\n'.encode(),
    'README.md': b'About TX_NEXT',
    'rom.bin': b'\0tx_next',
    'long.txt': b'x' * 5000 + b'tx_next' + b'y' * 5000 + b'tx_next',
}


def test_every_place_is_told_with_its_line_and_column(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, FILES)
    for _ in range(2):  # first from the stored files, then from the index
        places = services.file_search.find(ada, project.id, TextQuery('tx_NEXT'))
        assert not places.truncated
        assert places.items == [
            Place('long.txt', 1, 5001, 7, 'x' * 100 + 'tx_next' + 'y' * 193, 4900),
            Place('long.txt', 1, 10008, 7, 'x' * 100 + 'tx_next' + 'y' * 193, 4900),
            Place('README.md', 1, 7, 7, 'About TX_NEXT', 0),
            Place('rtl/top.v', 2, 8, 7, '  wire tx_next;', 0),
            Place('tb/tb.v', 1, 10, 7, 'größe 🦆 tx_next', 0),
        ]
        services.search_index.flush()
    found = services.file_search.find(ada, project.id, TextQuery(r'tx\w+;', regex=True, case=True), 'rtl/*')
    assert [(place.path, place.column, place.length) for place in found.items] == [('rtl/top.v', 8, 8)]


def test_a_text_that_was_written_a_moment_ago_is_found(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'old'})
    services.search_index.flush()
    services.files.write(ada, project.id, 'a.v', b'brand new')
    assert services.file_search.find(ada, project.id, TextQuery('brand')).items
    assert not services.file_search.find(ada, project.id, TextQuery('old')).items


def test_more_places_than_are_shown_are_cut(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'x\n' * 1999, 'b.v': b'x\nx'})
    found = services.file_search.find(ada, project.id, TextQuery('x'))
    assert (len(found.items), found.truncated) == (2000, True)
    assert not services.file_search.find(ada, project.id, TextQuery('x'), 'a.v').truncated


def test_a_replacement_changes_all_files_and_is_undone_at_once(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, FILES)
    before = tree_of(services, ada, project.id)
    replaced = services.file_search.replace(ada, project.id, TextQuery('tx_next', case=True), 'rx', '!*.txt')
    assert (replaced.files, replaced.replacements) == (2, 2)
    after = tree_of(services, ada, project.id)
    assert (after['rtl/top.v'], after['tb/tb.v']) == (
        b'module top;\n  wire rx;\nendmodule\n',
        'größe 🦆 rx\r\n'.encode(),
    )
    assert {path for path in before if before[path] != after[path]} == {'rtl/top.v', 'tb/tb.v'}
    services.files.undo(ada, project.id, replaced.undo)
    assert tree_of(services, ada, project.id) == before


def test_chosen_files_only_are_replaced_in(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'x', 'b.v': b'x', 'c.v': b'y'})
    assert services.file_search.replace(ada, project.id, TextQuery('x'), 'z', paths=['b.v', 'c.v']).files == 1
    assert tree_of(services, ada, project.id) == {'a.v': b'x', 'b.v': b'z', 'c.v': b'y'}
    nothing = services.file_search.replace(ada, project.id, TextQuery('z'), 'z')
    assert (nothing.files, nothing.undo) == (0, None)


def test_an_undo_spares_what_was_written_after_the_replacement(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'x', 'b.v': b'x'})
    replaced = services.file_search.replace(ada, project.id, TextQuery('x'), 'y')
    services.files.write(ada, project.id, 'b.v', b'mine')
    with pytest.raises(ConflictError, match=r'b\.v'):
        services.files.undo(ada, project.id, replaced.undo)
    assert tree_of(services, ada, project.id) == {'a.v': b'y', 'b.v': b'mine'}


def test_searching_needs_reading_and_replacing_needs_writing(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    secret = add_project(services, ada, {'a.v': b'x'})
    shared = add_project(services, ada, {'a.v': b'x'}, visibility='public')
    query = TextQuery('x')
    for actor in (eve, ANONYMOUS):
        with pytest.raises(NotFoundError):
            services.file_search.find(actor, secret.id, query)
        with pytest.raises(NotFoundError):
            services.file_search.replace(actor, secret.id, query, 'y')
        assert len(services.file_search.find(actor, shared.id, query).items) == 1
    with pytest.raises(NotPermittedError):
        services.file_search.replace(eve, shared.id, query, 'y')
    with pytest.raises(NotSignedInError):
        services.file_search.replace(ANONYMOUS, shared.id, query, 'y')
