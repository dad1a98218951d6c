"""Finds the true place of a syntax error, which tools report at the next token, often lines later."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from services.diagnostics import Diagnostic, Severity
from services.verilog.header import skip_group
from services.verilog.tokens import Token
from services.verilog.words import KEYWORDS
from workers.explaining import lexical
from workers.explaining.model import Answer, Kind, explained
from workers.explaining.project import Project
from workers.explaining.second_opinion import Said
from workers.explaining.structure import UNITS, Fault, faults
from workers.explaining.themes import syntax as kinds
from workers.explaining.themes.modules import PACKAGE, package_answer
from workers.explaining.themes.preprocessor import MACRO, unknown_macro
from workers.explaining.themes.values import NUMBER

MOST_MISTAKES = 5
EXPECTED = re.compile(r"expected '(?P<sign>[^']+)'")
NAMES_WANTED = re.compile(r'expected (identifier|a declaration name|declarator|member|port)')
ECHO_LINES = 3
OPENING = frozenset({'begin', 'fork', 'generate', 'else', 'join', 'end', 'endcase'})


class SyntaxDoctor:
    """Looks at one file that a tool could not parse."""

    def __init__(self, project: Project, path: str, told: Sequence[Diagnostic], opinion: Sequence[Said] = ()) -> None:
        self._project = project
        self._path = path
        self._told = told
        self._opinion = [said for said in opinion if said.file == path]
        self._base = told[0]

    def mistakes(self) -> list[Diagnostic]:
        """Return the mistakes, likeliest first; a single one where it alone can have led to all messages."""
        for look in (
            self._encoding,
            self._pasted,
            self._left_open,
            self._misspelled,
            self._blocks,
            self._keyword_as_name,
            self._nameless,
        ):
            if found := list(look()):
                return found[:MOST_MISTAKES]
        return list(self._parsed())[:MOST_MISTAKES] or [self._as_told()]

    @property
    def _first(self) -> int:
        return min((found.line for found in self._told if found.line), default=0)

    def _say(self, kind: Kind, line: int, message: str, hint: str = '', cause: str = '') -> Diagnostic:
        return explained(self._base, kind, Answer(message, self._path, line, cause, hint))

    def _encoding(self) -> Iterator[Diagnostic]:
        if encoding := lexical.encoding_of(self._project, self._path):
            yield self._say(kinds.ENCODING, 1, f'{self._path} is written in {encoding}, which the tools cannot read')

    def _pasted(self) -> Iterator[Diagnostic]:
        for line, character in lexical.pasted(self._project, self._path):
            meant = lexical.PASTED.get(character)
            name = f'{character} (U+{ord(character):04X})' if character.isprintable() else f'U+{ord(character):04X}'
            instead = f'write {meant.strip() or "a plain space"} instead' if meant else 'delete it or write plain ASCII'
            yield self._say(kinds.PASTED, line, f'The character {name} is not part of Verilog', f'{instead} of {name}')

    def _left_open(self) -> Iterator[Diagnostic]:
        if line := lexical.open_comment(self._project, self._path):
            yield self._say(kinds.OPEN_COMMENT, line, 'The comment that begins here is never closed')
        elif line := lexical.open_string(self._project, self._path):
            text = self._project.line(self._path, line).strip()
            yield self._say(kinds.OPEN_STRING, line, f'A quote is missing: {text}')
        elif found := lexical.open_condition(self._project, self._path):
            line, word = found
            if word.startswith('if'):
                yield self._say(kinds.OPEN_CONDITION, line, f'This `{word} has no `endif')
            else:
                yield self._say(
                    kinds.OPEN_CONDITION, line, f'This `{word} belongs to no `ifdef', 'delete it, or add the `ifdef'
                )

    def _suspects(self) -> set[int]:
        lines = {found.line + step for found in self._told[:4] for step in (-1, 0)}
        lines |= {said.line + step for said in self._opinion[:4] for step in (-1, 0, 1)}
        return {line for line in lines if line > 0}

    def _misspelled(self) -> Iterator[Diagnostic]:
        found = lexical.misspelled(self._project, self._path, sorted(self._suspects()))
        if not found and self._faults:
            found = lexical.misspelled(self._project, self._path, self._starts())
        if found:
            place, word, keyword = found
            yield self._say(kinds.MISSPELLED, place.line, f'{word} is no keyword', f'write {keyword} instead of {word}')

    def _starts(self) -> Iterator[int]:
        """Yield the lines whose first word is no keyword and is followed by another word, or stands alone."""
        for number, line in enumerate(self._project.lines(self._path), start=1):
            first = re.match(r'\s*([a-z]+)(\s+\w+\s*[;(#]|\s*$|\s*//)', line)
            if first and first[1] not in KEYWORDS:
                yield number

    @cached_property
    def _faults(self) -> list[Fault]:
        return faults(self._project.tokens(self._path), self._project.lines(self._path))

    def _blocks(self) -> Iterator[Diagnostic]:
        for fault in self._faults[:2]:
            yield from self._block(fault)

    def _block(self, fault: Fault) -> Iterator[Diagnostic]:
        block = fault.block
        if fault.missing and block is not None:
            kind = kinds.MISSING_ENDMODULE if block.word in UNITS else kinds.MISSING_END
            name = f'{block.word} of line {block.line}'
            # People leave a blank line before the word that closes a module.
            is_blank = block.word in UNITS and not self._project.line(self._path, fault.line + 1).strip()
            line = min(fault.line + is_blank, len(self._project.lines(self._path)))
            message = f'{fault.word} is missing: the {name} is still open here'
            yield self._say(kind, line, message, f'add {fault.word} after line {fault.line} to close the {name}')
            yield explained(
                Diagnostic(Severity.INFO, f'This {block.word} is not closed', self._path, block.line, source='a6hub'),
                kind,
                Answer(hint=f'its {fault.word} belongs after line {fault.line}'),
            )
        elif fault.missing:
            text = self._project.line(self._path, fault.line).split('//')[0].strip()
            yield self._say(
                kinds.MISSING_BEGIN,
                fault.line,
                'begin is missing: several statements follow, and an end that closes nothing',
                f'write `{text} begin`',
            )
        else:
            yield self._say(
                kinds.STRAY_END, fault.line, f'This {fault.word} closes nothing', 'delete it, or open its block above'
            )

    def _keyword_as_name(self) -> Iterator[Diagnostic]:
        suspects = self._suspects()
        tokens = self._project.tokens(self._path)
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if token.line in suspects and is_misused(before, token, after):
                yield self._say(
                    kinds.KEYWORD_AS_NAME,
                    token.line,
                    f'{token.text} is a keyword of the language and cannot be a name',
                    f'rename it, for example to {token.text}_i',
                )
                return

    def _nameless(self) -> Iterator[Diagnostic]:
        """Find `module #(...) (`: another parser stops at a module that it takes for unknown."""
        tokens, modules = self._project.tokens(self._path), set(self._project.modules)
        for at, token in enumerate(tokens[:-1]):
            if token.text not in modules or not at or tokens[at - 1].text not in (';', 'end', 'begin', ')'):
                continue
            after = skip_group(tokens, at + 2) if tokens[at + 1].text == '#' else at + 1
            if after < len(tokens) and tokens[after].text == '(':
                hint = f'write `{token.text} u_{token.text} (...)`'
                yield self._say(kinds.INSTANCE_NAME, token.line, f'This instance of {token.text} has no name', hint)

    def _parsed(self) -> Iterator[Diagnostic]:
        """Take the second parser's word, as far as the tool stumbled there too."""
        last = 0
        for number, said in enumerate(self._opinion):
            if number and (said.line - last <= ECHO_LINES or not self._heard(said.line)):
                continue
            last = said.line
            yield self._translate(said)

    def _heard(self, line: int) -> bool:
        return any(0 <= found.line - line <= ECHO_LINES for found in self._told)

    def _translate(self, said: Said) -> Diagnostic:
        line = self._project.line(self._path, said.line).split('//')[0].rstrip()
        expected = EXPECTED.search(said.message)
        sign = expected['sign'] if expected else ''
        if said.message.startswith(('unknown macro', 'unknown directive')):
            return self._macro(said)
        if (stray := self._stray(said, line) or self._by_words(said, line)) is not None:
            return stray
        if unclosed := self._unclosed(said):
            text = self._project.line(self._path, unclosed).split('//')[0].strip()
            return self._say(
                kinds.MISSING_BRACKET, unclosed, 'A closing bracket is missing in this line', f'add `)` to `{text}`'
            )
        if sign == ';':
            return self._say(
                kinds.MISSING_SEMICOLON, said.line, '; is missing at the end of this line', f'write `{line.strip()};`'
            )
        if sign in (')', ']', '}', '(', ',', ':') and line:
            return self._say(
                kinds.MISSING_BRACKET, said.line, f'{sign} is missing in this line', f'add `{sign}` to `{line.strip()}`'
            )
        if line.rstrip().endswith(',') and re.match(r'\s*\)', self._project.line(self._path, said.line + 1)):
            return self._say(kinds.EXTRA_COMMA, said.line, 'The list ends with a comma', 'delete the last comma')
        return self._say(
            kinds.SYNTAX, said.line, f'This cannot be read as Verilog: {said.message}', self._look_at(line)
        )

    def _unclosed(self, said: Said) -> int:
        """Return a line of a list, up to where the tool stumbled, that opens a bracket and does not close it."""
        if not re.search(r"missing '\(' in|expected '[).,]'", said.message):
            return 0
        last = max([said.line, *(found.line for found in self._told[:2])])
        for number in range(said.line, last + 1):
            text = lexical.code_of(self._project.line(self._path, number)).strip()
            if text.startswith('.') and text.count('(') > text.count(')') and text[-1:] != '(':
                return number
        return 0

    def _stray(self, said: Said, line: str) -> Diagnostic | None:
        """Recognise a comma before a closing bracket, which is told a line later, and an `else` without its `if`."""
        if re.match(r'\s*else\b', line) and 'expected' in said.message:
            return self._say(kinds.ELSE_WITHOUT_IF, said.line, 'This else belongs to no if')
        above = self._above(said.line)
        if re.match(r'\s*\)', line) and self._project.line(self._path, above).split('//')[0].rstrip().endswith(','):
            return self._say(kinds.EXTRA_COMMA, above, 'The list ends with a comma', 'delete the comma before the `)`')
        return None

    def _by_words(self, said: Said, line: str) -> Diagnostic | None:
        if package := re.search(r"unknown (?:class or )?package '(\w+)'", said.message):
            return explained(self._base, PACKAGE, package_answer(self._project, package[1], said.file, said.line))
        if 'digit' in said.message or 'literal' in said.message:
            return self._say(NUMBER, said.line, f'A number cannot be read: {said.message} in `{line.strip()}`')
        if said.message == 'instance name is required':
            module = (line.split() or [''])[0]
            hint = f'write `{module} u_{module} (...)`'
            return self._say(kinds.INSTANCE_NAME, said.line, f'This instance of {module} has no name', hint)
        return None

    def _above(self, line: int) -> int:
        tokens = [token.line for token in self._project.tokens(self._path) if token.line < line]
        return tokens[-1] if tokens else line

    def _macro(self, said: Said) -> Diagnostic:
        match = re.search(r'`(\w+)', said.message)
        return explained(
            self._base, MACRO, unknown_macro(self._project, match[1] if match else '', self._path, said.line)
        )

    def _look_at(self, line: str) -> str:
        return f'look at `{line.strip()}` and at the end of the line before it' if line.strip() else ''

    def _as_told(self) -> Diagnostic:
        """No second parser: what is missing most likely belongs to the end of the token before."""
        above = self._above(self._first)
        line = self._project.line(self._path, above).split('//')[0].rstrip()
        told = self._project.line(self._path, self._first).strip()
        first = re.match(r'\w+', told)
        ends = line and line[-1] not in ';,({[=+-*/&|^~?:' and line.split()[-1] not in OPENING
        if ends and first and first[0] in KEYWORDS and above:
            return self._say(
                kinds.MISSING_SEMICOLON, above, '; is missing at the end of this line', f'write `{line.strip()};`'
            )
        return self._say(kinds.SYNTAX, self._first, f'This cannot be read as Verilog: {told}', self._look_at(told))


TYPES = frozenset({'wire', 'reg', 'logic', 'integer', 'input', 'output', 'inout', 'genvar', 'bit', 'byte', 'int'})
NAMING = TYPES | {'module', 'function', 'task', 'parameter', 'localparam', 'signed', 'unsigned'}
NOT_NAMES = frozenset(
    """
    wire reg logic signed unsigned integer input output inout real realtime time bit byte int longint shortint var
    automatic static void string type enum struct union packed tri supply0 supply1 new interface const event wand wor
    genvar chandle class virtual ref
    """.split()  # noqa: SIM905
)


def is_misused(before: Token, token: Token, after: Token) -> bool:
    """Say whether a keyword stands where a name is declared."""
    if token.text not in KEYWORDS:
        return False
    ends = after.text in (';', ',', '=', ')', '[')
    if before.text in NAMING or (before.text == ']' and ends):
        closes = ends and after.text != '['
        return (token.text not in NOT_NAMES and (ends or after.text == '(')) or (
            closes and before.text in TYPES | {']'}
        )
    return False
