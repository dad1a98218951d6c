"""Reads the arguments that simulators share: `+incdir+`, `+define+`, `-y`, `-v`, `-D`, `-I`, `-G` and their kin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.sources.manifests.builder import Builder, Where

SUFFIXES = ('.v', '.sv')
WITH_VALUE = frozenset(
    """
    -o -l -log -logfile -work -lib -L -suppress -timescale -CFLAGS -LDFLAGS -MAKEFLAGS --Mdir -Mdir --prefix
    --mod-prefix
    -sv_lib -ntb_opts -pa -cm -cm_dir -cm_name -j -threads --threads --trace-depth -x-assign --x-assign -x-initial
    --x-initial -output-split --output-split -unroll-count --unroll-count -unroll-stmts --unroll-stmts -error-limit
    -t -g -m -M -modelsimini -novopt -P -xmlibdirname -xmlibdirpath -nowarn -access -ccflags -ldflags
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
TOPS = frozenset({'-top', '--top', '--top-module', '-top-module', '-s', '--top-level'})
NAME = re.compile(r'[A-Za-z_][\w$]*')


@dataclass(slots=True)
class Arguments:
    """One list of arguments; `folder` is where its paths count from."""

    builder: Builder
    folder: str
    testbench: bool = False
    tops: list[str] = field(default_factory=list)
    suffixes: list[str] = field(default_factory=list)
    ignored: dict[str, None] = field(default_factory=dict)
    _folders: list[tuple[str, Where]] = field(default_factory=list)

    def read(self, words: Iterator[tuple[str, Where]]) -> None:
        """Take the words one after the other; a list of files inside the list is not for here."""
        for word, where in words:
            if word.startswith('+'):
                self._plus(word, where)
            elif word.startswith('-'):
                self._minus(word, where, words)
            else:
                self.builder.add(word, self.folder, where, testbench=self.testbench)

    def close(self) -> None:
        """Look into the folders of libraries, now that all suffixes are known."""
        for name, where in self._folders:
            self.builder.add_library(name, self.folder, where, suffixes=self.suffixes or SUFFIXES)
        if self.ignored:
            self.builder.note(f'in {self.builder.manifest} passed over: {" ".join(list(self.ignored)[:12])}')

    def _plus(self, word: str, where: Where) -> None:
        key, _, rest = word[1:].partition('+')
        values = [value for value in rest.split('+') if value]
        if key == 'incdir':
            for value in values:
                self.builder.add_include_dir(value, self.folder, where)
        elif key == 'define':
            for value in values:
                self._define(value)
        elif key == 'libext':
            self.suffixes += values
        else:
            self.builder.plusargs[word[1:]] = None

    def _minus(self, word: str, where: Where, words: Iterator[tuple[str, Where]]) -> None:
        name, _, value = word.partition('=')
        if word in TOPS or name in TOPS:
            self.tops.append(value or next(words, ('', where))[0])
        elif word in ('-y', '-v', '-I', '-incdir', '-D', '-define'):
            self._valued(word, next(words, ('', where))[0], where)
        elif word[:2] in ('-I', '-D', '-y') and len(word) > 2:
            self._valued(word[:2], word[2:], where)
        elif parameter := re.fullmatch(r'-(?:G|P|pvalue\+|g)/?([\w$.]+)=(.*)', word):
            self._parameter(parameter[1], parameter[2])
        elif word == '-P':
            name, _, value = next(words, ('', where))[0].partition('=')
            self._parameter(name, value)
        elif word in WITH_VALUE:
            self.ignored[f'{word} {next(words, ("", where))[0]}'] = None
        elif word not in ('-sv', '-sverilog', '-g2012', '-g2009', '-g2005-sv', '-g2005', '-64', '-full64'):
            self.ignored[word] = None

    def _valued(self, word: str, value: str, where: Where) -> None:
        if word == '-y':
            self._folders.append((value, where))
        elif word == '-v':
            self.builder.add_library(value, self.folder, where)
        elif word in ('-I', '-incdir'):
            self.builder.add_include_dir(value, self.folder, where)
        else:
            self._define(value)

    def _define(self, text: str) -> None:
        name, _, value = text.partition('=')
        if NAME.fullmatch(name):
            self.builder.defines[name] = value

    def _parameter(self, name: str, value: str) -> None:
        last = name.rpartition('.')[2]
        if NAME.fullmatch(last):
            self.builder.parameters[last] = value
