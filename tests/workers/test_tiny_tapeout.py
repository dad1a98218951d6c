"""What an import adds to a Tiny Tapeout project really simulates it."""

import pytest

from services.models import JobState
from services.tiny_tapeout import BENCH, read_tile, set_up
from tests.services.archives.test_tiny_tapeout import FILES
from tests.workers.conftest import RunFlow

pytestmark = pytest.mark.tool


def test_a_tile_with_a_bench_for_cocotb_only_gives_a_waveform_of_itself(simulate: RunFlow):
    texts = {path: data.decode() for path, data in FILES.items()}
    setup = set_up(read_tile(texts['info.yaml']), texts)
    run = simulate({**texts, **setup.files})
    assert (run.state, run.reason, run.errors) == (JobState.PASSED, '', [])
    assert run.plan.top == 'tb_a6hub'
    assert BENCH in run.workspace.sources()
    assert run.vcd.count('\n#') > 2000
    assert not any('unknown bits' in line for line in run.lines)
