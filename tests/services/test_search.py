"""Public projects are found by what they are called and by what they hold."""

from collections.abc import Sequence

import pytest

from services.access import ProjectInfo
from services.container import Services
from services.errors import InvalidError
from services.permissions import ANONYMOUS, Actor
from services.project_fields import ProjectChange
from services.projects import Sort
from services.search import Hit
from tests.factories import add_person

UART = b'// A serial port\nmodule uart_rx_fifo (input clk);\n  reg [7:0] shift_register;\nendmodule\n'


def publish(services: Services, actor: Actor, files: dict[str, bytes] | None = None, **fields: object) -> ProjectInfo:
    """Add a project that everybody may see, and wait until it can be found."""
    change = ProjectChange(**{'name': 'Adder', 'visibility': 'public', **fields})
    project = services.projects.create(actor, change)
    for path, data in (files or {}).items():
        services.files.write(actor, project.id, path, data)
    services.search_index.flush()
    return project


def names(services: Services, q: str, actor: Actor = ANONYMOUS, **options: object) -> Sequence[str]:
    return [project.name for project in services.search.explore(actor, q, **options).items]


def test_a_project_is_found_by_each_of_its_texts(services: Services):
    ada = add_person(services, 'lovelace')
    publish(services, ada, {'rtl/uart.v': UART}, name='Serial port', description='Talks at 115200', topics=['rs-232'])
    publish(services, ada, name='Blinky')
    for query in ('serial', 'PORT', '15200', 'rs-2', 'uart_rx_fifo', 'rx_fi', 'shift serial', '"A serial port"'):
        assert names(services, query) == ['Serial port'], query
    assert set(names(services, 'lovelace')) == {'Serial port', 'Blinky'}
    assert names(services, 'lovelace blinky') == ['Blinky']
    assert names(services, 'serial blinky') == []


def test_a_hit_names_file_line_and_text(services: Services):
    ada = add_person(services)
    publish(services, ada, {f'rtl/{name}.v': UART for name in 'dcba'} | {'b.bin': b'\0shift_register'}, name='Serial')
    found = services.search.explore(ANONYMOUS, 'Shift_Register').items[0]
    assert (found.owner, found.slug, found.file_count) == ('ada', 'serial', 5)
    assert len(found.hits) == 3
    assert set(found.hits) <= {Hit(f'rtl/{name}.v', 3, 'reg [7:0] shift_register;') for name in 'abcd'}
    assert services.search.explore(ANONYMOUS, 'Serial').items[0].hits[0].line == 1


def test_a_term_that_is_everywhere_is_found_page_by_page(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr('services.search.MANY', 3)
    ada = add_person(services)
    for number in range(5):
        publish(services, ada, {'top.v': UART}, name=f'Port {number}')
    first = services.search.explore(ANONYMOUS, 'module', limit=3)
    second = services.search.explore(ANONYMOUS, 'module', limit=3, cursor=first.next or '')
    assert [item.name for item in [*first.items, *second.items]] == [f'Port {number}' for number in (4, 3, 2, 1, 0)]
    assert second.next is None
    assert first.items[0].hits == [Hit('top.v', 2, 'module uart_rx_fifo (input clk);')]


@pytest.mark.parametrize('sort', Sort)
def test_every_order_shows_each_project_once(services: Services, sort: Sort):
    ada = add_person(services)
    for name in ('Delta', 'alpha', 'Beta', 'Beta', 'gamma'):
        publish(services, ada, name=name)
    seen: list[str] = []
    cursor: str | None = ''
    while cursor is not None:
        page = services.search.explore(ANONYMOUS, sort=sort, limit=2, cursor=cursor)
        seen += [str(item.id) for item in page.items]
        cursor = page.next
    assert len(seen) == len(set(seen)) == 5


def test_what_is_not_public_stays_unseen(services: Services):
    ada = add_person(services)
    for visibility in ('private', 'unlisted'):
        publish(services, ada, {'top.v': UART}, name='Secret serial', visibility=visibility)
    gone = publish(services, ada, {'top.v': UART}, name='Deleted serial')
    services.projects.delete(ada, gone.id)
    services.search_index.flush()
    for query in ('', 'serial', 'uart_rx', 'Se', 'ada'):
        assert names(services, query, ada) == []


def test_a_topic_narrows_a_listing(services: Services):
    ada = add_person(services)
    publish(services, ada, name='One', topics=['riscv', 'cpu'])
    publish(services, ada, name='Two', topics=['risc'])
    assert names(services, '', topic='riscv') == ['One']
    assert names(services, 'two', topic='RISC') == ['Two']
    assert names(services, '', topic='ris%') == []


@pytest.mark.parametrize(
    'query',
    ['%', '_', '"', '""', '%%%', '___', 'a*b', '"unfinished', 'x OR y', 'NEAR(a b)', 'text:abc', '-abc', '^abc',
     "'; DROP TABLE projects;--", '\\', '\\\\\\', '(((', ')))', '{abc}', '$$$', '?1?', ':name', '"a""b"', '🦆🦆🦆'],
)  # fmt: skip
def test_signs_of_query_languages_mean_themselves(services: Services, query: str):
    ada = add_person(services)
    publish(services, ada, {'top.v': UART}, name='Adder')
    assert names(services, query) == []
    publish(services, ada, name=f'Odd {query} name')
    assert len(names(services, query)) <= 1 + (query in {'""', '"'})


def test_two_letters_are_looked_for_in_names_topics_and_descriptions(services: Services):
    ada = add_person(services)
    publish(services, ada, {'top.v': b'// vg'}, name='Picture', description='VGA', topics=['fpga'])
    assert names(services, 'vg') == names(services, 'PG') == names(services, 'da') == ['Picture']
    assert names(services, 'qq') == []


def test_a_cursor_of_another_listing_is_refused(services: Services):
    with pytest.raises(InvalidError, match='cursor'):
        services.search.explore(ANONYMOUS, cursor='nonsense')
