"""A Tiny Tapeout project comes in with its title and simulates at once."""

import io
from pathlib import Path

import pytest

from services.archives import ImportReport
from services.container import Services
from services.design_config import read_config
from services.permissions import Actor
from services.tiny_tapeout import BENCH, read_tile, set_up
from tests.factories import add_person, zip_of

INFO = b"""
project:
  title: "Counter tile"
  author: "Ada"
  description: "Counts"
  language: "Verilog"
  clock_hz: 50000000
  top_module: "tt_um_counter"
  source_files: ["project.v", "low.v"]
pinout:
  ui[0]: ""
"""
TILE = b"""module tt_um_counter (input [7:0] ui_in, output [7:0] uo_out, input [7:0] uio_in, output [7:0] uio_out,
  output [7:0] uio_oe, input ena, input clk, input rst_n);
  low low (.clk(clk), .rst_n(rst_n), .q(uo_out));
  assign uio_out = 0;
  assign uio_oe = 0;
endmodule
"""
LOW = b"""module low (input clk, input rst_n, output reg [7:0] q);
  always @(posedge clk) q <= rst_n ? q + 1 : 0;
endmodule
"""
COCOTB_BENCH = b"""module tb ();
  initial begin $dumpfile("tb.vcd"); $dumpvars(0, tb); #1; end
  reg clk; reg rst_n; wire [7:0] q, a, b;
  tt_um_counter user_project (.ui_in(8'd0), .uo_out(q), .uio_in(8'd0), .uio_out(a), .uio_oe(b), .ena(1'b1), .clk(clk),
    .rst_n(rst_n));
endmodule
"""
FILES = {'info.yaml': INFO, 'src/project.v': TILE, 'src/low.v': LOW, 'test/tb.v': COCOTB_BENCH,
         'test/test.py': b'import cocotb', 'LICENSE': b'Apache License\n   Version 2.0, January 2004'}  # fmt: skip


def imported(services: Services, actor: Actor, files: dict[str, bytes]) -> ImportReport:
    return services.archives.import_archive(actor, io.BytesIO(zip_of(files)), None, 'tt-main.zip')


def test_title_description_licence_and_topic_come_from_the_files(services: Services):
    ada = add_person(services)
    project = imported(services, ada, FILES).project
    assert (project.name, project.description, project.licence) == ('Counter tile', 'Counts By Ada.', 'Apache-2.0')
    assert project.topics == ['tiny-tapeout']


def test_a_tile_that_nothing_drives_gets_a_bench_of_its_own(services: Services):
    ada = add_person(services)
    report = imported(services, ada, FILES)
    config = read_config(services.files.read(ada, report.project.id, 'a6hub.toml').decode()).simulate
    assert (config.top, config.sources) == ('tb_a6hub', ('src/project.v', 'src/low.v', BENCH))
    assert 'tt_um_counter tile' in services.files.read(ada, report.project.id, BENCH).decode()
    assert any(BENCH in note for note in report.notes)


def test_a_tile_with_tests_in_python_needs_nothing(embedded: Services):
    ada = add_person(embedded)
    test = b'import cocotb\n\n@cocotb.test()\nasync def test_project(dut):\n    pass\n'
    report = imported(embedded, ada, {**FILES, 'test/test.py': test})
    assert report.project.file_count == len(FILES)
    assert report.notes == ['A run starts the tests in test/test.py with cocotb; nothing was added.']


def test_a_bench_that_runs_by_itself_is_taken(embedded: Services):
    ada = add_person(embedded)
    bench = COCOTB_BENCH.replace(b'module tb', b'module tb_own').replace(b'#1;', b'#1 $finish;')
    report = imported(embedded, ada, {**FILES, 'test/tb_own.v': bench})
    config = read_config(embedded.files.read(ada, report.project.id, 'a6hub.toml').decode()).simulate
    assert (config.top, config.sources) == ('tb_own', ('src/project.v', 'src/low.v', 'test/tb_own.v'))


def test_a_project_that_says_how_it_is_run_is_left_alone(embedded: Services):
    ada = add_person(embedded)
    report = imported(embedded, ada, {**FILES, 'a6hub.toml': b'[simulate]\n'})
    assert (report.notes, report.project.file_count) == ([], len(FILES) + 1)


def test_our_own_template_needs_nothing():
    folder = Path(__file__).parents[3] / 'examples' / 'tinytapeout'
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob('*.*') if path.is_file()}
    tile = read_tile(texts['info.yaml'])
    assert (tile.title, tile.author, tile.top_module) == ('Electronic die', '', 'tt_um_a6hub_dice')
    del texts['a6hub.toml']
    assert read_config(set_up(tile, texts).files['a6hub.toml']).simulate.top == 'tb_dice'


@pytest.mark.parametrize(
    ('change', 'told'),
    [
        ((b'"Verilog"', b'"VHDL"'), 'written in VHDL'),
        ((b'language', b'wokwi_id: 123\n  language'), 'drawn in Wokwi'),
        ((b'tt_um_counter', b'tt_um_other'), 'defines the top module'),
        ((b'project.v', b'none.v'), 'names files that are not in src: none.v'),
    ],
)
def test_what_keeps_a_tile_from_running_is_told(change: tuple[bytes, bytes], told: str):
    tile = read_tile(INFO.replace(*change).decode())
    sources = {} if 'Wokwi' in told else {'src/project.v': TILE.decode(), 'src/low.v': LOW.decode()}
    notes = set_up(tile, sources if 'VHDL' not in told else {}).notes
    assert any(told in note for note in notes)


@pytest.mark.parametrize(
    'text',
    ['', '[]', 'project: 3', 'project:', 'a: &a [*a]', '[' * 60_000, '{' * 60_000,
     '!!python/object/apply:os.system [x]',
     'project: {title: [1, 2]}', 'project: {source_files: {a: b}, top_module: 7}', '\x00', '%', 'x: \t y',
     'project: &p {title: *p}', 'project: {title: 2024-01-01, clock_hz: -5}'],
)  # fmt: skip
def test_whatever_info_yaml_holds_nothing_breaks(text: str):
    tile = read_tile(text)
    if tile is not None:
        assert set_up(tile, {'src/x.v': 'module x; endmodule'}).files == {}
