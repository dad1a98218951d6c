"""Coverage is read from Verilator's data, merged by text, and told as JSON and lcov."""

from services.coverage import Branch, Coverage, FileCoverage, Toggle, Totals, as_lcov, read_data


def record(count, **fields):
    return "C '" + ''.join(f'\x01{name}\x02{value}' for name, value in fields.items()) + f"' {count}\n"


DATA = [
    '# SystemC::Coverage-3\n',
    record(3, f='./sub.sv', l=2, n=3, t='line', o='block', S='2,7', h='tb.a'),
    record(4, f='./sub.sv', l=2, n=3, t='line', o='block', S='2,7', h='tb.b'),
    record(3, f='./sub.sv', l=3, n=5, t='branch', o='if', S='3-4', h='tb.a'),
    record(0, f='./sub.sv', l=3, n=6, t='branch', o='else', S='6', h='tb.a'),
    record(5, f='./sub.sv', l=1, n=18, t='toggle', o='q[0]:0->1', h='tb.a'),
    record(0, f='./sub.sv', l=1, n=18, t='toggle', o='q[0]:1->0', h='tb.a'),
    'something else\n',
    "C 'broken' 3\n",
]


def test_counts_of_instances_add_up_and_spans_become_lines():
    [(path, file)] = read_data(DATA).files.items()
    assert path == 'sub.sv'
    assert file.lines == {2: 7, 7: 7, 3: 3, 4: 3, 6: 0}
    assert file.branches == {Branch(3, 5, 'if'): 3, Branch(3, 6, 'else'): 0}
    assert file.toggles == {Toggle(1, 'q[0]', 'rise'): 5, Toggle(1, 'q[0]', 'fall'): 0}


def test_totals_count_what_was_reached_at_least_once():
    totals = read_data(DATA).totals()
    assert totals == {'line': Totals(4, 5), 'branch': Totals(1, 2), 'toggle': Totals(1, 2)}
    assert totals['line'].percent == 80
    assert Totals().percent == 100


def test_runs_on_the_same_text_add_up_and_another_text_is_left_out():
    merged = Coverage({'a.v': FileCoverage('one', {1: 1, 2: 0})})
    merged.add(Coverage({'a.v': FileCoverage('one', {2: 3}), 'b.v': FileCoverage('x', {1: 0})}))
    merged.add(Coverage({'a.v': FileCoverage('two', {2: 100})}))
    assert merged.files['a.v'].lines == {1: 1, 2: 3}
    assert merged.files['b.v'].lines == {1: 0}


def test_json_tells_everything_and_is_read_again():
    coverage = read_data(DATA)
    data = coverage.as_json()
    assert data['files']['sub.sv']['lines'] == {'2': 7, '3': 3, '4': 3, '6': 0, '7': 7}
    assert data['files']['sub.sv']['toggles'] == [{'line': 1, 'name': 'q[0]', 'rise': 5, 'fall': 0}]
    assert data['totals']['branch'] == {'covered': 1, 'total': 2, 'percent': 50.0}
    assert Coverage.from_json(data) == coverage


def test_lcov_names_lines_and_branches():
    assert as_lcov(read_data(DATA)).splitlines() == [
        *('TN:', 'SF:sub.sv', 'BRDA:3,5,0,3', 'BRDA:3,6,1,-', 'BRF:2', 'BRH:1'),
        *('DA:2,7', 'DA:3,3', 'DA:4,3', 'DA:6,0', 'DA:7,7', 'LF:5', 'LH:4', 'end_of_record'),
    ]


def test_a_span_cannot_be_made_so_long_that_it_fills_the_memory():
    file = read_data([record(1, f='a.v', l=1, n=1, t='line', o='block', S='1-9999999')]).files['a.v']
    assert len(file.lines) <= 100_001
