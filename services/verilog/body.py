"""Reads the body of a unit: instances, old-style port declarations, and dumps with what guards them."""

from services.verilog.header import DIRECTIONS, packed_range, skip_group, split_at_commas
from services.verilog.model import Dump, Instance, Port
from services.verilog.tokens import Kind, Token
from services.verilog.words import KEYWORDS, PROCESSES

SUBROUTINES = {'function': 'endfunction', 'task': 'endtask', 'class': 'endclass', 'covergroup': 'endgroup'}
PLUSARG_TASKS = frozenset({'$test$plusargs', '$value$plusargs'})


class BodyReader:
    """One pass over a body's tokens; the findings stay in its attributes."""

    def __init__(self, tokens: list[Token], ports: dict[str, Port]) -> None:
        self._tokens = tokens
        self.ports = ports
        self.instances: list[Instance] = []
        self.dumps: list[Dump] = []
        self.has_processes = False
        self._guard = Guard()

    def read(self) -> None:
        """Go through the body once."""
        at = 0
        while at < len(self._tokens):
            at = self._item(at)

    def _item(self, at: int) -> int:
        token = self._tokens[at]
        if token.kind is Kind.TASK:
            self._task(at)
        elif token.kind is Kind.SIGN or token.text in ('begin', 'end', 'fork', 'join'):
            self._guard.follow(token.text)
        elif token.kind is Kind.WORD:
            return self._word(at, token)
        return at + 1

    def _word(self, at: int, token: Token) -> int:
        if token.text in PROCESSES:
            self.has_processes = True
            self._guard = Guard()
        elif token.text in SUBROUTINES and self._text(at - 1) not in ('import', 'export', 'extern'):
            return self._subroutine(at, SUBROUTINES[token.text])
        elif token.text in DIRECTIONS and token.text != 'interface':
            return self._declaration(at)
        elif token.text not in KEYWORDS:
            return self._instances(at)
        return at + 1

    def _subroutine(self, at: int, closer: str) -> int:
        """Pass over a function or task; a dump in it is taken as one that happens."""
        for end in range(at, len(self._tokens)):
            if self._tokens[end].text == '$dumpvars':
                self.dumps.append(Dump(self._tokens[end].line))
            if self._tokens[end].text == closer:
                return end + 1
        return len(self._tokens)

    def _declaration(self, at: int) -> int:
        """Read `input [3:0] a, b;` for the ports that the head only named."""
        end = next((end for end in range(at, len(self._tokens)) if self._tokens[end].text == ';'), len(self._tokens))
        direction = DIRECTIONS[self._tokens[at].text]
        width = packed_range(self._tokens[at + 1 : end])
        for item in split_at_commas(self._tokens[at + 1 : end]):
            for token in item:
                name = token.text.removeprefix('\\')
                if name in self.ports:
                    self.ports[name] = Port(name, direction, width)
        return end + 1

    def _instances(self, at: int) -> int:
        """Read `type #(...) name [range] (...), name (...);` or step over one word."""
        module = self._tokens[at].text.removeprefix('\\')
        found: list[Instance] = []
        here = self._after_parameters(at + 1)
        while True:
            name = self._name(here)
            opening = self._after_ranges(here + 1)
            if not name or self._text(opening) != '(' or self._text(at - 1) in ('.', '::', '@', 'function', 'task'):
                break
            found.append(Instance(module, name, self._tokens[here].line))
            here = skip_group(self._tokens, opening)
            if self._text(here) != ',':
                break
            here += 1
        if not found or self._text(here) not in (';', ''):
            return at + 1
        self.instances += found
        return here

    def _after_parameters(self, at: int) -> int:
        if self._text(at) != '#':
            return at
        return skip_group(self._tokens, at + 1) if self._text(at + 1) == '(' else at + 2

    def _after_ranges(self, at: int) -> int:
        while self._text(at) == '[':
            at = skip_group(self._tokens, at)
        return at

    def _name(self, at: int) -> str:
        if at >= len(self._tokens) or self._tokens[at].kind is not Kind.WORD or self._tokens[at].text in KEYWORDS:
            return ''
        return self._tokens[at].text.removeprefix('\\')

    def _text(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ''

    def _task(self, at: int) -> None:
        name = self._tokens[at].text
        if name == '$dumpvars':
            self.dumps.append(Dump(self._tokens[at].line, self._guard.plusarg))
        elif name in PLUSARG_TASKS and self._text(at - 1) not in ('!', '~') and self._text(at + 1) == '(':
            self._guard.set(self._text(at + 2).strip('"'))


class Guard:
    """The `$test$plusargs` that the statements being read depend on."""

    def __init__(self) -> None:
        self.plusarg = ''
        self._depth = 0
        self._set_at = 0

    def set(self, plusarg: str) -> None:
        """Begin a guarded statement."""
        self.plusarg, self._set_at = plusarg, self._depth

    def follow(self, text: str) -> None:
        """Follow blocks and semicolons to where the guarded statement ends."""
        if text in ('begin', 'fork'):
            self._depth += 1
        elif text in ('end', 'join'):
            self._depth -= 1
        if text in (';', 'end', 'join') and self._depth <= self._set_at:
            self.plusarg = ''
