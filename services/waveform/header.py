"""Reads the definitions at the start of a VCD: scopes, variables, timescale."""

import re
from dataclasses import dataclass, field

from services.waveform.model import (
    MAX_VARIABLES,
    MAX_WIDTH,
    Form,
    Hierarchy,
    Problems,
    Scope,
    Timescale,
    Track,
    Variable,
)

# The first thing in a file that can only stand after the definitions.
BODY = re.compile(
    rb'\$enddefinitions(?!\S)(?:\s+\$end(?!\S))?|^[ \t]*(?:#\d|\$dump(?:vars|all|on|off)\b)', re.MULTILINE
)
TEXT_START = re.compile(rb'\$(?:comment|date|version)(?!\S)')
TOKEN = re.compile(rb'\S+')
END = re.compile(rb'(?<=\s)\$end(?!\S)')
KEYWORD = re.compile(rb'\$([a-z]+)(?!\S)')
RANGE = re.compile(r'^(.*?)\s*((?:\[\s*-?\d+\s*(?::\s*-?\d+\s*)?\])?)$', re.DOTALL)
TIMESCALE = re.compile(r'^\s*(\d{1,9})\s*(s|ms|us|ns|ps|fs)\s*$')
TEXTS = {b'comment', b'date', b'version', b'attrbegin', b'attrend'}
LONGEST_DEFINITION = 8192
LONGEST_TEXT = 1 << 20
REAL_KINDS = {'real', 'realtime', 'shortreal', 'real_parameter'}


@dataclass(slots=True)
class Header:
    """The definitions, the identifier code of each track, and where the value changes begin."""

    hierarchy: Hierarchy
    codes: dict[bytes, int]
    end: int
    lines: int


def header_end(data: bytes, final: bool) -> int:
    """Return where the definitions stop, or -1 if the data does not reach that far; `final`: no more will come."""
    for match in BODY.finditer(data):
        if match.group().startswith(b'$enddefinitions'):
            # Its $end may not have arrived yet.
            return match.end() if final or len(data) - match.end() >= 64 else -1
        if not _inside_text(data, match.start()):
            return match.start()
    return len(data) if final else -1


def _inside_text(data: bytes, pos: int) -> bool:
    starts = [match.end() for match in TEXT_START.finditer(data, max(0, pos - LONGEST_TEXT), pos)]
    return bool(starts) and END.search(data, starts[-1], pos) is None and END.search(data, pos) is not None


def parse_header(data: bytes, problems: Problems) -> Header:
    """Read the definitions in `data`, which ends where `header_end` says or with the file."""
    parser = _Parser(data, problems)
    parser.run()
    hierarchy = Hierarchy(
        timescale=parser.timescale,
        date=parser.texts.get(b'date', ''),
        version=parser.texts.get(b'version', ''),
        scopes=tuple(parser.scopes),
        variables=tuple(parser.variables),
        tracks=tuple(parser.tracks),
    )
    return Header(hierarchy, parser.codes, parser.pos, parser.line)


