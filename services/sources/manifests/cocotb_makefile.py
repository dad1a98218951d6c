"""Reads the Makefiles of cocotb: sources, top, test modules and arguments, for the simulator that they name."""

import posixpath
import re
import shlex
from collections.abc import Iterator

from services.sources.files import ProjectFiles
from services.sources.languages import Language
from services.sources.listing import Listing
from services.sources.manifests.arguments import Arguments
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.manifests.make_functions import ROOT
from services.sources.manifests.make_text import MakeText, Piece
from services.sources.model import CocotbBench, Purpose, mistake

NAMES = ('Makefile', 'makefile', 'GNUmakefile')
SIGN = re.compile(r'cocotb-config|^\s*(?:export\s+)?COCOTB_TEST_MODULES\s*[:?+]?=|cocotb.*Makefile\.sim', re.MULTILINE)
TOPS = ('COCOTB_TOPLEVEL', 'TOPLEVEL')
MODULES = ('COCOTB_TEST_MODULES', 'MODULE')
CASES = ('COCOTB_TESTCASE', 'TESTCASE')
FLAGS = ('COMPILE_ARGS', 'EXTRA_ARGS', 'SIM_ARGS', 'PLUSARGS', 'COCOTB_PLUSARGS')
LIBRARY = re.compile(r'VHDL_SOURCES_(\w+)')


def is_cocotb_makefile(text: str) -> bool:
    """Say whether a Makefile is one of cocotb."""
    return SIGN.search(text) is not None


def read_makefile(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Return what the Makefile gives to cocotb's rules."""
    make = MakeText(files, path, dict(ask.variables))
    make.parse()
    return _Reader(files, make, ask).listing()


class _Reader:
    def __init__(self, files: ProjectFiles, make: MakeText, ask: Ask) -> None:
        self._make = make
        self._ask = ask
        self._builder = Builder(files, make.path, 'cocotb Makefile')
        self._folder = self._builder.folder

    def listing(self) -> Listing:
        builder, make = self._builder, self._make
        top = self._first(TOPS)
        modules = tuple(name for name in self._first(MODULES).replace(',', ' ').split() if name)
        if not top:
            hint = 'set COCOTB_TOPLEVEL (or TOPLEVEL) to the module that the tests drive'
            raise ManifestError(mistake(f'{make.path} names no module for cocotb', hint, make.path, 1))
        for name in ('VERILOG_SOURCES', 'VHDL_SOURCES', *filter(LIBRARY.fullmatch, make.names())):
            library = LIBRARY.fullmatch(name)
            self._sources(name, library[1] if library else '')
        for word, piece in make.words('VERILOG_INCLUDE_DIRS'):
            if (place := self._placed(word, piece)) is not None:
                builder.add_include_dir(*place)
        self._arguments()
        builder.read.update(make.read)
        if make.commands:
            builder.note(f'in {make.path} not run: {", ".join(list(make.commands)[:4])}')
        if self._ask.purpose is Purpose.DESIGN:
            builder.design_top = top
        else:
            builder.bench_top = top
        builder.cocotb = CocotbBench(
            modules=modules,
            toplevel=top,
            folder=self._folder or '.',
            manifest=make.path,
            testcases=tuple(self._first(CASES).replace(',', ' ').split()),
            language='vhdl' if self._make.value('TOPLEVEL_LANG').strip().lower() == 'vhdl' else 'verilog',
            simulator=self._make.value('SIM').strip().lower(),
            python_path=self._python_path(),
        )
        return builder.listing()

    def _first(self, names: tuple[str, ...]) -> str:
        return next((value for name in names if (value := self._make.value(name).strip())), '')

    def _sources(self, name: str, library: str) -> None:
        language = Language.VHDL if name.startswith('VHDL') else None
        for word, piece in self._make.words(name):
            if (place := self._placed(word, piece)) is not None:
                self._builder.add(*place, language=language, library=library)

    def _placed(self, word: str, piece: Piece) -> tuple[str, str, Where] | None:
        """Return a path, the folder that it counts from, and the line that gave it."""
        where = Where(piece.file, piece.line)
        if word.startswith(ROOT):
            return word[len(ROOT) :].lstrip('/') or '.', '', where
        if word.startswith('/'):
            hint = 'a path that begins with a variable of the environment cannot be read here; name it from $(CURDIR)'
            self._builder.warn(f'{word} is a path outside the project', hint, where)
            return None
        return word, self._folder, where

    def _arguments(self) -> None:
        """Take macros, folders and parameters out of the arguments for compiler and simulation."""
        arguments = Arguments(self._builder, self._folder)
        for name in FLAGS:
            words = [(self._relative(word), Where(piece.file, piece.line)) for word, piece in self._split(name)]
            if name == 'SIM_ARGS':
                words = [each for each in words if each[0].startswith('+')]
            arguments.read(iter(words))
        arguments.close()

    def _split(self, name: str) -> Iterator[tuple[str, Piece]]:
        """Yield the arguments as a shell would see them."""
        for piece, text in self._make.pieces(name):
            try:
                words = shlex.split(text)
            except ValueError:
                words = text.split()
            for word in words:
                yield word, piece

    def _relative(self, word: str) -> str:
        """Return an argument whose absolute path of the project counts from the Makefile's folder."""
        at = word.find(ROOT)
        if at < 0:
            return word
        path = posixpath.normpath(word[at + len(ROOT) :].lstrip('/') or '.')
        return word[:at] + posixpath.relpath(path, self._folder or '.')

    def _python_path(self) -> tuple[str, ...]:
        found: list[str] = []
        for word in self._make.value('PYTHONPATH').split(':'):
            if word.startswith(ROOT):
                found.append(posixpath.normpath(word[len(ROOT) :].lstrip('/') or '.'))
            elif word and not word.startswith('/'):
                path = posixpath.normpath(posixpath.join(self._folder, word))
                found += [path] * (not path.startswith('..'))
        return tuple(dict.fromkeys(found))
