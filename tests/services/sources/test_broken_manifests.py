"""Whatever a manifest holds, the answer is a listing or a message: never an exception of the program, never a wait."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.sources import Purpose, SourcesError
from services.sources.manifests.conditions import ConditionError, chosen, holds
from tests.services.sources.test_cocotb_makefiles import MAKEFILE
from tests.services.sources.test_detection import sources_of
from tests.services.sources.test_filelists import SOURCES
from tests.services.sources.test_fusesoc import CORE
from tests.services.sources.test_manifests import BENDER, INFO, LIBRELANE

LIST = '-F rtl/sub.f\n+incdir+inc\n+define+A=1\n-y rtl +libext+.v\n${X}/fifo.v\nrtl/*.v // all\n-GW=1 -top chip\n'
MANIFESTS = {
    'chip.f': LIST,
    'info.yaml': INFO,
    'config.json': LIBRELANE,
    'config.yaml': LIBRELANE,
    'chip.core': CORE,
    'Bender.yml': BENDER,
    'Makefile': MAKEFILE,
}
ODD = [
    '',
    '\n',
    '\t',
    '"',
    "'",
    '[',
    '{',
    '(',
    ')',
    '$',
    '$(',
    '*',
    '&a ',
    '*a',
    '!!',
    ': ',
    '- ',
    '%',
    '\\',
    '\x00',
    'é',
    '?',
    '#',
]


@pytest.mark.parametrize('path', MANIFESTS)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 12), st.sampled_from(ODD)), min_size=1, max_size=4))
def test_a_damaged_manifest_breaks_nothing(path: str, cuts: list[tuple[int, int, str]]):
    text = MANIFESTS[path]
    for at, length, odd in cuts:
        at %= len(text) + 1
        text = text[:at] + odd + text[at + length :]
    for purpose in Purpose:
        with suppress(SourcesError):
            found = sources_of({**SOURCES, path: text}, purpose)
            assert set(found.files) <= set(SOURCES)


@pytest.mark.parametrize('path', MANIFESTS)
@pytest.mark.parametrize(
    'text', ['', '[]', '3', 'null', 'a: 1', '- - - -', '{}', '\ufeff', 'sources: 3', 'filesets: [1]', 'project: [a]']
)
def test_a_manifest_of_another_shape_breaks_nothing(path: str, text: str):
    head = 'CAPI=2:\n' if path.endswith('.core') else ''
    for purpose in (Purpose.DESIGN, Purpose.SIMULATE):
        with suppress(SourcesError):
            assert sources_of({**SOURCES, path: head + text}, purpose, manifest=path).files


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet='ab?!() ,*', max_size=60))
def test_any_condition_is_read_or_refused(text: str):
    assert all(word in text for word in chosen(text, {'a'}))
    with suppress(ConditionError):
        holds(text, {'a'})


@pytest.mark.parametrize(
    ('key', 'value'),
    [('sources', '{a: 1}'), ('sources', '[{files: {a: b}}, {target: [x]}, 7, null]'), ('dependencies', '[a]'),
     ('sources', '[{defines: 3, include_dirs: {a: b}, files: [[rtl/a.v]]}]'), ('package', '[x]')],
)  # fmt: skip
def test_values_of_another_kind_are_passed_over(key: str, value: str):
    assert sources_of({**SOURCES, 'Bender.yml': f'sources: [rtl/chip.v]\n{key}: {value}\n'}).files