@dataclass(slots=True)
class _Parser:
    data: bytes
    problems: Problems
    pos: int = 0
    line: int = 1
    next_end: int = -1
    scope: int = -1
    timescale: Timescale | None = None
    texts: dict[bytes, str] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)
    scope_numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    variables: list[Variable] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    codes: dict[bytes, int] = field(default_factory=dict)

    def run(self) -> None:
        """Take one command after the other; what is none costs its line."""
        while (token := TOKEN.search(self.data, self.pos)) is not None:
            self._advance(token.start())
            keyword = KEYWORD.match(self.data, self.pos)
            if keyword is None:
                self._skip_line(f'expected a definition, found {_excerpt(token.group())}')
            elif self._command(keyword.group(1), keyword.end()):
                return
        if not self.codes and not self.problems.count:
            self.problems.add(self.line, 'the file defines no variables')
        elif self.codes:
            self.problems.add(self.line, 'the definitions end without $enddefinitions')

    def _command(self, name: bytes, start: int) -> bool:
        if name in (b'end', b'enddefinitions'):
            self._advance(len(self.data) if name == b'enddefinitions' else start)
            return name == b'enddefinitions'
        end = self._find_end(start)
        text = name in TEXTS
        if end < 0 or end - start > (LONGEST_TEXT if text else LONGEST_DEFINITION):
            self._skip_line(f'${name.decode()} has no $end')
            return False
        body = self.data[start : end - 4]
        # A missing $end would swallow the next definition; only free text may hold a dollar command.
        if not text and re.search(rb'\n\s*\$(?:var|scope|upscope|enddefinitions|version|date)\s', body):
            self._skip_line(f'${name.decode()} has no $end')
            return False
        self._definition(name, body)
        self._advance(end)
        return False

    def _definition(self, name: bytes, body: bytes) -> None:
        if name == b'var':
            self._variable(_text(body))
        elif name == b'scope':
            self._open_scope(_text(body))
        elif name == b'upscope':
            self._close_scope()
        elif name == b'timescale':
            self._timescale(_text(body))
        elif name in TEXTS:
            self.texts.setdefault(name, ' '.join(_clean(_text(body[:1000])).split()))
        else:
            self.problems.add(self.line, f'unknown command ${name.decode()}')

    def _variable(self, body: str) -> None:
        parts = body.split(None, 3)
        if len(parts) < 4 or not parts[1].isascii() or not parts[1].isdigit():
            self.problems.add(self.line, f'a $var needs a type, a width, a code and a name: {_excerpt(body)}')
            return
        kind, width, code, name = parts
        form = _form(kind, int(width[:9]))
        if form in (Form.BIT, Form.VECTOR) and int(width[:9]) > MAX_WIDTH:
            self.problems.add(self.line, f'{_excerpt(name)} is {width[:9]} bits wide; at most {MAX_WIDTH} can be shown')
            return
        if len(self.variables) >= MAX_VARIABLES:
            self.problems.add(self.line, f'more than {MAX_VARIABLES} variables; the rest is left out')
            return
        track = self._track(code.encode('utf-8', 'surrogateescape'), Track(form, _width(form, int(width[:9]))))
        if track is None:
            self.problems.add(self.line, f'{_excerpt(name)} shares a code with a variable of another width or type')
            return
        match = RANGE.match(name.strip())
        plain, bits = (match.group(1), match.group(2)) if match else (name, '')
        if not plain:
            plain, bits = name.strip(), ''
        self.variables.append(Variable(_clean(plain), _clean(kind), self.scope, track, bits.replace(' ', '')))

    def _track(self, code: bytes, track: Track) -> int | None:
        number = self.codes.setdefault(code, len(self.tracks))
        if number == len(self.tracks):
            self.tracks.append(track)
        return number if self.tracks[number] == track else None

    def _open_scope(self, body: str) -> None:
        kind, _, name = body.strip().partition(' ')
        name = name.strip() or kind
        if not name:
            self.problems.add(self.line, 'a $scope without a name')
        # Some simulators leave a scope and enter it again later: it stays one scope.
        number = self.scope_numbers.setdefault((self.scope, name), len(self.scopes))
        if number == len(self.scopes):
            self.scopes.append(Scope(_clean(name), _clean(kind), self.scope))
        self.scope = number

    def _close_scope(self) -> None:
        if self.scope < 0:
            self.problems.add(self.line, '$upscope without a $scope')
        else:
            self.scope = self.scopes[self.scope].parent

    def _timescale(self, body: str) -> None:
        match = TIMESCALE.match(body)
        if match is None or int(match.group(1)) == 0:
            self.problems.add(self.line, f'unknown timescale {_excerpt(body.strip())}')
        else:
            self.timescale = Timescale(int(match.group(1)), match.group(2))

    def _find_end(self, start: int) -> int:
        # The search goes on where it stopped, so that a file of unfinished commands takes linear time.
        if self.next_end < start + 5 and self.next_end != len(self.data) + 1:
            match = END.search(self.data, start)
            self.next_end = len(self.data) + 1 if match is None else match.end()
        return -1 if self.next_end > len(self.data) else self.next_end

    def _skip_line(self, message: str) -> None:
        self.problems.add(self.line, message)
        newline = self.data.find(b'\n', self.pos)
        self._advance(len(self.data) if newline < 0 else newline)

    def _advance(self, pos: int) -> None:
        self.line += self.data.count(b'\n', self.pos, pos)
        self.pos = pos


def _form(kind: str, width: int) -> Form:
    if kind in REAL_KINDS:
        return Form.REAL
    if kind == 'string':
        return Form.STRING
    if kind == 'event':
        return Form.EVENT
    return Form.BIT if width == 1 else Form.VECTOR


def _width(form: Form, width: int) -> int:
    return {Form.REAL: 64, Form.STRING: 0, Form.EVENT: 1}.get(form, width)


def _text(data: bytes) -> str:
    # An identifier code may hold any byte; surrogates carry those that are no UTF-8.
    return data.decode('utf-8', 'surrogateescape')


def _clean(text: str) -> str:
    return text.encode('utf-8', 'surrogateescape').decode('utf-8', 'replace')


def _excerpt(text: str | bytes) -> str:
    plain = text.decode('utf-8', 'replace') if isinstance(text, bytes) else _clean(text)
    return repr(plain if len(plain) <= 40 else plain[:40] + '…')
