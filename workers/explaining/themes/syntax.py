"""Mistakes that keep a source from being read at all; `workers.explaining.syntax` finds their places."""

from workers.explaining.model import Kind, Rule

SYNTAX = Kind(
    'syntax-error',
    'The source cannot be read at this place',
    'Something is missing, misspelled or too much in this line or at the end of the one before.',
    'look at this line and at the end of the one before it',
)
MISSING_SEMICOLON = Kind(
    'missing-semicolon',
    'A statement or declaration does not end with a semicolon',
    'The tool only notices at the next word, often lines later.',
    'end the line with ;',
)
MISSING_BRACKET = Kind(
    'missing-bracket',
    'A bracket, comma or colon is missing',
    'A list or an expression is not closed or not separated, so the next word does not fit.',
    'add the missing sign',
)
EXTRA_COMMA = Kind(
    'extra-comma',
    'A list of ports, parameters or arguments ends with a comma',
    'A line was removed or added at the end of the list, and its comma stayed.',
    'delete the last comma',
)
MISSING_END = Kind(
    'missing-end',
    'A block is not closed',
    'Every begin, case, function, task, generate and fork needs its own closing word.',
    'add the closing word where the indentation goes back',
)
MISSING_BEGIN = Kind(
    'missing-begin',
    'An end belongs to no begin',
    'An if, else, loop or always takes one statement; several need begin and end.',
    'add begin',
)
STRAY_END = Kind(
    'stray-end', 'A closing word without its block', 'It was left over, or its opening word is gone.', 'delete it'
)
ELSE_WITHOUT_IF = Kind(
    'else-without-if',
    'An else follows no if',
    'The if takes one statement: a second one, or a semicolon after its condition, ends it before the else.',
    'put begin and end around the statements of the if, and no ; after its condition',
)
MISSING_ENDMODULE = Kind(
    'missing-endmodule',
    'A module is not closed',
    'The file ends, or the next module begins, while a module is open.',
    'add endmodule',
)
KEYWORD_AS_NAME = Kind(
    'keyword-as-name',
    'A keyword is used as a name',
    'SystemVerilog has many words that Verilog had not, such as bit, do, byte, final, priority.',
    'rename it',
)
MISSPELLED = Kind(
    'misspelled-keyword',
    'A keyword is misspelled',
    'The tool takes the word for a name and stumbles later.',
    'correct it',
)
PASTED = Kind(
    'pasted-characters',
    'A character that Verilog does not have',
    'The text was pasted from a web page or a document, which replaces quotes, dashes and blanks by nicer ones.',
    'type the character again',
)
ENCODING = Kind(
    'file-encoding',
    'The file is in an encoding that tools cannot read',
    'An editor saved it as UTF-16 or with a byte order mark.',
    'save the file as UTF-8 without a byte order mark',
)
OPEN_COMMENT = Kind(
    'unclosed-comment',
    'A comment is never closed',
    'Everything up to the end of the file is comment.',
    'close it with */',
)
OPEN_STRING = Kind(
    'unclosed-string',
    'A string is never closed',
    'A string ends on its own line with a second quote.',
    'add the quote "',
)
OPEN_CONDITION = Kind(
    'unbalanced-ifdef',
    '`ifdef and `endif do not match',
    'Each `ifdef or `ifndef needs one `endif in the same file.',
    'add `endif',
)

INSTANCE_NAME = Kind(
    'instance-without-name',
    'An instance has no name',
    'Each instance of a module needs a name of its own between the module and its connections.',
    'write `module_name u_name (...);`',
)
KINDS = (
    INSTANCE_NAME,
    SYNTAX,
    MISSING_SEMICOLON,
    MISSING_BRACKET,
    EXTRA_COMMA,
    MISSING_END,
    MISSING_BEGIN,
    STRAY_END,
    ELSE_WITHOUT_IF,
    MISSING_ENDMODULE,
    KEYWORD_AS_NAME,
    MISSPELLED,
    PASTED,
    ENCODING,
    OPEN_COMMENT,
    OPEN_STRING,
    OPEN_CONDITION,
)
RULES: tuple[Rule, ...] = (Rule(EXTRA_COMMA, (r'[Ss]uperfluous comma',)),)

MESSAGES = (
    r'^\s*syntax error',
    r'syntax error[,;]? (unexpected|in|line|at|localparam|parameter)',
    r'(?i)malformed statement',
    r'invalid module item',
    r'Invalid module instantiation',
    r'Errors in (port|.*) (declarations|list)',
    r'[Ss]yntax error in ',
    r'Missing close quote',
    r'Unterminated string',
    r"EOF in '\(\*'|EOF in '/\*",
    r'Unexpected .*keyword misused as an identifier',
    r'lacks an `endif|not terminated at EOF|without a matching `ifdef|with no matching `if',
    r'Error in (assignment|.*) expression|error in (.*) list',
    r'invalid (vector|range|expression|character)',
    r'(?i)illegal character',
    r'Instance of module must be named',
    r'Number is missing value digits',
    r'unexpected (TOK|end of file)',
    r'Unmatched|unmatched',
    r'Malformed|Incomprehensible',
    r'Cannot continue$',
    r'directives? must appear',
    r'(?i)not allowed inside a module',
    r"expected '.+'$|^expected ",
)
"""What the tools print where they cannot parse."""
