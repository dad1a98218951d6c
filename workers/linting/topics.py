"""The topics of lint: one name for one kind of mistake, whichever tool finds it and however that tool calls it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of mistake, the rules of the tools that find it, and what to do about it."""

    id: str
    rules: tuple[str, ...] = ()
    hint: str = ''
    is_hard: bool = False
    """Whether the design cannot be read with it, so that nobody may switch it off."""


TOPICS = (
    Topic('syntax', ('syntax-error', 'NULLPORT'), 'look at this place and at the end of the line before it', True),
    Topic('missing-include', ('CouldNotOpenIncludeFile',), 'add its folder to include_dirs of a6hub.toml', True),
    Topic('undefined-macro', ('UnknownDirective',), 'define it in defines of a6hub.toml, or include its header', True),
    Topic(
        'missing-module',
        ('MODMISSING', 'UnknownModule', 'UnknownPackage', 'PKGNODECL'),
        'add the file that defines it, or list it in sources of a6hub.toml',
        True,
    ),
    Topic('undeclared', ('UndeclaredIdentifier',), 'declare it, or correct its name', True),
    Topic('redefinition', ('Redefinition', 'DuplicateDefinition', 'MODDUP', 'REDEFMACRO'), 'remove one of the two'),
    Topic('implicit-net', ('IMPLICIT', 'ImplicitNet'), 'declare it, or correct its name'),
    Topic('bad-port', ('PINNOTFOUND', 'PortDoesNotExist', 'ParamDoesNotExist'), 'correct the name after the dot'),
    Topic(
        'open-port',
        ('PINMISSING', 'UnconnectedOutputPort', 'UnconnectedInputPort', 'UnconnectedNamedPort', 'PINNOCONNECT'),
        'connect it, or write .name() where it is to stay open',
    ),
    Topic(
        'width',
        ('WIDTH', 'WIDTHTRUNC', 'WIDTHEXPAND', 'WIDTHXZEXPAND', 'WIDTHCONCAT', 'truncated-numeric-literal'),
        'make both sides equally wide, or select the bits that are meant',
    ),
    Topic('range', ('SELRANGE', 'IndexOOB', 'RangeOOB', 'IndexValueInvalid'), 'select a bit that the signal has'),
    Topic('literal', ('BadBinaryDigit', 'BadDecimalDigit', 'BadOctalDigit', 'BadHexDigit'), 'correct the number', True),
    Topic('latch', ('LATCH', 'COMBDLY'), 'assign it in every path, or give it a value at the start of the block'),
    Topic(
        'case',
        ('CASEINCOMPLETE', 'case-missing-default', 'CaseNotComplete', 'CaseDefault'),
        'add the missing cases or a default',
    ),
    Topic('case-overlap', ('CASEOVERLAP', 'CaseOverlap', 'CaseDup'), 'remove the case that can never be reached'),
    Topic('multidriven', ('MULTIDRIVEN', 'PROCASSINIT'), 'drive it in one place only'),
    Topic('loop', ('UNOPTFLAT', 'UNOPT', 'ALWCOMBORDER'), 'put a flip-flop into the ring, or break it'),
    Topic(
        'unused',
        ('UNUSEDSIGNAL', 'UNUSEDPARAM', 'UNUSEDGENVAR', 'UNUSEDLOOP', 'UNUSED'),
        'remove it, or name it unused_... to say that this is meant',
    ),
    Topic('undriven', ('UNDRIVEN', 'UnassignedVariable'), 'give it a value, or correct the name where it is set'),
    Topic(
        'blocking',
        ('BLKSEQ', 'BLKANDNBLK', 'always-ff-non-blocking'),
        'write <= in a block with a clock',
    ),
    Topic('nonblocking', ('COMBDLY', 'always-comb-blocking'), 'write = in a block without a clock'),
    Topic('wire-assigned', ('PROCASSWIRE', 'AssignToNet'), 'declare it as reg or logic'),
    Topic('assigned-input', ('ASSIGNIN', 'AssignmentToInput', 'InputPortAssign'), 'an input is driven from outside'),
    Topic('defparam', ('DEFPARAM', 'forbid-defparam'), 'give the parameter where the module is instantiated'),
    Topic('semicolon', ('suspicious-semicolon', 'EmptyStatement', 'EmptyBody'), 'remove the semicolon'),
    Topic(
        'unsupported',
        ('UNSUPPORTED', 'E_UNSUPPORTED', 'LangFeatureUnsupported', 'user-diag'),
        'another tool may take it',
    ),
    Topic('timescale', ('TIMESCALEMOD', 'MissingTimeScale'), 'write `timescale 1ns/1ps at the start of each file'),
)
STYLE = frozenset(
    {'DECLFILENAME', 'EOFNEWLINE', 'GENUNNAMED', 'IMPORTSTAR', 'INCABSPATH', 'PINCONNECTEMPTY', 'defparam'}
)
STYLE |= {'VARHIDDEN', 'UNUSEDLOOP', 'UNUSEDPARAM', 'UNUSEDGENVAR', 'timescale', 'TIMESCALEMOD', 'MISINDENT'}
"""Rules and topics that say how to write, and nothing of what the hardware does; all of Verible's others are such."""
SILENT = frozenset({'DECLFILENAME', 'EOFNEWLINE', 'PINCONNECTEMPTY'})
"""Rules of Verilator that are reported only where somebody asks for them."""

BY_ID = {topic.id: topic for topic in TOPICS}
BY_RULE = {rule: topic.id for topic in reversed(TOPICS) for rule in (*topic.rules, topic.id)}
BY_WORDS = (
    (re.compile(r'syntax error|^Unexpected |unexpected end of|Unterminated|EOF in'), 'syntax'),
    (re.compile(r'[Cc]annot find include file|No such file or directory|Can.t open include file'), 'missing-include'),
    (
        re.compile(r'Define or directive not defined|[Uu]nimplemented compiler directive|unknown macro'),
        'undefined-macro',
    ),
    (re.compile(r'Illegal character in|Digit larger than|[Ii]llegal.* constant|Too many digits'), 'literal'),
    (
        re.compile(r'Cannot find.* module|is not part of the design|unknown module|Package/class .* not found'),
        'missing-module',
    ),
    (re.compile(r"Can't find definition of|undeclared identifier|is implicitly declared"), 'undeclared'),
    (
        re.compile(r'Duplicate declaration|redefinition of|[Rr]e-definition of|already (?:declared|defined)'),
        'redefinition',
    ),
    (
        re.compile(r'[Pp]in not found|does not have a port named|Parameter .* not found|[Uu]nknown parameter'),
        'bad-port',
    ),
    (re.compile(r'[Rr]ange select out of bounds|[Ii]ndex .*out of (?:range|bounds)'), 'range'),
    (re.compile(r'Assigning to input variable|assign to (?:an )?input'), 'assigned-input'),
    (re.compile(r'Unsupported|unsupported|not supported'), 'unsupported'),
)


def topic_of(rule: str, message: str, is_parse_error: bool = False) -> str:
    """Return the topic of a tool's rule or, where it gives none, of its words."""
    if rule in BY_RULE:
        return BY_RULE[rule]
    if is_parse_error:
        return 'syntax'
    return next((topic for pattern, topic in BY_WORDS if pattern.search(message)), '')


def hint_of(topic: str) -> str:
    """Return what to do about a topic."""
    return BY_ID[topic].hint if topic in BY_ID else ''
