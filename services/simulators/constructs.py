"""Finds what one of the simulators does not take: each rule was tried on Icarus 11 and Verilator 5.48."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from services.verilog.tokens import Kind, Tokenizer

GATES = r'(?:r?tran|r?tranif[01]|r?cmos)'

# Patterns of tokens with one blank between them, comments and parts that are switched off taken away.
NOT_ICARUS = {
    'a modport': r'\bmodport\b',
    'a random variable with constraints': r'\b(?:rand|randc) \w+ (?:\w|\[)|\bconstraint \w+ \{',
    'a concurrent assertion': r'\b(?:assert|assume|cover|restrict) property\b',
    'a property or sequence': r'\b(?:property|sequence) \w+ [;(]',
    'a deferred assertion': r'\b(?:assert|assume|cover) (?:# 0|final)\b',
    'a covergroup': r'\bcovergroup \w+',
    'a clocking block': r'\bclocking \w+ @',
    'bind': r'(?:; |^|\bendmodule |\bend )bind \w+ \w',
    'unique if': r'\b(?:unique|unique0|priority) if\b',
    'an unpacked struct': r'\b(?:struct|union) \{',
    'inside': r'\binside \{',
    'a mailbox or semaphore': r'\b(?:mailbox|semaphore) (?:\w|#)',
    'a streaming concatenation': r'\{ (?:< <|> >)',
    'an assignment pattern': r"' \{",
    'DPI': r'\b(?:import|export) "DPI(?:-C)?"',
    'break or continue': r'\b(?:break|continue) ;',
    'a type parameter': r'\bparameter type\b',
    'a virtual interface': r'\bvirtual (?!class\b|function\b|task\b)\w+ \w',
    'a let declaration': r'\blet \w+ [(=]',
    'an event with iff': r'\biff\b',
    'an associative array': r'\[ (?:string|\*) \]',
}
NOT_VERILATOR = {
    'a switch that passes both ways (tran, cmos)': rf'\b{GATES} (?:#|\(|\w+ \()',
    'repeat in an assignment': r'= repeat \(',
    'a comparison with x, of which Verilator knows none': r"[=!] = = (?:\d+ )?'(?: |[sS]?[bBoOdDhH][\w?]*)[xX]",
}
WORDS = re.compile(
    r'modport|\brandc?\b|constraint|property|sequence|assert|assume|\bcover|clocking|\bbind\b|unique|priority|struct'
    r"|union|inside|mailbox|semaphore|\{\s*(?:<<|>>)|'\s*\{|DPI|break|continue|parameter\s+type|virtual|\blet\b|\biff\b"
    r'|\[\s*(?:string|\*)|tran|cmos|=\s*repeat|[=!]==',
)
"""What a text must hold somewhere for any of the rules to apply; most files are done with this alone."""
LONGEST = 1_000_000
SUFFIXES = ('.v', '.sv', '.vh', '.svh', '.verilog', '.vlg')


@dataclass(frozen=True, slots=True)
class Construct:
    """Something in the sources that a simulator does not take, and the first place where it stands."""

    name: str
    path: str
    line: int

    def __str__(self) -> str:
        return f'{self.name} ({self.path}:{self.line})'


@dataclass(frozen=True, slots=True)
class Constructs:
    """What keeps each simulator from taking the sources."""

    not_icarus: tuple[Construct, ...] = ()
    not_verilator: tuple[Construct, ...] = ()


def find_constructs(texts: Mapping[str, str], defines: Collection[str] = ()) -> Constructs:
    """Return the first place of everything that not every simulator takes."""
    lacking_icarus: dict[str, Construct] = {}
    lacking_verilator: dict[str, Construct] = {}
    for path, text in texts.items():
        if not path.lower().endswith(SUFFIXES) or len(text) > LONGEST or not WORDS.search(text):
            continue
        for found, rules in zip((lacking_icarus, lacking_verilator), _search(text, frozenset(defines)), strict=True):
            for name, line in rules:
                found.setdefault(name, Construct(name, path, line))
    return Constructs(tuple(lacking_icarus.values()), tuple(lacking_verilator.values()))


@lru_cache(maxsize=200)
def _search(text: str, defines: frozenset[str]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    tokens = Tokenizer(text, defines).tokens()
    # What a string says is no construct.
    texts = [token.text if token.kind is not Kind.STRING or 'DPI' in token.text else '""' for token in tokens]
    joined = ' '.join(texts)
    begins = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def places(rules: Mapping[str, str]) -> Iterable[tuple[str, int]]:
        for name, pattern in rules.items():
            if match := re.search(pattern, joined):
                # A rule may begin with the end of the statement before it.
                yield name, tokens[bisect_right(begins, match.end() - 1) - 1].line

    return tuple(places(NOT_ICARUS)), tuple(places(NOT_VERILATOR))
