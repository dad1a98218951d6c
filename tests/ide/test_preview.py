import io
from pathlib import Path

from PIL import Image

from ide.preview import HEIGHT, WIDTH, draw
from services.waveform import ingest_vcd
from services.waveform.reader import FileReader
from services.waveform.trace import Trace

VCD = """$timescale 1ns $end
$scope module tb $end
$var wire 1 ! clk $end
$var wire 8 " data [7:0] $end
$upscope $end
$enddefinitions $end
"""


def open_trace(tmp_path: Path, changes: str) -> Trace:
    source, target = tmp_path / 'a.vcd', tmp_path / 'a.trace'
    source.write_text(VCD + changes)
    ingest_vcd(source, target)
    return Trace(FileReader(target))


def colours(picture: bytes) -> set[tuple[int, int, int]]:
    image = Image.open(io.BytesIO(picture))
    assert image.size == (WIDTH, HEIGHT)
    return {colour for _, colour in image.getcolors(1 << 20)}


def test_a_picture_shows_the_waves(tmp_path: Path):
    clock = ''.join(f'#{t}\n{t // 5 % 2}!\nb{t:b} "\n' for t in range(0, 100, 5))
    found = colours(draw('ada', 'uart', 'A serial port', open_trace(tmp_path, clock)))
    assert {(0x4F, 0xD6, 0xA0), (0x5C, 0xC8, 0xFF)} <= found


def test_an_unknown_value_is_red(tmp_path: Path):
    trace = open_trace(tmp_path, '#0\nx!\nbx "\n#10\n0!\nb1 "\n#20\n1!\nb10 "\n#30\n0!\n')
    assert (0xFF, 0x6B, 0x6B) in colours(draw('ada', 'uart', '', trace))


def test_a_project_without_runs_has_a_picture_too():
    assert len(colours(draw('ada', 'uart', '', None))) > 2


def test_hostile_names_are_only_drawn():
    assert draw('<b>', '\u202e' * 500, 'x' * 5000, None).startswith(b'\x89PNG')
