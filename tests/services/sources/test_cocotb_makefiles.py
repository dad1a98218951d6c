"""Makefiles of cocotb, read as text, and tests in Python without one."""

import pytest

from services.sources import DesignSources, Purpose, SourcesError
from tests.services.sources.test_detection import FIFO, UART, bench_of, sources_of
from tests.services.sources.test_filelists import told

MAKEFILE = """# defaults
SIM ?= icarus
TOPLEVEL_LANG ?= verilog
SRC_DIR = $(PWD)/../src
NAMES = uart.v

ifneq ($(GATES),yes)
SIM_BUILD = sim_build/rtl
VERILOG_SOURCES += $(addprefix $(SRC_DIR)/,$(NAMES)) \\
                   $(wildcard ../src/f*.v)
else
COMPILE_ARGS += -DGL_TEST -DUNIT_DELAY=\\#1
VERILOG_SOURCES += $(PDK_ROOT)/cells.v
endif

ifeq ($(SIM),icarus)
\tCOMPILE_ARGS += -DICARUS
else ifeq ($(SIM),verilator)
\tEXTRA_ARGS += --trace
endif
COMPILE_ARGS += -I$(SRC_DIR) -Pwrapper.WIDTH=4
PLUSARGS += +fast
export PYTHONPATH := $(PWD)/../model:$(PYTHONPATH)

VERILOG_SOURCES += $(PWD)/wrapper.v
TOPLEVEL = wrapper
COCOTB_TEST_MODULES = test_uart,test_more
VERSION := $(shell git describe)

include $(shell cocotb-config --makefiles)/Makefile.sim

clean::
\tVERILOG_SOURCES = none.v
"""
WRAPPER = 'module wrapper; reg clk; uart dut(clk); initial $dumpvars; endmodule'
FILES = {'src/uart.v': UART, 'src/fifo.v': FIFO, 'test/wrapper.v': WRAPPER, 'test/Makefile': MAKEFILE}


def made_with(makefile: str, **more: str) -> DesignSources:
    return sources_of({**FILES, 'test/Makefile': makefile, **more}, Purpose.TESTS)


def test_a_makefile_gives_sources_top_tests_and_arguments():
    found = made_with(MAKEFILE)
    assert (found.top, found.design_top) == ('wrapper', 'uart')
    assert found.files == ('src/uart.v', 'src/fifo.v', 'test/wrapper.v')
    assert found.testbench == ('test/wrapper.v',)
    assert (found.defines, found.parameters) == ({'ICARUS': ''}, {'WIDTH': '4'})
    assert (found.include_dirs, found.plusargs) == (('src', '.'), ('fast',))
    bench = found.cocotb
    assert (bench.modules, bench.toplevel, bench.folder) == (('test_uart', 'test_more'), 'wrapper', 'test')
    assert (bench.simulator, bench.language, bench.python_path) == ('icarus', 'verilog', ('model',))
    assert found.diagnostics == ()
    assert 'in test/Makefile not run: git describe' in found.assumptions


def test_variables_of_the_environment_choose_the_other_branch():
    found = sources_of(FILES, Purpose.TESTS, variables={'SIM': 'verilator', 'GATES': 'yes'})
    assert found.defines == {'GL_TEST': '', 'UNIT_DELAY': '#1'}
    assert told(found) == [('test/Makefile', 13, '/cells.v is a path outside the project')]
    assert 'needed by wrapper: src/fifo.v, src/uart.v' in ' '.join(found.assumptions)


def test_a_testbench_that_never_ends_by_itself_is_left_to_the_tests():
    found = sources_of(FILES, Purpose.SIMULATE)
    assert (found.purpose, found.top) == (Purpose.TESTS, 'wrapper')
    ends = sources_of({**FILES, 'test/tb.v': bench_of('uart')}, Purpose.SIMULATE)
    assert (ends.purpose, ends.top) == (Purpose.SIMULATE, 'tb_uart')
    assert ends.cocotb.toplevel == 'wrapper'


def test_other_makefiles_are_followed_inside_the_project():
    common = 'HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))\nVERILOG_SOURCES += $(HERE)src/uart.v\n'
    files = {**FILES, 'common.mk': common}
    text = '-include ../common.mk\ninclude ../../outside.mk\nCOCOTB_TOPLEVEL := uart\nCOCOTB_TEST_MODULES=t\n'
    found = sources_of({**files, 'test/Makefile': text}, Purpose.TESTS)
    assert (found.top, found.read) == ('uart', ('test/Makefile', 'common.mk'))
    assert found.files[0] == 'src/uart.v'


@pytest.mark.parametrize(
    ('text', 'files'),
    [
        ('$(patsubst %,../src/%.v,uart)', ['src/uart.v']),
        ('$(foreach n,fifo uart,../src/$(n).v)', ['src/fifo.v', 'src/uart.v']),
        ('$(filter-out %uart.v,$(wildcard ../src/*.v))', ['src/fifo.v']),
        ('$(if $(findstring x,axb),../src/uart.v,none.v)', ['src/uart.v']),
        ('$(sort $(A:.x=.v))', ['src/fifo.v', 'src/uart.v']),
        ('$(shell find ../src -name "*.v")', ['src/fifo.v', 'src/uart.v']),
        ('$(realpath ../src/uart.v)', ['src/uart.v']),
        ('${CURDIR}/../src/uart.v', ['src/uart.v']),
    ],
)
def test_functions_of_make_give_files(text: str, files: list[str]):
    made = (
        f'A = ../src/uart.x ../src/fifo.x\nVERILOG_SOURCES = {text}\nCOCOTB_TOPLEVEL = uart\nCOCOTB_TEST_MODULES = t\n'
    )
    assert [path for path in made_with(made).files if path in files][: len(files)] == files


@pytest.mark.parametrize(
    'bomb', ['A = $(A)\n', 'A = $(B)$(B)\nB = $(A)$(A)\n', 'A = x\n' + 'A := $(A)$(A)\n' * 60, '$(' * 3000 + '\n']
)
def test_a_makefile_that_grows_without_end_is_refused(bomb: str):
    text = f'{bomb}COCOTB_TOPLEVEL = uart$(A)\nCOCOTB_TEST_MODULES = t\n'
    found = sources_of({**FILES, 'test/Makefile': text})
    assert found.top == 'uart'


def test_tests_without_a_makefile_are_found_by_what_they_are():
    test = 'import cocotb\n\n@cocotb.test()\nasync def counts(dut): ...\n'
    runner = 'runner.build(hdl_toplevel="fifo")\nrunner.test(test_module="test_fifo")\n'
    files = {'rtl/uart.v': UART, 'rtl/fifo.v': FIFO, 'tests/test_fifo.py': test, 'tests/run.py': runner}
    found = sources_of(files, Purpose.TESTS)
    assert (found.top, found.cocotb.modules, found.cocotb.folder) == ('fifo', ('test_fifo',), 'tests')
    del files['tests/run.py']
    assert sources_of(files, Purpose.TESTS).top == 'uart'


def test_a_project_without_tests_says_so():
    with pytest.raises(SourcesError, match='No tests for cocotb were found'):
        sources_of({'rtl/uart.v': UART}, Purpose.TESTS)


def test_a_top_that_is_not_there_is_told():
    with pytest.raises(SourcesError, match="drive 'gone', which is not in this project; there is"):
        made_with(MAKEFILE.replace('TOPLEVEL = wrapper', 'TOPLEVEL = gone'))
